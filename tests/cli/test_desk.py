"""The commands of a desk, and the refusals of one that cannot be opened."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import NOBODY, PASSPHRASE
from tests.cli.said import Say
from tests.desks import KNOWN, Clock
from wijkdesk.caseload.desk import Desk
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.domain.values import Role


def test_status_says_who_and_how_fresh(say: Say, client: str) -> None:
    assert say("desk", "status").json == {
        "person": "Anna Jansen",
        "role": ["consultant"],
        "enrolled": KNOWN["enrolled_at"],
        "waiting": 1,
        "inbox": 0,
        "versions": 0,
        "last_sync": None,
        "lease_until": "2026-12-20",
        "schema": 4,
    }


def test_status_for_people(tell: Say) -> None:
    said = tell("desk", "status")
    assert said.code == 0
    lines = dict(line.split("  ", 1) for line in said.out.splitlines())
    assert lines["Wie"].strip() == "Anna Jansen"
    assert lines["Rol"].strip() == "Consulent"
    assert "vr 20 nov 2026 09:00" in said.out


def test_verify_finds_nothing_in_a_sound_desk(say: Say, client: str) -> None:
    assert say("desk", "verify").json == {"ok": True, "problems": []}


def test_verify_names_what_is_damaged(say: Say, folder: Path, client: str) -> None:
    with (folder / FILE).open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(bytes(64))
    said = say("desk", "verify")
    assert said.refusal == (4, "damaged", None)
    [problem] = json.loads(said.out)["problems"]
    assert "page" in problem


def test_without_a_network_the_work_is_still_there(say: Say, client: str) -> None:
    assert say("desk", "sync").refusal == (4, "central_unreachable", None)
    assert say("desk", "status").json["waiting"] == 1
    assert [row["id"] for row in say("ask", "caseload").json] == [client]


def test_a_second_program_on_the_same_desk_is_refused(say: Say, folder: Path) -> None:
    desk = Desk.open(folder, bytearray(PASSPHRASE.encode()), now=Clock())
    try:
        assert say("ask", "caseload").refusal == (4, "desk_in_use", None)
    finally:
        desk.close()
    assert say("ask", "caseload").code == 0


def test_a_wrong_passphrase_is_refused(say: Say, passphrase_file: Path) -> None:
    passphrase_file.write_text("een heel andere zin\n")
    assert say("desk", "status").refusal == (3, "wrong_passphrase", "passphrase")


def test_a_folder_without_a_desk_is_trouble(say: Say, tmp_path: Path) -> None:
    assert say("desk", "status", "--desk", str(tmp_path)).refusal == (4, "no_desk", None)


def test_a_folder_that_others_can_read_is_refused(say: Say, folder: Path) -> None:
    folder.chmod(0o755)
    assert say("desk", "status").refusal == (4, "not_private", None)


def test_a_damaged_header_is_told_from_a_wrong_passphrase(say: Say, folder: Path) -> None:
    header = folder / HEADER
    header.write_bytes(header.read_bytes().replace(b'"passes": 3', b'"passes": 4'))
    assert say("desk", "status").refusal == (4, "damaged", None)


def test_another_folder_may_be_named(say: Say, made: Path, tmp_path: Path) -> None:
    other = shutil.copytree(made / Role.COORDINATOR, tmp_path / "other")
    assert say("--desk", str(other), "desk", "status").json["role"] == ["coordinator"]


@pytest.mark.parametrize("line", [(), ("--server", NOBODY)])
def test_enrol_needs_a_server_and_a_code(
    bare: Say, passphrase_file: Path, line: tuple[str, ...]
) -> None:
    said = bare("desk", "enrol", *line, "--json", "--passphrase-file", str(passphrase_file))
    assert said.refusal == (2, "missing_parameter", None)


def test_enrol_without_central_is_trouble_outside(
    bare: Say, passphrase_file: Path, home: Path
) -> None:
    line = ("desk", "enrol", "--server", NOBODY, "--code", "ABCD-EFGH", "--json")
    said = bare(*line, "--passphrase-file", str(passphrase_file))
    assert said.refusal == (4, "central_unreachable", None)
    status = bare("desk", "status", "--json", "--passphrase-file", str(passphrase_file))
    assert status.refusal == (4, "no_desk", None)


def test_enrol_over_a_desk_is_refused(say: Say) -> None:
    said = say("desk", "enrol", "--server", NOBODY, "--code", "ABCD-EFGH")
    assert said.refusal == (3, "desk_exists", None)
    assert say("desk", "status").code == 0


def test_only_https_leaves_this_machine(bare: Say, passphrase_file: Path) -> None:
    line = ("desk", "enrol", "--server", "http://central.example", "--code", "X", "--json")
    said = bare(*line, "--passphrase-file", str(passphrase_file))
    assert said.refusal == (3, "insecure_server", "server")


def test_a_backup_is_put_back_elsewhere(
    say: Say, bare: Say, client: str, tmp_path: Path, passphrase_file: Path
) -> None:
    file, new = tmp_path / "backup.tar", tmp_path / "new"
    told = say("desk", "backup", str(file)).json
    assert told == {"file": str(file), "bytes": file.stat().st_size}
    restored = say("desk", "restore", str(file), "--desk", str(new)).json
    assert (restored["person"], restored["waiting"]) == ("Anna Jansen", 1)
    assert [row["id"] for row in say("ask", "caseload", "--desk", str(new)).json] == [client]
    assert say("desk", "verify", "--desk", str(new)).json["ok"]


def test_a_backup_replaces_nothing_that_is_not_named(say: Say, client: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    assert say("desk", "backup", str(file)).code == 0
    assert say("desk", "backup", str(file)).refusal == (3, "file_exists", "out")
    say("do", "record_contact", f"client={client}", "channel=telefoon", "summary=Later")
    assert say("desk", "restore", str(file)).refusal == (3, "desk_exists", None)
    assert say("desk", "status").json["waiting"] == 2
    assert say("desk", "restore", str(file), "--replace").json["waiting"] == 1
    assert say("desk", "status").json["waiting"] == 1


def test_a_backup_needs_the_passphrase_of_its_time(
    say: Say, folder: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    file = tmp_path / "backup.tar"
    assert say("desk", "backup", str(file)).code == 0
    header = (folder / HEADER).read_bytes()
    passphrase_file.write_text("een heel andere zin\n")
    said = say("desk", "restore", str(file), "--replace")
    assert said.refusal == (3, "wrong_passphrase", "passphrase")
    assert (folder / HEADER).read_bytes() == header


@pytest.mark.parametrize("body", [b"", b"geen kopie" * 900])
def test_what_is_no_backup_is_refused(say: Say, tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "backup.tar"
    file.write_bytes(body)
    new = tmp_path / "new"
    assert say("desk", "restore", str(file), "--desk", str(new)).refusal == (
        4, "not_a_backup", None,
    )  # fmt: skip
    assert not new.exists()
    missing = say("desk", "restore", str(tmp_path / "weg"), "--desk", str(new))
    assert missing.refusal == (3, "file_not_readable", "file")


def test_compacting_gives_room_back(say: Say, tell: Say, client: str, folder: Path) -> None:
    told = say("desk", "compact").json
    assert told["bytes_after"] == (folder / FILE).stat().st_size <= told["bytes_before"]
    assert "kB" in tell("desk", "compact").out
    assert say("desk", "verify").json["ok"]


def test_a_desk_is_forgotten_when_nothing_waits(say: Say, client: str, folder: Path) -> None:
    assert say("desk", "forget").refusal == (3, "work_waits", None)
    assert [row["id"] for row in say("ask", "caseload").json] == [client]
    assert say("desk", "forget", "--anyway").json == {"forgotten": str(folder)}
    assert not folder.exists()
    assert say("desk", "status").refusal == (4, "no_desk", None)
