"""The measuring itself works, on a small scale; how fast it is, no test says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests import desks
from tests.bench import (
    carrying,
    downloading,
    finding,
    growing,
    morning,
    opening,
    saving,
    syncing,
    vault,
)
from tests.bench.figures import Figure, percentile, table
from wijkdesk.caseload.client import search


def test_a_figure_holds_up_to_its_limit() -> None:
    fine, broken = Figure("fine", 3.0, 3.0, "x"), Figure("slow", 3.1, 3.0, "x", "3 beside 1")
    assert (fine.holds, broken.holds) == (True, False)
    said = table([fine, broken])
    assert said.count("ok") == 1
    assert said.count("BROKEN") == 1
    assert "3 beside 1" in said


def test_percentiles() -> None:
    assert percentile([3, 1, 2], 50) == 2
    assert percentile(list(range(1, 101)), 95) == 95
    assert percentile([7], 95) == 7


def test_no_database_code_is_imported_before_the_window_is_painted(tmp_path: Path) -> None:
    early = opening.imported(tmp_path)
    assert "PySide6" in early
    assert early & {"sqlalchemy", "sqlmodel", "pydantic", "sqlcipher3", "cryptography"} == set()


def test_saving_is_measured(tmp_path: Path) -> None:
    figure = saving.saving(tmp_path, times=3)
    assert (figure.measured or 0) > 0


def test_clients_are_found(tmp_path: Path) -> None:
    desk = desks.make(tmp_path / "desk", desks.Clock(), "consultant")
    names = finding.fill(desk, 40)
    assert len(search(desk, "")) == 40
    assert search(desk, names[0], limit=5)
    desk.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_finding_is_measured(tmp_path: Path, qapp: QApplication) -> None:
    figures = finding.finding(tmp_path, 20, words=1)
    assert [(figure.measured or 0) > 0 for figure in figures] == [True, True]


def test_syncing_is_measured_and_sends_no_more_than_was_promised(tmp_path: Path) -> None:
    figures = syncing.syncing(tmp_path, clients=20, rows=300, records=10, days=1)
    assert all(figure.measured is not None for figure in figures)
    counted = [figure for figure in figures if figure.unit not in ("ms", "s")]
    assert [figure for figure in counted if not figure.holds] == []


def test_growth_is_measured(tmp_path: Path) -> None:
    figures = growing.growing(tmp_path, small=20, large=40, times=2)
    assert [(figure.measured or 0) > 0 for figure in figures] == [True, True]


def test_what_is_not_installed_is_told(tmp_path: Path) -> None:
    figures = carrying.carrying(tmp_path, tmp_path, many=30, times=1)
    assert [(figure.measured, figure.holds) for figure in figures] == [(None, True)] * 4
    assert table(figures).count("not installed: ") == 4


def test_a_peer_that_fails_is_told(tmp_path: Path) -> None:
    peer = carrying.Peer("nobody", 1.0, "false", "nobody.py", ".", "")
    took, why = carrying.measured(peer, tmp_path, tmp_path / "none.json", tmp_path)
    assert (took, why) == ({}, "it ended with 1")


@pytest.mark.usefixtures("postgres")  # says plainly when no server starts here
def test_a_morning_is_measured(tmp_path: Path) -> None:
    figures = morning.morning(tmp_path, desks=4, clients=40, connections=2)
    assert (figures[-1].name, figures[-1].measured) == ("what went wrong", 0)
    assert [(figure.measured or 0) > 0 for figure in figures[:2]] == [True, True]


def test_a_part_that_does_not_exist_is_refused() -> None:
    line = [sys.executable, "-m", "tests.bench", "synk"]
    ran = subprocess.run(line, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "no part is called synk; there are opening" in ran.stderr


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_first_download_is_measured(tmp_path: Path, qapp: QApplication) -> None:
    figures = downloading.downloading(tmp_path, clients=3, records=5)
    assert [figure.measured > 0 for figure in figures] == [True] * 4


def test_the_cost_of_the_vault_is_measured(tmp_path: Path) -> None:
    figures = [
        *vault.unlocking(tmp_path, clients=5, times=2),
        *vault.working(tmp_path, clients=5, times=2),
    ]
    # What is left of unlocking beside its derivation may be less than the noise.
    assert [(figure.measured or 0) > 0 for figure in figures[1:]] == [True] * 3
