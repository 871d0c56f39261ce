"""The wheel holds all it needs: installed on its own, it does a working day from another folder."""

from __future__ import annotations

import gettext
import io
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
import venv
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# Read before a test gets a home of its own: what pip has once fetched is not fetched again.
PIP_CACHE = os.environ.get("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip"))
READY_WITHIN = 30  # seconds, for a server to answer


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and the wheel out of that, as a distributor does."""
    built = tmp_path_factory.mktemp("built")
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(built), str(ROOT)])
    [wheel] = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the pinned requirements and the wheel in an empty environment; return the command."""
    place = tmp_path_factory.mktemp("empty") / "environment"
    venv.create(place, with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", f"--python={place / 'bin' / 'python'}", "install"]
    pins = ["--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")]
    _run([*pip, "--quiet", "--no-compile", f"--cache-dir={PIP_CACHE}", *pins])
    # No index: the pins alone must be enough for the wheel.
    _run([*pip, "--quiet", "--no-compile", "--no-index", str(wheel)])
    return place / "bin" / "wijkdesk"


def test_what_it_asks_for_is_what_is_pinned() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = (ROOT / "requirements" / "run.in").read_text("utf-8").split()
    pinned = (ROOT / "requirements" / "run.txt").read_text("utf-8").splitlines()
    names = {_name(line) for line in declared["dependencies"]}
    assert names == {_name(line) for line in asked}
    assert names <= {_name(line) for line in pinned if "==" in line}


def test_it_holds_resources_migrations_and_compiled_words(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        english = packed.read("wijkdesk/resources/i18n/en.mo")
    for folder in ("resources", "migrations"):
        ours = {
            f"wijkdesk/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }
        assert ours <= names
    assert len(gettext.GNUTranslations(io.BytesIO(english))._catalog) > 1  # type: ignore[attr-defined]
    assert not {name for name in names if name.endswith((".pyc", ".db"))}
    assert not {name for name in names if name.startswith(("tests/", "resources/", "migrations/"))}


def test_a_working_day_from_another_folder(command: Path, tmp_path: Path) -> None:
    office = Office(command, tmp_path)
    office.say("central", "init", "--organisation", "Gemeente Rotterdam", central=True)
    person = office.say(
        "central", "person", "add", "--name", "Noor Bakker", "--role", "consultant",
        "--area", "Charlois", central=True,
    )  # fmt: skip
    invitation = office.say("central", "invite", person["id"], central=True)
    with office.serving() as server:
        office.say("desk", "enrol", "--server", server, "--code", invitation["code"])
        client = office.say(
            "do", "register_client", "given_name=Amina", "family_name=de Wit",
            "born=1990-04-12", "neighbourhood=Tarwewijk",
        )["id"]  # fmt: skip
        office.say(
            "do", "record_barrier", f"client={client}", "domain=schulden", "severity=2",
            "consequence=Kan geen werk met voorschot aannemen",
        )  # fmt: skip
        assert office.say("desk", "status")["waiting"] > 0
        assert office.say("desk", "sync")["sent"] > 0
        assert office.say("desk", "status")["waiting"] == 0
    plan = tmp_path / "plan.pdf"
    office.say("report", "plan", f"client={client}", "--out", str(plan))
    assert plan.read_bytes().startswith(b"%PDF-")


class Office:
    """One desk and one central, spoken to through the installed command alone."""

    def __init__(self, command: Path, folder: Path) -> None:
        self.command = command
        self.folder = folder
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text("een lange zin die niemand raadt 42")
        self.passphrase.chmod(0o600)
        self.database = f"sqlite:///{folder / 'central.db'}"
        # Nothing of this process: no PYTHONPATH, no virtual environment, no display.
        self.environment = {"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C.UTF-8"}

    def say(self, *words: str, central: bool = False) -> Any:
        """Run one command and return what it printed as JSON."""
        desk = ["--desk", str(self.folder / "desk"), "--passphrase-file", str(self.passphrase)]
        where = ["--database", self.database] if central else desk
        said = _run(
            [str(self.command), *words, *where, "--json"], cwd=self.folder, env=self.environment
        )
        return json.loads(said)

    def serving(self) -> Serving:
        """Return central on a free port of this machine, to be used in a `with`."""
        return Serving(self)


class Serving:
    """`wijkdesk central serve` as long as the block lasts; it must end by itself on SIGTERM."""

    def __init__(self, office: Office) -> None:
        self.office = office
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.listen = f"127.0.0.1:{free.getsockname()[1]}"

    def __enter__(self) -> str:
        office, log = self.office, self.office.folder / "serve.log"
        words = ["central", "serve", "--database", office.database, "--listen", self.listen]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(office.command), *words],
                cwd=office.folder, env=office.environment, stdout=output, stderr=output,
            )  # fmt: skip
        address = f"http://{self.listen}"
        transport = httpx.HTTPTransport(retries=0)
        with httpx.Client(transport=transport, trust_env=False) as client:
            for _ in range(READY_WITHIN * 10):
                if self.process.poll() is not None:
                    pytest.fail(f"central serve ended: {log.read_text()}")
                if _answers(client, f"{address}/health/ready"):
                    return address
                self._pause()
        pytest.fail(f"central serve does not answer: {log.read_text()}")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            assert self.process.wait(10) == 0
        finally:
            self.process.kill()

    def _pause(self) -> None:
        try:
            self.process.wait(0.1)
        except subprocess.TimeoutExpired:
            return


def _name(requirement: str) -> str:
    """Return the name a requirement asks for, as the registries compare names."""
    name = re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def _answers(client: httpx.Client, address: str) -> bool:
    try:
        return client.get(address).status_code == 200
    except httpx.TransportError:
        return False


def _run(command: list[str], **settings: Any) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, **settings)
    if ended.returncode != 0:
        pytest.fail(f"{' '.join(command)} ended {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended.stdout
