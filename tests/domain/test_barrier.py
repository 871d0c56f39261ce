"""Barriers: levels of the ZRM, and what is never kept of health, addiction and justice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.domain.nouns import KEY, KNOWN, WRITTEN
from wijkdesk.domain import Barrier
from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import BarrierDomain, WorkConsequence
from wijkdesk.errors import UserError

PLAIN = sorted(set(BarrierDomain) - SENSITIVE)
TOMORROW = date(2026, 11, 25)


def barrier(domain: str, **own: Any) -> Barrier:
    return Barrier(**KEY, **WRITTEN, domain=domain, **own)


def refusal(found: Barrier) -> tuple[str, str | None]:
    with pytest.raises(UserError) as refused:
        found.check(KNOWN)
    return refused.value.code, refused.value.field


def test_the_sensitive_domains_are_those_of_the_law() -> None:
    assert {domain.value for domain in SENSITIVE} == {
        "lichamelijke_gezondheid", "psychische_gezondheid", "verslaving", "justitie",
    }  # fmt: skip


@pytest.mark.parametrize("domain", PLAIN)
def test_a_level_is_one_to_five_or_not_given(domain: str) -> None:
    for severity in (None, 1, 2, 3, 4, 5):
        barrier(domain, severity=severity, consequence="in eigen woorden").check(KNOWN)
    for severity in (0, 6, -1):
        assert refusal(barrier(domain, severity=severity)) == ("severity_out_of_range", "severity")


@pytest.mark.parametrize("field", ["measured_on", "closed_on"])
def test_what_has_not_been_yet_is_refused(field: str) -> None:
    barrier("taal", **{field: KNOWN.today}).check(KNOWN)
    assert refusal(barrier("taal", **{field: TOMORROW})) == ("day_in_future", field)


def test_something_can_be_urgent_until_a_day_to_come() -> None:
    barrier("huisvesting", urgent_until=TOMORROW).check(KNOWN)


@pytest.mark.parametrize("domain", sorted(SENSITIVE))
def test_health_addiction_and_justice_have_no_level_and_no_free_text(domain: str) -> None:
    assert barrier(domain).sensitive
    barrier(domain, help_arranged=True).check(KNOWN)
    for severity in range(7):
        assert refusal(barrier(domain, severity=severity)) == ("level_not_kept", "severity")
    assert refusal(barrier(domain, result="clean")) == ("text_not_kept", "result")
    for text in ("hernia", "minder_uren, want hernia", "Minder uren werken"):
        found = barrier(domain, consequence=text)
        assert refusal(found) == ("consequence_from_list", "consequence")


@pytest.mark.parametrize("consequence", sorted(WorkConsequence))
def test_what_it_means_for_work_comes_from_the_list(consequence: str) -> None:
    for domain in SENSITIVE:
        barrier(domain, consequence=consequence).check(KNOWN)
