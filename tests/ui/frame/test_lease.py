"""A calm warning in good time; after that the frame opens for syncing only, with words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui import office
from tests.ui.screens.stage import Stage, beyond, clipped, unnamed
from wijkdesk.caseload.lease import Lease, LeaseState
from wijkdesk.store import meta
from wijkdesk.ui.screens.caseload import Caseload
from wijkdesk.ui.screens.sync_only import SyncOnly
from wijkdesk.ui.screens.waiting import Waiting


@pytest.fixture
def stage(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    """A window of which the desk was just opened."""
    stage = Stage(qtbot, qapp, tmp_path / "desk")
    yield stage
    stage.close()


def synced(stage: Stage, days: int, *, ahead: int = 0) -> Lease:
    """Say how many days ago the desk was synced, and how many hours ahead that was."""

    def job() -> Lease:
        at = office.NOW - timedelta(days=days)
        seen = office.NOW + timedelta(hours=ahead)
        with stage.desk.database.transaction() as tx:
            meta.keep(tx, last_sync=at.isoformat(), seen_until=seen.isoformat())
        stage.desk.look_again()
        return Lease(stage.desk)

    lease = stage.at_desk(job)
    assert isinstance(lease, Lease)
    return lease


def begin(stage: Stage, lease: Lease, place: dict[str, object] | None = None) -> None:
    """Begin as the desktop does once the desk is open."""
    stage.frame.lease.begin(place, lease, lambda: stage.frame.go("caseload"))
    stage.settle()


def look_again(stage: Stage) -> None:
    """Look how it stands, as after a sync and every minute."""
    stage.frame.look_at_standing()
    stage.settle()


def texts(screen: SyncOnly) -> str:
    return "\n".join(one.text() for one in screen.findChildren(QLabel))


def test_in_good_time_nothing_is_said(stage: Stage) -> None:
    begin(stage, synced(stage, 5))
    assert not stage.frame.warning.isVisible()
    assert stage.screen(Caseload).isVisible()


@pytest.mark.parametrize(("days", "said"), [(24, "over 6 dagen"), (29, "over 1 dag ")])
def test_the_days_that_are_left_are_said_calmly(stage: Stage, days: int, said: str) -> None:
    lease = synced(stage, days)
    assert lease.state is LeaseState.WARN
    begin(stage, lease)
    assert said in stage.frame.warning.text
    assert stage.frame.warning.property("note") == "warn"
    assert stage.screen(Caseload).isVisible()


def test_what_was_read_is_said_once(stage: Stage) -> None:
    begin(stage, synced(stage, 24))
    stage.frame.warning.put_away()
    look_again(stage)
    assert not stage.frame.warning.isVisible()
    synced(stage, 25)
    look_again(stage)
    assert stage.frame.warning.isVisible()


def test_when_it_is_over_there_is_syncing_only(stage: Stage) -> None:
    begin(stage, synced(stage, 40))
    screen = stage.screen(SyncOnly)
    assert screen.isVisible()
    assert "te lang geen contact" in texts(screen)
    assert stage.focus is screen.sync
    assert unnamed(stage.frame) == []
    assert clipped(screen) == []
    assert beyond(screen) == []
    stage.go("caseload")
    assert screen.isVisible()
    assert stage.frame.panes.banner.text == "Synchroniseer eerst. Daarna kunt u verder."
    stage.go("waiting")
    assert stage.screen(Waiting).isVisible()


def test_a_clock_that_was_set_back_is_said(stage: Stage) -> None:
    begin(stage, synced(stage, 0, ahead=5))
    assert "De klok van deze laptop staat ongeveer 5 uur terug" in texts(stage.screen(SyncOnly))


def test_after_the_sync_one_is_where_one_was(stage: Stage) -> None:
    samira = stage.id_of("Samira")
    place = {"name": "client", "parameters": {"client": samira}}
    begin(stage, synced(stage, 40), place)
    assert stage.frame.lease.place == place
    synced(stage, 0)
    look_again(stage)
    assert stage.frame.navigation.here["parameters"] == {"client": samira}
    assert stage.frame.panes.detail is not None
    assert stage.frame.panes.detail.isVisible()


def test_it_may_run_out_while_one_works(stage: Stage, qtbot: QtBot) -> None:
    begin(stage, synced(stage, 5))
    samira = stage.id_of("Samira")
    stage.go("client", client=samira)
    stage.go("barrier", client=samira)
    synced(stage, 40)
    look_again(stage)
    assert stage.screen(SyncOnly).isVisible()
    assert not stage.sheet_is_open
    assert stage.frame.lease.place["parameters"] == {"client": samira}


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_warning_fits(qtbot: QtBot, qapp: QApplication, tmp_path: Path, scale: float) -> None:
    stage = Stage(qtbot, qapp, tmp_path / "desk", size=(1024, 700), scale=scale)
    begin(stage, synced(stage, 24))
    found = [clipped(stage.frame.warning), beyond(stage.frame.warning)]
    stage.close()
    assert found == [[], []]
