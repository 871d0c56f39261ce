"""Colleagues: one or more roles of the list, and nothing that desks may set."""

from __future__ import annotations

import pytest

from wijkdesk.domain import Device, Person
from wijkdesk.domain.noun import Purpose, SetBy, unwire
from wijkdesk.errors import UserError


def test_somebody_may_hold_two_roles() -> None:
    assert unwire(Person, "roles", ["consultant", "jobhunter"]) == ["consultant", "jobhunter"]
    with pytest.raises(UserError):
        unwire(Person, "roles", ["directeur"])


@pytest.mark.parametrize("noun", [Person, Device])
def test_only_central_sets_who_works_here_and_on_what(noun: type[Person] | type[Device]) -> None:
    assert {known.set_by for known in noun.facts().values()} == {SetBy.CENTRAL}
    assert {known.purpose for known in noun.facts().values()} == {Purpose.SECURITY}
