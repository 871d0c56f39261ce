"""What is said of a round, and what is not: whoever works is not interrupted for nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.sync.test_pace import Dice
from tests.ui.frame.rounds import Steps
from tests.ui.frame.test_frame import ROUTES, SECTIONS
from wijkdesk.caseload.touched import Touched
from wijkdesk.errors import OutsideTrouble, Trouble
from wijkdesk.sync.pace import Pace
from wijkdesk.sync.round import Result
from wijkdesk.ui.frame.frame import Frame
from wijkdesk.ui.frame.syncing import Syncing
from wijkdesk.ui.look import Surroundings

PACE = Pace(after_work=20, between=300, first_wait=10, longest_wait=60)
LOST = OutsideTrouble("central_unreachable", sent=False)
PORTAL = OutsideTrouble("not_central")


class Office(QObject):
    """A frame round a real desk, that syncs by itself."""

    def __init__(self, around: Surroundings, qtbot: QtBot) -> None:
        super().__init__()
        self.around, self.qtbot, self.steps = around, qtbot, Steps()
        post = self.steps.post
        self.frame = Frame(
            around, ROUTES, SECTIONS,
            lambda parent: Syncing(around.background, self.steps.begin, post, parent),  # type: ignore[arg-type]
        )  # fmt: skip
        qtbot.addWidget(self.frame)
        self.frame.central.sync_by_itself(PACE, Dice())
        self.frame.show()
        self.settle()

    @property
    def said(self) -> str:
        """What stands in the banner; "" when it was put away."""
        banner = self.frame.panes.banner
        return "" if banner.isHidden() else banner.text

    @property
    def online(self) -> bool | None:
        """Whether the status bar says that central can be reached."""
        self.settle()
        return self.frame.status.standing.online

    @property
    def planned(self) -> bool:
        """Whether a round begins by itself soon."""
        return self.frame.central._automatic.soon.isActive()  # type: ignore[union-attr]

    def round(
        self, trouble: Trouble | None = None, *, by_hand: bool = False, result: Result | None = None
    ) -> None:
        """Do a round that goes well, or ends with trouble."""
        self.steps.left, self.steps.trouble = (1 if trouble else 0), trouble
        self.steps.result = result or Result()
        over = self.frame.syncing.failed if trouble else self.frame.syncing.ended
        with self.qtbot.waitSignal(over):
            self.frame.syncing.start(by_hand=by_hand)

    def looks(self, reachable: bool) -> None:
        """Look whether something listens at the address of central."""
        self.frame.central._show_online(reachable)
        self.qtbot.waitUntil(lambda: not self.frame.syncing.going_on)

    def settle(self) -> None:
        """Wait until the desk lane has nothing left to do."""
        done = list[None]()
        self.around.background.run(self, lambda: None, done.append)
        self.qtbot.waitUntil(lambda: bool(done))


@pytest.fixture
def office(around: Surroundings, qtbot: QtBot) -> Office:
    """Return a frame where no round was done yet."""
    return Office(around, qtbot)


def test_a_round_by_itself_is_quiet_whether_it_goes_well_or_central_is_away(office: Office) -> None:
    office.round(result=Result(sent=3, received=2))
    assert (office.said, office.online) == ("", True)
    office.round(LOST)
    assert (office.said, office.online) == ("", False)


def test_a_round_that_somebody_asked_for_says_why_it_failed_and_what_to_do(office: Office) -> None:
    office.round(LOST, by_hand=True)
    assert office.said == (
        "Synchroniseren is niet gelukt. Het centrale systeem is niet te bereiken. Uw werk staat "
        "hier veilig. Kijk of u internet hebt; WijkDesk probeert het ook zelf weer."
    )
    # Gone when it is no longer so; what was said of something else stays.
    office.round()
    assert office.said == ""
    office.round(LOST, by_hand=True)
    office.frame.say("Contact vastgelegd.")
    office.round()
    assert office.said == "Contact vastgelegd."


@pytest.mark.parametrize("code", ["not_central", "update_needed", "not_accepted"])
def test_what_does_not_pass_is_said_once(office: Office, code: str) -> None:
    office.round(OutsideTrouble(code))
    assert office.said.startswith("Synchroniseren is niet gelukt.")
    office.frame.panes.banner.put_away()
    office.round(OutsideTrouble(code))
    assert office.said == ""
    # After one that went well it is news again.
    office.round()
    office.round(OutsideTrouble(code))
    assert office.said != ""


def test_what_central_refused_is_said_also_of_a_round_by_itself(office: Office) -> None:
    office.round(result=Result(sent=2, refused=1))
    assert "niet aangenomen" in office.said
    assert not office.frame.panes.banner.passing


def test_a_portal_is_not_taken_for_central(office: Office) -> None:
    office.looks(True)
    assert office.online is True
    office.round(PORTAL)
    # Something listens there: the portal.
    office.looks(True)
    assert office.online is False
    # Out of the library, and at another network.
    office.looks(False)
    office.steps.trouble = None
    office.looks(True)
    assert office.online is True


def test_an_act_is_sent_by_itself_and_what_leaves_nothing_to_send_is_not(office: Office) -> None:
    desk, frame = office.around.desk, office.frame
    frame.touched(Touched())
    office.settle()
    assert not office.planned
    for answers in range(2):
        frame.central.acted()
        frame.touched(Touched())
        office.settle()
        assert office.planned, answers
    with desk.database.transaction() as tx:
        tx.exec_driver_sql("DELETE FROM outbox")
    frame.central._automatic.soon.stop()  # type: ignore[union-attr]
    frame.central.acted()
    frame.touched(Touched())
    office.settle()
    assert not office.planned


def test_what_is_recorded_on_a_screen_counts_as_an_act(office: Office) -> None:
    office.frame.go("caseload")
    screen = office.frame.panes.list
    assert screen is not None
    screen.acted.emit(Touched())
    office.settle()
    assert office.planned


def test_what_is_said_is_seen_also_with_room_for_the_list_only(office: Office) -> None:
    office.frame.go("caseload")
    office.frame.resize(500, 600)
    assert office.frame.panes.detail_pane.isHidden()
    office.round(LOST, by_hand=True)
    assert office.frame.panes.banner.isVisible()


def test_a_round_that_was_stopped_says_what_stays(office: Office) -> None:
    office.frame.syncing.stopped.emit()
    assert office.said.startswith("Gestopt. Wat al binnen is, blijft")
