"""The measuring itself works, on a small scale; how fast it is, no test says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests import desks
from tests.bench import downloading, finding, opening, saving, syncing, vault
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
    assert figure.measured > 0


def test_clients_are_found(tmp_path: Path) -> None:
    desk = desks.make(tmp_path / "desk", desks.Clock(), "consultant")
    names = finding.fill(desk, 40)
    assert len(search(desk, "")) == 40
    assert search(desk, names[0], limit=5)
    desk.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_finding_is_measured(tmp_path: Path, qapp: QApplication) -> None:
    figures = finding.finding(tmp_path, 20, words=1)
    assert [figure.measured > 0 for figure in figures] == [True, True]


def test_a_round_with_nothing_new_is_one_small_request(tmp_path: Path) -> None:
    assert [figure for figure in syncing.syncing(tmp_path) if not figure.holds] == []


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
    assert [figure.measured > 0 for figure in figures[1:]] == [True] * 3
