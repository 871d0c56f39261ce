"""Of a desk that was told to destroy its keys nothing opens again, but for what recovers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import desks
from tests.desks import SECRET, Clock
from wijkdesk.caseload.desk import Desk
from wijkdesk.config.desks import HEADER
from wijkdesk.errors import OutsideTrouble
from wijkdesk.store import key, meta
from wijkdesk.store.header import read_header, write_header

PHRASE = b"een lange wachtzin van Anna"
CHEAP = 64 << 10  # KiB: the least a vault may cost


@pytest.fixture
def vault(desk: Desk) -> Path:
    """The folder of a desk with a header, open."""
    header = key.new_vault(bytearray(SECRET), bytearray(PHRASE), CHEAP)
    write_header(header, desk.folder / HEADER)
    return desk.folder


@pytest.mark.parametrize("recovery", [False, True])
def test_the_passphrase_opens_nothing_more(
    desk: Desk, vault: Path, clock: Clock, recovery: bool
) -> None:
    before = read_header(vault / HEADER).slots[0].wrapped
    desk.destroy(recovery=recovery)
    with pytest.raises(OutsideTrouble, match="desk_destroyed"):
        Desk.open(vault, bytearray(PHRASE), now=clock)
    assert not [file for file in vault.iterdir() if before.encode() in file.read_bytes()]
    assert (vault / "desk.db-wal").exists() is False


def test_the_key_of_the_device_is_gone_and_what_was_written_is_not(
    desk: Desk, fatma: str, clock: Clock
) -> None:
    folder = desk.folder
    desk.destroy(recovery=False)
    desk.close()  # closing it once more is nothing
    again = Desk.open_with_key(folder, bytearray(SECRET), now=clock)
    with again.database.transaction() as tx:
        assert meta.read(tx)["private_key"] == ""
    assert desks.ask(again, "client", client=fatma)
    again.close()
