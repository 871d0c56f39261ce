"""Another passphrase and the way back from a forgotten one, as people and IT type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.central.municipality import NEW, Municipality
from tests.cli.said import Said, Say
from tests.town.town import Town
from wijkdesk.caseload.desk import Desk
from wijkdesk.store import attempts

ANOTHER = "een andere lange wachtzin"


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    """A file with another passphrase, for nobody else to read."""
    file = tmp_path / "new"
    file.write_text(f"{ANOTHER}\n")
    file.chmod(0o600)
    return file


def test_a_passphrase_is_changed(
    say: Say, client: str, new_file: Path, passphrase_file: Path
) -> None:
    told = say("desk", "passphrase", "--new-passphrase-file", str(new_file)).json
    assert told["changed"] is True
    assert len(told["recovery_code"]) == 29
    assert say("desk", "status").refusal == (3, "wrong_passphrase", "passphrase")
    passphrase_file.write_text(ANOTHER)
    assert [row["id"] for row in say("ask", "caseload").json] == [client]


def test_people_hear_what_a_change_means(tell: Say, new_file: Path) -> None:
    said = tell("desk", "passphrase", "--new-passphrase-file", str(new_file)).out
    assert "Een reservekopie houdt de wachtzin van toen." in said
    assert "Herstelcode: " in said


def test_what_is_no_change_is_refused(
    say: Say, bare: Say, folder: Path, new_file: Path, passphrase_file: Path
) -> None:
    assert say("desk", "passphrase").refusal == (2, "missing_parameter", None)
    new_file.write_text("kort")
    line = ("desk", "passphrase", "--new-passphrase-file")
    assert say(*line, str(new_file)).refusal == (3, "passphrase_too_short", "passphrase")
    twice = bare(*line, "-", "--passphrase-file", "-", "--json")
    assert twice.refusal == (2, "two_from_input", None)


def test_a_kit_opens_a_desk_once(
    say: Say, bare: Say, folder: Path, client: str, new_file: Path, tmp_path: Path
) -> None:
    code = say("desk", "passphrase", "--new-passphrase-file", str(new_file)).json["recovery_code"]
    kit = tmp_path / "kit"
    kit.write_text(f"Herstelcode van WijkDesk.\n\n{code}\n")
    # The passphrase file is that of the new one, unless another is named.
    told = say("desk", "recover", "--kit", str(kit)).json
    assert told["recovered"] is True
    assert [row["id"] for row in say("ask", "caseload").json] == [client]
    assert say("desk", "recover", "--kit", str(kit)).refusal == (3, "wrong_code", "code")
    kit.write_text(told["recovery_code"].lower().replace("-", " "))
    line = ("desk", "recover", "--kit", str(kit), "--new-passphrase-file", str(new_file))
    assert bare(*line, "--json").json["recovered"] is True


@pytest.mark.parametrize(("line", "refusal"), [
    ((), (2, "missing_parameter", None)),
    (("--kit", "a", "--answer", "b"), (2, "unknown_parameter", None)),
    (("--kit", "/nowhere"), (3, "file_not_readable", "kit")),
    (("--answer", "/nowhere"), (3, "file_not_readable", "answer")),
    (("--request", "/nowhere/x"), (3, "no_recovery", None)),
])  # fmt: skip
def test_what_recovers_nothing_is_refused(
    say: Say, line: tuple[str, ...], refusal: tuple[int, str, str | None]
) -> None:
    assert say("desk", "recover", *line).refusal == refusal


def test_the_wait_after_wrong_passphrases_is_refused_with_its_seconds(
    say: Say, folder: Path, passphrase_file: Path
) -> None:
    passphrase_file.write_text("een heel andere zin\n")
    for _ in range(6):
        assert say("desk", "status").refusal == (3, "wrong_passphrase", "passphrase")
    said = say("desk", "status")
    assert (said.code, said.error["code"], said.error["seconds"]) == (3, "wait", 2)
    assert "2 seconden" in said.error["message"]
    assert (folder / attempts.FILE).exists()


@pytest.fixture
def city(town: Town, tmp_path: Path) -> Municipality:
    """A town with a recovery key, and Anna's laptop."""
    return Municipality(town, tmp_path / "laptop")


class Office:
    """Where files are carried from laptop to central to the safe and back."""

    def __init__(self, city: Municipality, bare: Say, folder: Path) -> None:
        self.city, self._bare, self._folder = city, bare, folder
        self.file("safe").write_bytes(city.safe)

    def file(self, name: str) -> Path:
        """Return a file that is carried."""
        return self._folder / f"{name}.json"

    def desk(self, *line: str) -> Said:
        """Speak to Anna's laptop."""
        return self._bare("desk", "recover", *line, "--desk", str(self.city.folder), "--json")

    def release(self) -> Said:
        """Speak to central."""
        where = ("--request", str(self.file("request")), "--out", str(self.file("released")))
        return self._bare("central", "recovery", "release", *where, *self.database, "--json")

    def open(self, asked: str, *more: str) -> Said:
        """Speak where the safe is."""
        line = ("--key", str(self.file("safe")), "--request", str(self.file(asked)),
                "--out", str(self.file("answer")), "--verified-by", "Karin")  # fmt: skip
        return self._bare("central", "recovery", "open", *line, *more, "--json")

    @property
    def database(self) -> tuple[str, str]:
        """The options that say where central's database is."""
        return ("--database", self.city.town.url)


@pytest.fixture
def office(city: Municipality, bare: Say, tmp_path: Path) -> Office:
    return Office(city, bare, tmp_path)


@pytest.mark.parametrize("released", [True, False])
def test_files_are_carried_and_a_desk_opens(office: Office, tmp_path: Path, released: bool) -> None:
    asked = office.desk("--request", str(office.file("request"))).json
    assert asked["file"] == str(office.file("request"))
    if released:
        assert office.release().json["name"] == "anna"
        told = office.open("released").json
    else:
        assert office.open("request").refusal == (3, "not_released", "request")
        told = office.open("request", *office.database).json
    assert (told["name"], told["verified_by"]) == ("anna", "Karin")
    assert office.file("answer").stat().st_mode & 0o777 == 0o600
    new = tmp_path / "new"
    new.write_bytes(NEW)
    new.chmod(0o600)
    line = ("--answer", str(office.file("answer")), "--new-passphrase-file", str(new))
    assert office.desk(*line).json == {"recovered": True}
    Desk.open(office.city.folder, bytearray(NEW)).close()


def test_no_file_that_is_there_is_written_over(office: Office) -> None:
    for name in ("request", "released", "answer"):
        office.file(name).write_text("van iemand anders")
    asked = office.desk("--request", str(office.file("request")))
    assert asked.refusal == (3, "file_exists", "out")
    assert office.release().refusal == (3, "file_exists", "out")
    assert office.open("released").refusal == (3, "file_exists", "out")
    assert office.file("answer").read_text() == "van iemand anders"


def test_a_recovery_key_is_made_once_into_a_private_file(bare: Say, tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'central.db'}", "--json")
    assert bare("central", "init", *database).code == 0
    safe = tmp_path / "safe.json"
    told = bare("central", "recovery-key", "--out", str(safe), *database).json
    assert len(told["recovery_key"]) == 1622
    assert told["fingerprint"] in safe.read_text()
    assert safe.stat().st_mode & 0o777 == 0o600
    again = bare("central", "recovery-key", "--out", str(safe), *database)
    assert again.refusal == (3, "file_exists", "out")
    other = tmp_path / "other.json"
    again = bare("central", "recovery-key", "--out", str(other), *database)
    assert again.refusal == (3, "recovery_key_exists", None)
    assert not other.exists()
