"""IT's word stands over the person's, and only IT can have written IT's file."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from wijkdesk.config import settings
from wijkdesk.config.settings import SETTINGS, Settings, Value
from wijkdesk.errors import OutsideTrouble, UserError

IS_ROOT = os.geteuid() == 0
only_as_root = pytest.mark.skipif(
    not IS_ROOT, reason="only root can make a file that the administrator made"
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """IT's file, as the administrator would leave it."""
    file = tmp_path / "policy.toml"
    file.write_text('server = "https://centraal.example"\nidle_lock_minutes = 5\n')
    file.chmod(0o644)
    return file


def refusal(desk: Path, policy: Path) -> str:
    with pytest.raises(OutsideTrouble) as refused:
        settings.load(desk, policy)
    assert refused.value.values == {"file": str(policy)}
    return refused.value.code


def test_every_setting_is_declared_once_with_a_meaning_and_a_sound_default() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert type(setting.default) is setting.kind
        assert setting.set_by in {"it", "person"}
        assert setting.meaning
        assert not setting.choices or setting.default in setting.choices


def test_without_files_everything_is_as_declared(desk: Path, tmp_path: Path) -> None:
    found = settings.load(desk, tmp_path / "not-there.toml")
    for setting in SETTINGS:
        assert found.explain(setting.name) == Value(setting.default, "default")
    assert found.number("passphrase_length") == 14
    assert found.text("language") == "nl"


def test_it_stands_over_the_person_and_the_person_over_the_default() -> None:
    found = Settings(
        {"language": "nl", "server": "https://it"}, {"language": "en", "theme": "dark"}
    )
    assert found.explain("language") == Value("nl", "policy")
    assert found.explain("server") == Value("https://it", "policy")
    assert found.explain("theme") == Value("dark", "person")
    assert found.explain("text_size") == Value(100, "default")


def test_a_person_cannot_set_what_is_its() -> None:
    found = Settings({}, {"server": "https://evil", "passphrase_length": 1})
    assert found["server"] == ""
    assert found["passphrase_length"] == 14


def test_a_setting_nobody_declared_is_a_bug() -> None:
    with pytest.raises(StopIteration):
        Settings({}, {})["colour_of_the_chair"]


@only_as_root
def test_the_file_of_it_is_read(desk: Path, policy: Path) -> None:
    policy.write_text(policy.read_text() + 'a_setting_of_a_later_version = "x"\n')
    found = settings.load(desk, policy)
    assert found.explain("server") == Value("https://centraal.example", "policy")
    assert found.explain("idle_lock_minutes") == Value(5, "policy")


@only_as_root
@pytest.mark.parametrize(
    "said",
    [
        b"server = ",
        b"\xff\xfe",
        b"server = 3\n",
        b'passphrase_length = "20"\n',
        b"idle_lock_minutes = true\n",
        b'theme = "pink"\n',
        b"text_size = 1000\n",
    ],
)
def test_what_it_wanted_never_becomes_the_default_in_silence(
    desk: Path, policy: Path, said: bytes
) -> None:
    policy.write_bytes(said)
    assert refusal(desk, policy) == "policy_not_readable"


@only_as_root
def test_a_file_without_end_is_not_read_to_its_end(desk: Path, policy: Path) -> None:
    policy.write_text("# " + "x" * (settings.LARGEST_POLICY + 10) + '\nserver = "https://x"\n')
    assert settings.load(desk, policy)["server"] == ""


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666, 0o777])
def test_a_file_others_can_write_is_refused(desk: Path, policy: Path, mode: int) -> None:
    policy.chmod(mode)
    assert refusal(desk, policy) == "policy_not_safe"


def test_a_file_of_another_than_the_administrator_is_refused(desk: Path, policy: Path) -> None:
    if IS_ROOT:
        os.chown(policy, 65534, 65534)
    assert refusal(desk, policy) == "policy_not_safe"


def test_a_link_is_refused_whatever_it_points_at(desk: Path, policy: Path) -> None:
    link = policy.with_name("link.toml")
    link.symlink_to(policy)
    assert refusal(desk, link) == "policy_not_safe"
    link.unlink()
    link.symlink_to("nothing-here")
    assert refusal(desk, link) == "policy_not_safe"


def test_a_folder_is_refused(desk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "policy.d"
    folder.mkdir(mode=0o755)
    assert refusal(desk, folder) == "policy_not_safe"


def test_a_pipe_is_refused_at_once(desk: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe, 0o644)
    said: list[str] = []
    reading = threading.Thread(target=lambda: said.append(refusal(desk, pipe)), daemon=True)
    reading.start()
    reading.join(timeout=10)
    assert said == ["policy_not_safe"]


def test_what_the_person_chose_is_kept(desk: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "not-there.toml"
    settings.choose(desk, "theme", "high_contrast")
    settings.choose(desk, "text_size", 150)
    settings.choose(desk, "theme", "dark")
    found = settings.load(desk, nothing)
    assert found.explain("theme") == Value("dark", "person")
    assert found.explain("text_size") == Value(150, "person")
    assert desk.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("server", "https://mine", "setting_not_yours"),
        ("passphrase_length", 1, "setting_not_yours"),
        ("colour_of_the_chair", "red", "setting_not_yours"),
        ("theme", "pink", "not_a_choice"),
        ("theme", 3, "not_a_choice"),
        ("text_size", "150", "not_a_choice"),
        ("text_size", 90, "not_a_choice"),
        ("text_size", 201, "not_a_choice"),
        ("text_size", True, "not_a_choice"),
    ],
)
def test_what_cannot_be_chosen_is_refused(desk: Path, name: str, value: object, code: str) -> None:
    with pytest.raises(UserError) as refused:
        settings.choose(desk, name, value)
    assert (refused.value.code, refused.value.field) == (code, name)
    assert not (desk / "settings.json").exists()


@pytest.mark.parametrize("broken", ["", "{", "[]", "3", '"dark"', "null", '{"theme": 3}', "\ud83d"])
def test_a_broken_choice_is_the_default_and_can_be_made_again(
    desk: Path, tmp_path: Path, broken: str
) -> None:
    desk.mkdir()
    (desk / "settings.json").write_bytes(broken.encode("utf-8", "surrogatepass"))
    assert settings.load(desk, tmp_path / "no.toml")["theme"] == "system"
    settings.choose(desk, "theme", "dark")
    assert settings.load(desk, tmp_path / "no.toml")["theme"] == "dark"
    assert "theme" in json.loads((desk / "settings.json").read_text())


def test_a_disk_that_does_not_want_to_write_is_said(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    with pytest.raises(OutsideTrouble) as trouble:
        settings.choose(in_the_way, "theme", "dark")
    assert trouble.value.code == "file_not_written"


@only_as_root
@pytest.mark.parametrize(("said", "sound"), [
    ("", True), ("A" * 1622, True), ("_-9z" + "A" * 1618, True), ("A" * 1621, False),
    ("A" * 1623, False), ("A" * 1621 + "+", False), ("A" * 1621 + "é", False),
])  # fmt: skip
def test_a_recovery_key_is_whole_or_refused(
    desk: Path, policy: Path, said: str, sound: bool
) -> None:
    policy.write_text(f'recovery_key = "{said}"\n')
    if sound:
        assert settings.load(desk, policy).text("recovery_key") == said
    else:
        assert refusal(desk, policy) == "policy_not_readable"
