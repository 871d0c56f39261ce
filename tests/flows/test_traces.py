"""What was typed about people is in the vault and at central, and in no other file of a machine."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.flows.test_command_line import Office
from wijkdesk.changes.messages import MEDIA_TYPE

MARKERS = {
    "given_name": "Quirijntje", "family_name": "Waldhoornaar", "bsn": "999900006",
    "phone": "010-5550199", "summary": "deurwaarder Zuiderparkweg", "search": "waldho",
    "note": "zus past op in Ommoord",
    "refused": "Parijs-aan-de-Maas", "passphrase": "zin die niemand raadt",
}  # fmt: skip
CLIENT = {name: MARKERS[name] for name in ("given_name", "family_name", "bsn", "phone")}


@pytest.fixture
def office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Office:
    """A municipality whose every process keeps its temporary files where we can see them."""
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        (tmp_path / "temporary").mkdir(exist_ok=True)
        monkeypatch.setenv(name, str(tmp_path / "temporary"))
    (tmp_path / "central").mkdir()

    def hear() -> tuple[str, str]:
        said = capsys.readouterr()
        return said.out, said.err

    office = Office(tmp_path, f"sqlite:///{tmp_path / 'central' / 'central.db'}", hear)
    office.central("init", "--organisation", "Gemeente Voorbeeld")
    return office


def traces(*folders: Path) -> list[str]:
    """Return the files that hold something typed, in their name or inside, and what."""
    found = []
    for file in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        body, name = file.read_bytes(), str(file)
        for marker in MARKERS.values():
            forms = marker.encode(), marker.encode("utf-16-le"), json.dumps(marker).encode()
            if marker in name or any(form in body for form in forms):
                found.append(f"{file.name}: {marker}")
    return found


def a_day_of_work(office: Office) -> None:
    """Do a bit of everything, some of it wrong, so that whatever could be noted is noted."""
    client = office.do("anna", "register_client", neighbourhood="Tarwewijk", **CLIENT)
    said = {"channel": "gesprek", "summary": MARKERS["summary"]}
    office.do("anna", "record_contact", client=client, **said)
    office.do("anna", "record_work_note", client=client, text=MARKERS["note"], about_others="true")
    assert [row["id"] for row in office.ask("anna", "search", text=MARKERS["search"])] == [client]
    elsewhere = ("register_client", "given_name=A", "family_name=B")
    wrong = office.at("anna", "do", *elsewhere, f"neighbourhood={MARKERS['refused']}")
    assert wrong.code == 3
    assert office.at("anna", "desk", "sync").code == 4  # there is no network yet
    assert office.at("anna", "desk", "backup", str(office.folder / "copy.tar")).code == 0
    assert office.at("anna", "desk", "compact").code == 0


def asked_wrongly(server: str) -> list[httpx.Response]:
    """Ask central things it cannot answer, with what was typed in every part of the request."""
    answers = []
    for path in ("/sync", "/digest", "/ask", "/enrol", "/health/ready", f"/{MARKERS['bsn']}"):
        for body in (json.dumps(MARKERS).encode(), json.dumps([MARKERS["bsn"]]).encode()):
            for kind in ("application/json", MEDIA_TYPE):
                headers = {"content-type": kind, "authorization": MARKERS["bsn"]}
                answers.append(
                    httpx.post(server + path, content=body, params=CLIENT, headers=headers,
                               trust_env=False)
                )  # fmt: skip
    return answers


def test_nothing_typed_is_left_outside_the_vault(office: Office, home: Path) -> None:
    anna = office.add("Anna Jansen", "consultant")
    with office.network():
        office.enrol("anna", anna)
    a_day_of_work(office)
    with office.network():
        assert office.at("anna", "desk", "sync").json["refused"] == 0
        answers = asked_wrongly(office.server)
    assert {answer.status_code for answer in answers} <= {400, 401, 404, 405, 413, 415, 422}
    told = b"".join(answer.content + str(answer.headers).encode() for answer in answers)
    assert [marker for marker in MARKERS.values() if marker.encode() in told] == []

    # Looking at what does hold it shows that looking sees it.
    of_central = traces(office.folder / "central")
    assert {line.split(": ")[1] for line in of_central} >= {*CLIENT.values()}
    known = {*of_central, f"passphrase: {MARKERS['passphrase']}"}
    assert set(traces(office.folder)) - known == set()
    assert traces(home) == []
    assert list((office.folder / "temporary").iterdir()) == []
