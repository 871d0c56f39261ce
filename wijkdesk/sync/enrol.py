"""Make this desk: keys made here, a one-time code at central, and the first download.

The vault is made before central is asked, so that an answer that got lost can be asked for again
with the same key. It can be recovered from when central has said to whose key: nothing of people is
in it before.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from wijkdesk import __version__
from wijkdesk.caseload import vault
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes import seal
from wijkdesk.changes.messages import pack
from wijkdesk.config import settings
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.domain.noun import wire
from wijkdesk.errors import OutsideTrouble, Trouble, UserError
from wijkdesk.i18n.calendar import utc_now
from wijkdesk.store import key, meta, migrate
from wijkdesk.store.database import Database
from wijkdesk.store.header import read_header, write_header
from wijkdesk.store.lock import Lock
from wijkdesk.sync.http import Answer, Central, Request, sound_address
from wijkdesk.sync.round import sync

Post = Callable[[Request], Answer]

# What central tells a new desk; nothing else of its answer is kept.
_TOLD = (
    "organisation", "organisation_name", "person", "device", "audience", "epoch", "feed_key",
    "common_key", "demo", "central_key", "recovery",
)  # fmt: skip


def enrol(
    folder: Path,
    server: str,
    code: str,
    passphrase: bytearray,
    *,
    now: Callable[[], datetime] = utc_now,
    memory: int | None = None,
    post: Post | None = None,
    rules: settings.Settings | None = None,
) -> Desk:
    """Make the desk in this folder with a one-time code, and fetch its caseload.

    The passphrase is overwritten. `memory` (KiB) is what unlocking costs, else as measured; `rules`
    are the settings of this machine, else as found. The desk has a `recovery_code` to show once,
    unless the municipality has a recovery key. Raises UserError: desk_exists, code_not_valid,
    passphrase_too_short, insecure_server, recovery_key_differs. OutsideTrouble:
    central_unreachable, not_central. A desk whose first download broke off is there, and goes on at
    its next sync.
    """
    address, rules = sound_address(server, demo=False), rules or settings.load(folder)
    vault.check_length(rules, passphrase)
    resumed = (folder / HEADER).exists()
    secret = _vault(folder, passphrase, memory, now())
    central = None if post else Central(address, rules)
    send = post or central.post  # type: ignore[union-attr]
    try:
        recovery_code = _become(folder, bytearray(secret), address, code, send, now, rules)
    except Trouble as trouble:
        # When the code cannot have been spent, the next try begins with a clean folder. An earlier
        # try may have spent it, and then only the key it left can ask again.
        unspent = trouble.code == "code_not_valid" or trouble.values.get("sent") is False
        if unspent and not resumed:
            _remove(folder)
        raise
    finally:
        if central is not None:
            central.close()
    desk = Desk.open_with_key(folder, secret, now=now)
    desk.recovery_code = recovery_code
    desk.note("enrol", {"recovery": desk.known["recovery"] or "code"})
    # When this breaks off the desk is there, and its next sync goes on with the download.
    with suppress(OutsideTrouble):
        sync(desk, post)
        vault.name(folder, desk.person.name)
    return desk


def _vault(folder: Path, passphrase: bytearray, memory: int | None, now: datetime) -> bytearray:
    """Make the vault with this device's key in it, or open the one an earlier try left."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    lock = Lock(folder)
    try:
        if (folder / HEADER).exists():
            unlocked = vault.unlock(folder, passphrase, now)
            unlocked.database.close()
            vault.settle(folder, unlocked, passphrase, "")
            return unlocked.key
        secret = key.new_key()
        header = key.new_vault(secret, passphrase, memory)
        # A file without a header is what a try that was cut off left: nobody has its key.
        (folder / FILE).unlink(missing_ok=True)
        database = Database.create(folder / FILE, bytearray(secret))
        migrate.migrate(database)
        private, public = seal.new_key()
        with database.transaction() as tx:
            meta.keep(tx, private_key=private.hex(), public_key=seal.to_text(public))
        database.close()
        write_header(header, folder / HEADER)
        return secret
    finally:
        key.wipe(passphrase)
        lock.release()


def _become(
    folder: Path,
    secret: bytearray,
    server: str,
    code: str,
    post: Post,
    now: Callable[[], datetime],
    rules: settings.Settings,
) -> str:
    """Ask central who this desk is, and keep it; return the recovery code, if it has one."""
    lock = Lock(folder)
    database = Database.open(folder / FILE, secret)
    try:
        with database.transaction() as tx:
            known = meta.read(tx)
        if "organisation" in known:
            raise UserError("desk_exists")
        known["vault"] = read_header(folder / HEADER).vault
        told = _told(known, code, post)
        sound_address(server, demo=bool(told["demo"]))
        public = _recovery_key(rules, told["recovery"])
        recovery_code = vault.secure(folder, secret, public)
        with database.transaction() as tx:
            own = {"vault": known["vault"], "recovery_key": seal.to_text(public or b"")}
            enrolled = {**told, **own, "server": server, "enrolled_at": wire(now())}
            meta.keep(tx, **enrolled)
        return recovery_code
    finally:
        key.wipe(secret)
        database.close()
        lock.release()


def _recovery_key(rules: settings.Settings, at_central: str) -> bytes | None:
    """Return the recovery key of the municipality, when policy and central name the same one.

    Raises UserError("recovery_key_differs"): who can change one of the two gets nothing.
    """
    public = seal.from_text(rules.text("recovery_key")) or None
    if at_central != (seal.fingerprint(public) if public else ""):
        raise UserError("recovery_key_differs")
    return public


def _told(known: dict[str, str], code: str, post: Post) -> dict[str, Any]:
    public, private = known["public_key"], bytes.fromhex(known["private_key"])
    signature = seal.to_text(seal.sign(private, f"{code}\n{public}".encode()))
    asked = {
        "code": code, "key": public, "sig": signature, "program": __version__,
        "vault": known["vault"],
    }  # fmt: skip
    answer = post(Request("/enrol", pack(asked)))
    if answer.status == 403:
        raise UserError("code_not_valid", field="code")
    if answer.status != 200:
        raise OutsideTrouble("central_trouble")
    if not set(_TOLD) <= set(answer.message):
        raise OutsideTrouble("not_central")
    return {name: answer.message[name] for name in _TOLD}


def _remove(folder: Path) -> None:
    for file in (HEADER, FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (folder / file).unlink(missing_ok=True)
