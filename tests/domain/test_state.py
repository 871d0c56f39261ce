"""What is kept beside a record is found by organisation first, like the record itself."""

from __future__ import annotations

import pytest

from wijkdesk.domain.state import FieldVersion, RowState


@pytest.mark.parametrize(
    ("noun", "key"),
    [
        (RowState, ["organisation", "kind", "id"]),
        (FieldVersion, ["organisation", "kind", "id", "field"]),
    ],
)
def test_organisation_comes_first_in_every_key(noun: type, key: list[str]) -> None:
    table = noun.__table__  # type: ignore[attr-defined]
    assert [column.name for column in table.primary_key] == key
    assert all(next(iter(index.columns)).name == "organisation" for index in table.indexes)
