"""The fixed codes are those of the command line, which scripts of municipalities call."""

from __future__ import annotations

import pytest

from wijkdesk.domain import values

CODES = {
    "BarrierDomain": "schulden taal opvoeding lichamelijke_gezondheid psychische_gezondheid"
    " laaggeletterdheid eenzaamheid opleiding zelfvertrouwen huisvesting zorgtaken vervoer"
    " digitale_vaardigheden justitie verslaving",
    "Channel": "gesprek telefoon email huisbezoek contactcenter",
    "By": "klant consulent partner",
    "ActionKind": "sollicitatietraining taalles financiele_begeleiding schuldhulpverlening"
    " opvoedsteun zorgafspraak overig",
    "Role": "consultant jobhunter coordinator desk admin",
    "Phase": "intake belemmeringen ontwikkelen bemiddelen nazorg",
}


@pytest.mark.parametrize("name", CODES)
def test_codes_never_change(name: str) -> None:
    assert [code.value for code in getattr(values, name)] == CODES[name].split()


def test_a_lower_level_is_more_serious() -> None:
    assert [level.value for level in values.SeverityLevel] == [1, 2, 3, 4, 5]
    assert values.SeverityLevel.ACUTE == 1
