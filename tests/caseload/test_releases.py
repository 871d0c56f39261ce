"""The desk of every release opens with this program, and everything in it is there."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.data.desks.make import PASSPHRASE
from tests.desks import ask, do
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.config.paths import migrations
from wijkdesk.errors import UserError

KEPT = Path(__file__).resolve().parents[1] / "data" / "desks"
RELEASES = sorted(path.parent.name for path in KEPT.glob(f"*/{HEADER}"))


@pytest.fixture(params=RELEASES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of a desk of a release."""
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    for name in (FILE, HEADER):
        shutil.copyfile(KEPT / request.param / name, folder / name)
    return folder


def test_a_desk_of_every_release_is_kept() -> None:
    assert "0.1.0" in RELEASES


def test_everything_in_it_is_there_and_work_goes_on(folder: Path) -> None:
    desk = Desk.open(folder, bytearray(PASSPHRASE.encode()))
    assert wrong_with(desk) == []
    assert desk.person.name == "Anna Jansen"
    assert [row["name"] for row in ask(desk, "search", text="yil")] == ["Fatma Yılmaz"]
    fatma = ask(desk, "search", text="fatma")[0]
    row = ask(desk, "client", client=fatma["id"])[0]
    assert (row["born"], row["bsn"], row["talk_language"]) == (
        date(1987, 3, 1), "999999990", "Turks",
    )  # fmt: skip
    barrier = ask(desk, "barriers", client=fatma["id"])[0]
    assert (barrier["domain"], barrier["severity"]) == ("schulden", 2)
    assert ask(desk, "actions", client=fatma["id"])[0]["barrier_domain"] == "schulden"
    assert len(ask(desk, "timeline", client=fatma["id"])) == 3
    assert desk.draft("contact") == {"summary": "half een zi"}
    status = desk.status()
    assert (status["waiting"], status["schema"]) == (5, len(list(migrations("desk").glob("*.py"))))
    do(desk, "measure_barrier", barrier=barrier["id"], severity="4")
    assert wrong_with(desk) == []
    desk.close()


def test_without_its_passphrase_it_stays_shut(folder: Path) -> None:
    with pytest.raises(UserError, match="wrong_passphrase"):
        Desk.open(folder, bytearray(b"een andere wachtzin"))
