"""A coordinator reads along with a reason: for a while, read-only, and nothing stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui import office
from tests.ui.screens.stage import Stage, beyond, clipped, unnamed
from wijkdesk.changes.messages import unpack
from wijkdesk.changes.row import Row, whole
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.http import Answer, Request
from wijkdesk.ui.screens.opened import Opened
from wijkdesk.ui.screens.team import Team

UNTIL = office.NOW + timedelta(hours=1)
AT = "2026-11-20T08:00:00+00:00"


def row(noun: str, id_: str, **values: Any) -> list[Any]:
    """Return a record as central sends it."""
    return whole(Row(noun, id_, "c1", 1, values, dict.fromkeys(values, 1)))


DOSSIER = [
    row("client", "c1", given_name="Samira", family_name="El Idrissi", phase="ontwikkelen",
        neighbourhood="Tarwewijk", born=None, phone="06 1234 0001"),
    row("barrier", "b1", client="c1", domain="schulden", severity=2, recorded_at=AT,
        consequence="Schuldhulp aangevraagd", recorded_by="p-anouk"),
    row("action", "a1", client="c1", title="Bellen over intake", kind="overig", by="klant",
        recorded_at=AT, recorded_by="p-anouk", due="2026-11-26"),
    row("contact_moment", "m1", client="c1", channel="telefoon", summary="Wil ochtenden.", at=AT,
        recorded_at=AT, recorded_by="p-anouk"),
]  # fmt: skip
AREA = {
    "id": "c1", "name": "Samira El Idrissi", "neighbourhood": "Tarwewijk",
    "contact_person": "Anouk Bakker", "phase": "ontwikkelen", "last_contact": None,
    "open_actions": 1, "unassigned_since": None,
}  # fmt: skip


class Central:
    """A central that lets a dossier be read, refuses, or is not there."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.online = True

    def __call__(self, request: Request) -> Answer:
        message = unpack(request.body)
        self.asked.append(message)
        if not self.online:
            raise OutsideTrouble("central_unreachable", sent=False)
        if "open" in message:
            return Answer(200, {"until": UNTIL.isoformat()}, 0, 0)
        if "read" in message:
            return Answer(200, {"until": UNTIL.isoformat(), "rows": DOSSIER}, 0, 0)
        return Answer(200, {"rows": [AREA]}, 0, 0)

    def opening(self) -> dict[str, Any]:
        """Return what was asked to open."""
        return next(one["open"] for one in self.asked if "open" in one)


@pytest.fixture
def central() -> Central:
    return Central()


@pytest.fixture
def stage(staged: Callable[..., Stage], central: Central) -> Stage:
    """A coordinator with the list of the area open."""
    stage = staged(roles=("coordinator",), filled=False, post=central)
    stage.go("team")
    stage.settle()
    return stage


def ask_why(stage: Stage, reason: str = "klacht") -> Team:
    """Ask to read the first dossier of the list, and fill the reason in."""
    team = stage.screen(Team)
    assert isinstance(team, Team)
    team.read.click()
    dialog = team.reading.dialog
    assert dialog is not None
    dialog.form.fields["reason"].put(reason)
    dialog.form.fields["text"].put("Klacht van 20 november")
    dialog.form.check_and_ask()
    for _ in range(4):
        stage.settle()
    return team


def read(stage: Stage) -> Opened:
    """Read along, and return the screen with the dossier."""
    ask_why(stage)
    for _ in range(4):
        stage.settle()
    found = stage.frame.panes.detail
    assert isinstance(found, Opened)
    stage.until(found.about.isVisible)
    return found


def texts(screen: Opened) -> str:
    return "\n".join(one.text() for one in screen.findChildren(QLabel) if one.isVisible())


def test_with_a_reason_the_dossier_is_read(stage: Stage, central: Central) -> None:
    screen = read(stage)
    told = {"client": "c1", "reason": "klacht", "text": "Klacht van 20 november"}
    assert central.opening() == told
    shown = texts(screen)
    for part in ("Samira El Idrissi", "Schuldhulp aangevraagd", "Bellen over intake",
                 "Wil ochtenden.", "U leest mee tot 11:30"):  # fmt: skip
        assert part in shown
    assert unnamed(screen) == []
    assert clipped(screen) == []
    assert beyond(screen) == []


def test_it_is_in_the_log_of_this_desk(stage: Stage) -> None:
    read(stage)
    lines = {line["act"]: line for line in stage.asked("audit", client="c1")}
    assert lines["open_dossier"]["purpose"] == "klacht"
    assert lines["open_dossier"]["capacity"] == "break_glass"


def test_nothing_stays_when_one_goes_elsewhere(stage: Stage) -> None:
    screen = read(stage)
    stage.go("team")
    assert not screen.isVisible()
    assert "Schuldhulp" not in "\n".join(one.text() for one in screen.findChildren(QLabel))


def test_when_the_time_is_over_the_dossier_is_shut(stage: Stage) -> None:
    screen = read(stage)
    screen.clock.start(1)
    stage.until(lambda: not screen.about.isVisible())
    assert "De tijd om mee te lezen is voorbij" in texts(screen)
    assert "Schuldhulp" not in texts(screen)


def test_what_is_over_already_is_not_asked_for(stage: Stage, central: Central) -> None:
    past = (office.NOW - timedelta(minutes=1)).isoformat()
    stage.go("opened", client="c1", until=past)
    assert not any("read" in one for one in central.asked)


def test_without_connection_it_says_so(stage: Stage, central: Central) -> None:
    central.online = False
    team = ask_why(stage)
    dialog = team.reading.dialog
    assert dialog is not None
    assert "alleen met verbinding" in dialog.form.summary.accessibleName()
    dialog.reject()


def test_without_a_reason_nothing_is_asked(stage: Stage, central: Central) -> None:
    team = ask_why(stage, reason="")
    dialog = team.reading.dialog
    assert dialog is not None
    assert dialog.form.fields["reason"].error == "Kies nog: Waarom?"
    assert not any("open" in one for one in central.asked)
    dialog.reject()
