"""A real desk that is copied for each test, and the command to speak to it, in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import desks
from tests.cli.said import Said, Say
from wijkdesk.cli.main import main
from wijkdesk.cli.run import Checks, Outer
from wijkdesk.config.desks import HEADER
from wijkdesk.config.settings import Settings
from wijkdesk.domain.values import Role
from wijkdesk.errors import OutsideTrouble
from wijkdesk.store import key
from wijkdesk.store.header import write_header

PASSPHRASE = "een lange zin die niemand raadt"
CHEAPEST = 64 << 10  # KiB, the least a vault may ask
NOBODY = desks.KNOWN["server"]  # nothing listens there


def in_order(folder: Path, settings: Settings) -> Checks:
    """Return the checks of an installation in which all is well."""
    return {"disk": lambda: f"{folder.name} {settings['language']}"}


def no_windows(*_: object) -> int:
    """Stand in for what needs a screen."""
    raise OutsideTrouble("no_display")


def outer(**lent: object) -> Outer:
    """Return what the rooms above lend: an installation in order, unless a test lends another."""
    known = {"checks": in_order, "demonstrate": no_windows, "tour": no_windows}
    return Outer(**{**known, **lent})  # type: ignore[arg-type]


@pytest.fixture
def bare(capsys: pytest.CaptureFixture[str]) -> Say:
    """Speak a line to the command as it stands: `bare("ask", "--list", "--json")`."""

    def say(*line: str, **lent: object) -> Said:
        code = main(line, outer(**lent), now=desks.Clock())
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return say


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders with a desk of a consultant, and one of a coordinator."""
    folder = tmp_path_factory.mktemp("made")
    passphrase = bytearray(PASSPHRASE.encode())
    vault = key.new_vault(bytearray(desks.SECRET), passphrase, CHEAPEST)
    for role in (Role.CONSULTANT, Role.COORDINATOR):
        desks.make(folder / role, desks.Clock(), role).close()
        write_header(vault, folder / role / HEADER)
    return folder


@pytest.fixture
def folder(made: Path, home: Path) -> Path:
    """The desk of a consultant, where the command finds it without being told."""
    return Path(shutil.copytree(made / Role.CONSULTANT, home / "desk"))


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    """A file with the passphrase, for nobody else to read."""
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    file.chmod(0o600)
    return file


@pytest.fixture
def say(bare: Say, folder: Path, passphrase_file: Path) -> Say:
    """Speak a line to the desk and hear JSON: `say("ask", "caseload")`."""

    def at_the_desk(*line: str) -> Said:
        return bare(*line, "--passphrase-file", str(passphrase_file), "--json")

    return at_the_desk


@pytest.fixture
def tell(bare: Say, folder: Path, passphrase_file: Path) -> Say:
    """Speak a line to the desk and hear what people hear."""

    def at_the_desk(*line: str) -> Said:
        return bare(*line, "--passphrase-file", str(passphrase_file))

    return at_the_desk


AMINA = ("given_name=Amina", "family_name=de Wit", "neighbourhood=Tarwewijk", "born=1990-04-12")


@pytest.fixture
def client(say: Say) -> str:
    """The id of Amina, a client."""
    id_: str = say("do", "register_client", *AMINA).json["id"]
    return id_
