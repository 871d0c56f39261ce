"""Reading along is a coordinator's, with a connection; `tests/central/test_opening.py` does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import desks
from tests.desks import Clock
from wijkdesk.caseload import opening
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain.values import OpenReason
from wijkdesk.errors import OutsideTrouble, UserError


def test_a_consultant_reads_no_dossier_of_others(desk: Desk) -> None:
    assert not opening.elsewhere(desk, "client", "nobody")
    with pytest.raises(UserError) as refusal:
        opening.open_dossier(desk, "nobody", OpenReason.KLACHT, central=lambda _: {})
    assert refusal.value.code == "not_yours"


def test_a_coordinator_asks_central(of_a_coordinator: Path, tmp_path: Path, clock: Clock) -> None:
    desk = desks.copy(of_a_coordinator, tmp_path / "cor", clock)
    asked: list[object] = []

    def central(message: dict[str, object]) -> dict[str, object]:
        asked.append(message)
        return {"until": "2026-11-24T10:30:00Z"}

    assert opening.elsewhere(desk, "client", "c1")
    assert not opening.elsewhere(desk, "people", "c1")
    opening.open_dossier(desk, "c1", OpenReason.KLACHT, "Brief", central)
    assert asked == [{"open": {"client": "c1", "reason": "klacht", "text": "Brief"}}]
    with pytest.raises(OutsideTrouble) as trouble:
        opening.open_dossier(desk, "c1", OpenReason.KLACHT, central=lambda _: {})
    assert trouble.value.code == "not_central"
    desk.close()
