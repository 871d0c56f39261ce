"""A real desk for the windows to show: an encrypted file with synthetic people."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from wijkdesk.caseload.catalogue import perform
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Neighbourhood, Person
from wijkdesk.store import key, meta, records
from wijkdesk.store.header import write_header

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PASSPHRASE = "vier losse woorden samen"
KNOWN = {
    "organisation": "rotterdam",
    "organisation_name": "Gemeente Rotterdam",
    "demo": "1",
    "person": "p-anouk",
    "device": "d-1",
    "server": "http://127.0.0.1:9",
    "audience": "http://127.0.0.1:9",
    "epoch": "1",
    "feed_key": "00" * 32,
    "common_key": "11" * 32,
    "private_key": "22" * 32,
    "enrolled_at": "2026-11-20T08:00:00+00:00",
}
PLACES = (("Tarwewijk", "Charlois"), ("Carnisse", "Charlois"), ("Bloemhof", "Feijenoord"))
CLIENTS = (
    ("Samira", "El Idrissi", "Tarwewijk"),
    ("Ricardo", "Monteiro", "Carnisse"),
    ("Fatma", "Yıldırım", "Bloemhof"),
    ("Joyce", "van der Velden", "Tarwewijk"),
    ("Abdi", "Warsame", "Bloemhof"),
    ("Maria", "dos Santos", "Carnisse"),
)


def now() -> datetime:
    """Return the moment all tests of the windows are at."""
    return NOW


def make_desk(
    folder: Path, *, roles: tuple[str, ...] = ("consultant",), clock: Callable[[], datetime] = now
) -> Desk:
    """Make an encrypted desk with a person, neighbourhoods and some clients."""
    return _made(folder, bytearray(secrets.token_bytes(32)), roles, clock)


def _made(
    folder: Path, secret: bytearray, roles: tuple[str, ...], clock: Callable[[], datetime]
) -> Desk:
    desk = Desk.make(folder, secret, KNOWN, now=clock)
    with desk.database.transaction() as tx:
        meta.keep(tx, **KNOWN)
        person = Person(
            organisation="rotterdam",
            id="p-anouk",
            name="Anouk Bakker",
            roles=list(roles),
            area="Charlois",
        )
        records.make(tx, person)
        for name, area in PLACES:
            place = Neighbourhood(
                organisation="rotterdam", id=name, name=name, area=area, south=True, focus=True
            )
            records.make(tx, place)
    desk.look_again()
    if "consultant" in roles:
        fill(desk)
    return desk


def make_folder(folder: Path) -> None:
    """Make a desk that is unlocked with PASSPHRASE, and close it."""
    secret = key.new_key()
    desk = _made(folder, bytearray(secret), ("consultant",), now)
    desk.close()
    vault = key.new_vault(secret, bytearray(PASSPHRASE.encode()), key.MEMORY_STEPS[0])
    write_header(vault, folder / "vault.json")


def fill(desk: Desk) -> list[str]:
    """Register the clients and give the first of them a dossier; return their ids."""
    ids = []
    for given, family, place in CLIENTS:
        names = {"given_name": given, "family_name": family, "neighbourhood": place}
        born = {"born": "1992-03-04", "phone": "06 1234 0001", "talk_language": "Nederlands"}
        ids.append(str(perform(desk, "register_client", {**names, **born}).id))
    first = ids[0]
    today = NOW.date()
    for domain, given in (
        ("vervoer", {"severity": "1", "consequence": "Fiets gestolen: te laat op proefdag"}),
        ("schulden", {"severity": "2", "consequence": "Schuldhulp aangevraagd"}),
        ("taal", {"severity": "3", "consequence": "A2, les op dinsdag en donderdag"}),
        ("psychische_gezondheid", {"consequence": "rustige_werkplek", "help_arranged": "true"}),
    ):
        perform(desk, "record_barrier", {"client": first, "domain": domain, **given})
    for title, due in (
        ("Terugbellen schuldhulp over intakedatum", today),
        ("Inschrijven taalcafé Tarwewijk", today + timedelta(days=2)),
    ):
        plan = {"client": first, "title": title, "kind": "overig", "by": "consulent"}
        perform(desk, "plan_action", {**plan, "due": due.isoformat()})
    late = {"title": "Brief huisarts ophalen", "kind": "overig", "by": "klant"}
    due = date(2026, 11, 22).isoformat()
    perform(desk, "plan_action", {"client": ids[1], **late, "due": due})
    for channel, text in (
        ("gesprek", "Talentenscan besproken: zorgzaam, punctueel, spreekt Tamazight."),
        ("telefoon", "Kan dinsdag naar het spreekuur schuldhulp. Wil liefst ochtenden."),
    ):
        said = {"client": first, "channel": channel, "summary": text}
        perform(desk, "record_contact", said)
    return ids
