"""A desk speaks over TLS to the central that IT's own authority vouches for, and to no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.store.pages import decrypted
from tests.town.authority import TOMORROW, YESTERDAY, Authority
from tests.town.serving import Serving, serving
from tests.town.town import Place, Town
from tests.town.web import LOOPBACK
from wijkdesk.config.settings import Settings
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n import words
from wijkdesk.sync.http import Central
from wijkdesk.sync.round import Result, sync

NOTE = "Wil liefst ochtenden werken"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """The authority of the municipality."""
    return Authority(tmp_path)


@pytest.fixture
def anna(town: Town) -> Place:
    """A desk with work that waits."""
    place = town.desk("anna")
    client = place.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")
    place.do("record_contact", client=client, channel="gesprek", summary=NOTE)
    return place


@contextmanager
def over_tls(town: Town, folder: Path, pair: tuple[str, str]) -> Iterator[Serving]:
    """Serve a town's central with a certificate and its key."""
    more = ("--tls-cert", pair[0], "--tls-key", pair[1])
    with serving(town.url, folder, *more, scheme="https") as service:
        yield service


def synced(place: Place, address: str, **settings: Any) -> Result:
    """Sync a desk over the network, as IT's settings say."""
    central = Central(address, Settings(settings, {}))
    try:
        return sync(place.desk, central.post)
    finally:
        central.close()


def waiting(place: Place) -> list[tuple[Any, ...]]:
    """Return what waits to be sent: its number, and what it is about."""
    return [(line["number"], line["what"], line["id"]) for line in place.ask("waiting")]


def refused(place: Place, service: Serving, **settings: Any) -> str:
    """Return why a desk does not speak to a server; nothing was sent and all waits as it did."""
    before = waiting(place)
    with pytest.raises(OutsideTrouble) as said:
        synced(place, service.address, **settings)
    assert said.value.values["sent"] is False
    assert waiting(place) == before != []
    assert NOTE.encode() in decrypted(place.folder, place.secret)
    assert re.match("Deze laptop|De klok", words("nl").trouble(said.value))
    assert service.stop() == 0
    assert [line for line in service.lines() if "path" in line] == []
    return said.value.code


def test_a_desk_that_knows_the_authority_syncs(
    town: Town, anna: Place, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    with over_tls(town, tmp_path, authority.certificate(LOOPBACK)) as service:
        done = synced(anna, service.address, ca_file=str(authority.ca_file))
        assert service.stop() == 0
        said = [line for line in service.lines() if "path" in line]
    assert done.sent > 0
    assert waiting(anna) == []
    assert not keys.exists()
    # The clock of this town is not that of the machine: central said so, and the desk signed again.
    assert [(line["path"], line["status"], line["code"]) for line in said][:2] == [
        ("/sync", 401, "clock"),
        ("/sync", 200, ""),
    ]
    assert {line["device"] for line in said} == {anna.desk.known["device"]}
    told = service.errors.read_text()
    assert [mark for mark in (NOTE, "Tarwewijk", "register_client") if mark in told] == []


def test_without_the_authority_it_is_refused_in_words(
    town: Town, anna: Place, authority: Authority, tmp_path: Path
) -> None:
    with over_tls(town, tmp_path, authority.certificate(LOOPBACK)) as service:
        assert refused(anna, service) == "certificate_not_trusted"


def test_the_environment_vouches_for_nobody(
    town: Town, anna: Place, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    with over_tls(town, tmp_path, authority.certificate(LOOPBACK)) as service:
        assert refused(anna, service) == "certificate_not_trusted"


def test_of_two_authorities_the_policy_says_which(
    town: Town, anna: Place, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Authority(tmp_path, "Iemand")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.ca_file))
    with over_tls(town, tmp_path, other.certificate(LOOPBACK)) as service:
        ca_file = str(authority.ca_file)
        assert refused(anna, service, ca_file=ca_file) == "certificate_not_trusted"


def test_a_certificate_of_another_host_is_refused(
    town: Town, anna: Place, authority: Authority, tmp_path: Path
) -> None:
    with over_tls(town, tmp_path, authority.certificate("central.example")) as service:
        ca_file = str(authority.ca_file)
        assert refused(anna, service, ca_file=ca_file) == "certificate_not_trusted"


@pytest.mark.parametrize("days", [-300, 300])
def test_a_clock_outside_the_certificate_is_said(
    town: Town, anna: Place, authority: Authority, tmp_path: Path, days: int
) -> None:
    step = timedelta(days=days)
    pair = authority.certificate(LOOPBACK, YESTERDAY + step, TOMORROW + step)
    with over_tls(town, tmp_path, pair) as service:
        ca_file = str(authority.ca_file)
        assert refused(anna, service, ca_file=ca_file) == "clock_outside_certificate"
