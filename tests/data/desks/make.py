"""Makes the desk that is kept of a release: `python -m tests.data.desks.make 0.1.0`.

Run once, when a release is made; the file is never made again. Its people are made up, and its
passphrase stands in tests/caseload/test_releases.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests import desks
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.store import key
from wijkdesk.store.header import write_header

HERE = Path(__file__).parent
PASSPHRASE = "een vaste wachtzin voor tests"
FEW_PLACES = ("Tarwewijk", "Bloemhof")


def make(folder: Path) -> None:
    """Fill a small desk with one dossier of every kind of record, some of it waiting."""
    with tempfile.TemporaryDirectory() as made:
        clock = desks.Clock()
        desk = desks.make(Path(made) / "desk", clock, "consultant")
        with desk.database.transaction() as tx:
            marks = ", ".join("?" * len(FEW_PLACES))
            tx.exec_driver_sql(f"DELETE FROM neighbourhood WHERE name NOT IN ({marks})", FEW_PLACES)
        fatma = desks.client(desk, born="1987-03-01", bsn="999999990", talk_language="Turks")
        desks.client(desk, "Łukasz", "Żółw", neighbourhood="Bloemhof")
        debts = {"domain": "schulden", "severity": "2", "consequence": "Beslag op loon"}
        barrier = desks.do(desk, "record_barrier", client=fatma, **debts)
        step = {"title": "Bellen", "kind": "schuldhulpverlening", "by": "consulent"}
        desks.do(desk, "plan_action", client=fatma, barrier=barrier, due="2026-12-01", **step)
        talk = {"channel": "telefoon", "summary": "Kan dinsdag 🙂"}
        desks.do(desk, "record_contact", client=fatma, **talk)
        desk.keep_draft("contact", {"summary": "half een zi"})
        desk.database.connection.execute("VACUUM")
        desk.close()
        folder.mkdir(parents=True)
        (folder / FILE).write_bytes((Path(made) / "desk" / FILE).read_bytes())
    secret, passphrase = bytearray(desks.SECRET), bytearray(PASSPHRASE.encode())
    write_header(key.new_vault(secret, passphrase, key.MEMORY_STEPS[0]), folder / HEADER)


if __name__ == "__main__":
    make(HERE / sys.argv[1])
