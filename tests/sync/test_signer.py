"""A request is signed as this desk, or not at all."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from tests.town.town import Town
from wijkdesk.changes import seal
from wijkdesk.errors import OutsideTrouble
from wijkdesk.store import meta
from wijkdesk.sync.http import Answer
from wijkdesk.sync.signer import Signer


def test_the_time_in_a_request_is_centrals_once_it_was_said(town: Town) -> None:
    anna = town.desk("anna")
    anna.clock.wrong = timedelta(days=-3)
    signer = Signer(anna.desk)
    steps = signer.asked("/sync", {})
    next(steps)
    assert signer.at == town.clock() - timedelta(days=3)
    told = {"code": "clock", "now": int(town.clock().timestamp())}
    again = steps.send(Answer(401, told, 0, 0))
    assert (signer.at, signer.ahead) == (town.clock(), 3 * 86400)
    assert signer.at.tzinfo is UTC
    header = seal.read_header(again.authorization)
    assert header is not None
    assert header.at == told["now"]


def test_a_desk_whose_key_was_destroyed_signs_nothing(town: Town) -> None:
    anna = town.desk("anna")
    with anna.desk.database.transaction() as tx:
        meta.keep(tx, private_key="")
    anna.desk.look_again()
    with pytest.raises(OutsideTrouble, match="not_accepted"):
        Signer(anna.desk).signed("/sync", {})
