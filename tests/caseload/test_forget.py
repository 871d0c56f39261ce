"""A forgotten desk: nothing opens what was there, and nothing of it is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import desks
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.forget import erase, forget
from wijkdesk.config.desks import HEADER
from wijkdesk.errors import OutsideTrouble, UserError

WRAPPED = b'{"wrapped": "00aa11bb"}'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a header, and with everything else that may lie beside it."""
    desk = desks.make(tmp_path / "desk", desks.Clock(), "consultant")
    for name in (HEADER, "vault.new", "attempts.json", "settings.json"):
        (desk.folder / name).write_bytes(WRAPPED)
    return desk


def test_nothing_is_left(desk: Desk) -> None:
    forget(desk)
    assert not desk.folder.exists()


def test_what_is_not_ours_stays(desk: Desk) -> None:
    (desk.folder / "brief.txt").write_text("van mij")
    forget(desk)
    assert [path.name for path in desk.folder.iterdir()] == ["brief.txt"]


def test_not_while_work_waits_unless_it_may_go(desk: Desk) -> None:
    desks.client(desk)
    with pytest.raises(UserError, match="work_waits") as refused:
        forget(desk)
    assert refused.value.values == {"waiting": 1}
    assert (desk.folder / HEADER).read_bytes() == WRAPPED
    forget(desk, anyway=True)
    assert not desk.folder.exists()


def test_the_header_is_overwritten_before_it_goes(desk: Desk, tmp_path: Path) -> None:
    # Another name for the same bytes, as a copy on the disk would be.
    for name in (HEADER, "vault.new"):
        (tmp_path / name).hardlink_to(desk.folder / name)
    erase(desk.folder)
    assert (tmp_path / HEADER).read_bytes() == bytes(len(WRAPPED))
    assert (tmp_path / "vault.new").read_bytes() == bytes(len(WRAPPED))
    desk.close()


def test_a_disk_that_does_not_want_is_said(desk: Desk) -> None:
    (desk.folder / "settings.json").unlink()
    (desk.folder / "settings.json").mkdir()
    with pytest.raises(OutsideTrouble, match="disk_trouble"):
        forget(desk)
    assert not (desk.folder / HEADER).exists()
