"""One working day through the command line alone, on both databases, and the days that go wrong."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import outer
from tests.cli.said import Said
from wijkdesk.cli.main import main
from wijkdesk.i18n.calendar import utc_now

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "een lange zin die niemand raadt 42"
STARTS_WITHIN = 30.0  # seconds, for central to answer
STOPS_WITHIN = 10.0
AMINA = {
    "given_name": "Amina", "family_name": "Zomerdijk", "born": "1990-04-12",
    "neighbourhood": "Tarwewijk", "bsn": "999900006", "phone": "010-5550123",
}  # fmt: skip
NOTE = "Vertelde over de deurwaarder"
REMEMBER = "Broer Karim leest de post voor"


class Office:
    """One municipality: its database, central when it is up, and the desks of its people."""

    def __init__(self, folder: Path, database: str, hear: Callable[[], tuple[str, str]]) -> None:
        self.folder, self.database = folder, database
        self._hear = hear
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE)
        self.passphrase.chmod(0o600)
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.listen = f"127.0.0.1:{free.getsockname()[1]}"
        self.server = f"http://{self.listen}"

    def say(self, *line: str, now: Callable[[], datetime] = utc_now) -> Said:
        """Speak a line, and hear JSON."""
        code = main([*line, "--json"], outer(), now=now)
        return Said(code, *self._hear())

    def central(self, *line: str, now: Callable[[], datetime] = utc_now) -> Any:
        """Speak a line to central, which must do it."""
        return self.say("central", *line, "--database", self.database, now=now).json

    def at(self, desk: str, *line: str) -> Said:
        """Speak a line to a desk."""
        where = ("--desk", str(self.folder / desk), "--passphrase-file", str(self.passphrase))
        return self.say(*line, *where)

    def do(self, desk: str, verb: str, **given: str) -> str:
        """Do an act at a desk, and return the id of what it was about."""
        words = [f"{name}={value}" for name, value in given.items()]
        return str(self.at(desk, "do", verb, *words).json["id"])

    def ask(self, desk: str, question: str, **given: str) -> Any:
        """Ask a desk, and return the rows."""
        words = [f"{name}={value}" for name, value in given.items()]
        return self.at(desk, "ask", question, *words).json

    def add(self, name: str, role: str) -> str:
        """Add a colleague in Charlois."""
        given = ("--name", name, "--role", role, "--area", "Charlois")
        return str(self.central("person", "add", *given)["id"])

    def enrol(self, desk: str, person: str) -> Said:
        """Make a desk for a colleague, with a new code."""
        code = self.central("invite", person)["code"]
        return self.at(desk, "desk", "enrol", "--server", self.server, "--code", code)

    @contextmanager
    def network(self) -> Iterator[None]:
        """Let central answer for as long as the block lasts; it must end by itself."""
        line = [sys.executable, "-m", "wijkdesk", "central", "serve", "--listen", self.listen]
        with (self.folder / "serve.log").open("ab") as log:
            process = subprocess.Popen(
                [*line, "--database", self.database], cwd=ROOT, stdout=log, stderr=log
            )
            try:
                self._wait_for(process)
                yield
                process.terminate()
                assert process.wait(STOPS_WITHIN) == 0
            finally:
                process.kill()
                process.wait()

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        for _ in range(int(STARTS_WITHIN * 10)):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", int(self.listen.split(":")[1]))) == 0:
                    return
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            break
        pytest.fail(f"central does not answer: {(self.folder / 'serve.log').read_text()}")


ON_SQLITE = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Office:
    """A municipality that was just made, on each database."""
    sqlite = f"sqlite:///{tmp_path / 'central.db'}"
    database = sqlite if request.param == "sqlite" else request.getfixturevalue("postgres_url")

    def hear() -> tuple[str, str]:
        said = capsys.readouterr()
        return said.out, said.err

    office = Office(tmp_path, database, hear)
    made = office.central("init", "--organisation", "Gemeente Voorbeeld")
    assert made["neighbourhoods"] == 92
    return office


def test_a_working_day(office: Office) -> None:
    anna, cor = office.add("Anna Jansen", "consultant"), office.add("Cor Post", "coordinator")
    assert {person["name"] for person in office.central("people")} == {"Anna Jansen", "Cor Post"}

    with office.network():
        assert office.enrol("anna", anna).json["person"] == "Anna Jansen"
        client = office.do("anna", "register_client", **AMINA)
        assert office.at("anna", "desk", "sync").json["applied"] == 1
        [row] = office.ask("anna", "client", client=client)
        assert (row["contact_person"], row["bsn"]) == ("Anna Jansen", AMINA["bsn"])

    barrier = without_a_network(office, client)

    with office.network():
        sent = office.at("anna", "desk", "sync").json
        assert (sent["sent"], sent["applied"], sent["refused"]) == (4, 4, 0)
        status = office.at("anna", "desk", "status").json
        assert (status["waiting"], status["inbox"], status["versions"]) == (0, 0, 0)
        nothing_new = office.at("anna", "desk", "sync").json
        assert (nothing_new["requests"], nothing_new["received"]) == (1, 0)
        seen_elsewhere(office, anna, cor, client, barrier)

    plan = office.folder / "plan.pdf"
    office.at("anna", "report", "plan", f"client={client}", "--out", str(plan))
    assert plan.read_bytes().startswith(b"%PDF-")
    assert office.at("anna", "desk", "verify").json["ok"]
    nothing_is_readable(office.folder / "anna")


def without_a_network(office: Office, client: str) -> str:
    """Work as on a home visit: find a client, record, plan and talk; all of it waits."""
    [found] = office.ask("anna", "search", text="zomer")
    assert found["id"] == client
    barrier = office.do(
        "anna", "record_barrier", client=client, domain="schulden", severity="2",
        consequence="Durft de post niet te openen",
    )  # fmt: skip
    office.do(
        "anna", "plan_action", client=client, barrier=barrier, title="Schuldhulp bellen",
        kind="schuldhulpverlening", by="consulent", due="2030-12-01",
    )  # fmt: skip
    office.do("anna", "record_contact", client=client, channel="huisbezoek", summary=NOTE)
    office.do("anna", "record_work_note", client=client, text=REMEMBER, about_others="true")
    assert office.at("anna", "desk", "sync").refusal == (4, "central_unreachable", None)
    assert [row["kind"] for row in office.ask("anna", "waiting")] == [
        "barrier", "action", "contact_moment", "work_note",
    ]  # fmt: skip
    assert all(row["waiting"] for row in office.ask("anna", "barriers", client=client))
    return barrier


def seen_elsewhere(office: Office, anna: str, cor: str, client: str, barrier: str) -> None:
    """Anna's second desk has all of it; the coordinator has the short list and no more."""
    office.enrol("anna-at-home", anna)
    [row] = office.ask("anna-at-home", "barriers", client=client)
    assert (row["id"], row["severity"], row["waiting"]) == (barrier, 2, False)
    assert [row["kind"] for row in office.ask("anna-at-home", "timeline", client=client)].count(
        "contact_moment"
    ) == 1
    [note] = office.ask("anna-at-home", "work_notes", client=client)
    assert (note["text"], note["about_others"], note["waiting"]) == (REMEMBER, True, False)

    office.enrol("cor", cor)
    [listed] = office.ask("cor", "caseload")
    assert set(listed) == {
        "id", "name", "neighbourhood", "contact_person", "phase", "last_contact", "open_actions",
        "unassigned_since",
    }  # fmt: skip
    assert (listed["id"], listed["contact_person"]) == (client, "Anna Jansen")
    assert office.at("cor", "ask", "client", f"client={client}").refusal == (
        3, "not_open", "client",
    )  # fmt: skip


def nothing_is_readable(desk: Path) -> None:
    """No file of a desk shows a name, a number or a note; only the header says whose desk it is."""
    files = [path for path in desk.rglob("*") if path.is_file()]
    assert files
    for file in files:
        body = file.read_bytes()
        hers = () if file.name == "vault.json" else ("Anna",)
        amina = (AMINA["given_name"], AMINA["family_name"], AMINA["bsn"])
        for secret in (*amina, NOTE, REMEMBER, *hers):
            assert secret.encode() not in body, file
            assert secret.encode("utf-16-le") not in body, file


def test_a_code_works_once_and_not_for_ever(office: Office) -> None:
    anna = office.add("Anna Jansen", "consultant")
    long_ago = utc_now() - timedelta(days=30)
    expired = office.central("invite", anna, now=lambda: long_ago)["code"]
    used = office.central("invite", anna)["code"]
    refused = (3, "code_not_valid", "code")
    with office.network():
        line = ("desk", "enrol", "--server", office.server, "--code")
        assert office.at("desk", *line, used).code == 0
        for code in (used, expired, "ABCD-EFGH-IJKL-MNOP"):
            assert office.at("other", *line, code).refusal == refused
    assert office.at("other", "desk", "status").refusal == (4, "no_desk", None)
    assert office.at("desk", "desk", "status").code == 0


@ON_SQLITE
def test_a_forgotten_passphrase_loses_nothing(office: Office) -> None:
    anna, kit = office.add("Anna Jansen", "consultant"), office.folder / "kit"
    with office.network():
        code = office.central("invite", anna)["code"]
        line = ("desk", "enrol", "--server", office.server, "--code", code, "--kit", str(kit))
        assert "recovery_code" not in office.at("anna", *line).json
    client = office.do("anna", "register_client", **AMINA)
    assert office.at("anna", "desk", "recover", "--kit", str(kit)).json["recovered"] is True
    assert [row["id"] for row in office.ask("anna", "caseload")] == [client]
    with office.network():
        assert office.at("anna", "desk", "sync").json["applied"] == 1


def test_a_seeded_municipality_is_the_same_for_the_same_seed(office: Office) -> None:
    seeded = office.central("seed", "--clients", "12", "--consultants", "2", "--seed", "7")
    assert seeded
    again = office.say("central", "seed", "--database", office.database)
    assert again.refusal == (3, "people_already", None)
    roles = [role for person in office.central("people") for role in person["role"]]
    assert roles.count("consultant") == 2
    assert {"coordinator", "jobhunter", "desk", "admin"} <= set(roles)


@ON_SQLITE
def test_what_is_refused_leaves_what_was_recorded(office: Office) -> None:
    anna = office.add("Anna Jansen", "consultant")
    with office.network():
        office.enrol("anna", anna)
    client = office.do("anna", "register_client", **AMINA)
    barrier = ("do", "record_barrier", f"client={client}", "domain=schulden")
    bo = ("do", "register_client", "given_name=Bo", "family_name=Aal")
    for line, refusal in (
        ((*barrier, "severity=6"), (3, "severity_out_of_range", "severity")),
        ((*bo, "neighbourhood=Parijs"), (3, "unknown_neighbourhood", "neighbourhood")),
        ((*bo, "neighbourhood=Tarwewijk", "bsn=999900007"), (3, "not_a_bsn", "bsn")),
        ((*bo, "neighbourhood=Tarwewijk", "born=2222-01-01"), (3, "born_in_future", "born")),
        (("desk", "sync"), (4, "central_unreachable", None)),
    ):
        assert office.at("anna", *line).refusal == refusal
    office.passphrase.write_text("een heel andere zin")
    wrong = office.at("anna", "ask", "caseload")
    assert wrong.refusal == (3, "wrong_passphrase", "passphrase")
    office.passphrase.write_text(PASSPHRASE)
    assert [row["id"] for row in office.ask("anna", "caseload")] == [client]
    assert office.at("anna", "desk", "status").json["waiting"] == 1


class LogInPage(BaseHTTPRequestHandler):
    """Answers as the network of a hotel does: with a page to log in to it."""

    def do_POST(self) -> None:
        body = b"<html><body>Welkom! Log in voor internet.</body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@ON_SQLITE
def test_a_page_to_log_in_is_not_central(office: Office) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), LogInPage) as hotel:
        threading.Thread(target=hotel.serve_forever, daemon=True).start()
        server = f"http://127.0.0.1:{hotel.server_address[1]}"
        said = office.at("desk", "desk", "enrol", "--server", server, "--code", "ABCD")
        hotel.shutdown()
    assert said.refusal == (4, "not_central", None)
    assert office.at("desk", "desk", "status").refusal == (4, "no_desk", None)
