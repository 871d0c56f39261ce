"""The law of the house: who may know whom, how large things may grow, what is never committed.

There are no exceptions. A rule that is in the way is talked about, not switched off. The contracts
between rooms stand in pyproject.toml under [tool.importlinter]; `lint-imports` runs them alone.
"""

from __future__ import annotations

import graphlib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house import owners
from tests.house.measure import filled, measure, percentile
from tests.house.tree import (
    ROOT,
    SHARED_DATA,
    WHOLE,
    files,
    foreign_imports,
    knows,
    measured,
    mirrors,
)

# The only places where anything may be caught: there it is logged without personal data.
MAY_CATCH_ALL = ("wijkdesk/ui/background.py", "wijkdesk/central/app.py", "wijkdesk/cli/")
LOCKS = {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}
# In parts, so that this file does not name them.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
    )
]


def none_of(wrong: list[str]) -> None:
    """Fail with one line for each thing that breaks a rule."""
    if wrong:
        pytest.fail("\n".join(["Against the house:", *wrong]), pytrace=False)


# --- Who may know whom -----------------------------------------------------------------------


@pytest.mark.parametrize("contract", ["floors", "store", "central", "screens", "cycles"])
def test_rooms_know_only_whom_they_may(
    contract: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    # The linter sets up logging anew, and that silences every logger there is: ours must not be.
    monkeypatch.setattr("logging.config.dictConfig", lambda _config: None)
    if lint_imports(limit_to_contracts=(contract,), no_cache=True, no_logo=True) != 0:
        none_of([capsys.readouterr().out])


def test_every_foreign_library_has_its_owner() -> None:
    none_of(owners.strangers(foreign_imports()))


def test_the_table_of_owners_has_no_stale_line() -> None:
    none_of(owners.stale(foreign_imports()))


def test_no_module_is_in_a_cycle_imports_inside_functions_counted() -> None:
    try:
        graphlib.TopologicalSorter(knows()).prepare()
    except graphlib.CycleError as cycle:
        pytest.fail(" -> ".join(cycle.args[1]), pytrace=False)


def test_no_import_hides_in_a_call() -> None:
    none_of([f"{m.path}:{line}" for m in measured("wijkdesk") for line in m.hidden_imports])


# --- How large, how plain --------------------------------------------------------------------


def test_functions_stay_small() -> None:
    functions = [f for m in measured("wijkdesk") for f in m.functions]
    lines = [f.lines for f in functions]
    none_of([f"{f.place}: {f.lines} lines" for f in functions if f.lines > 80])
    assert percentile(lines, 99) <= 60
    assert percentile(lines, 90) <= 25


def test_files_stay_small() -> None:
    sizes = {m.path: m.lines for m in measured("wijkdesk")}
    none_of([f"{path}: {lines} lines" for path, lines in sizes.items() if lines > 500])
    assert percentile(list(sizes.values()), 90) <= 300


@pytest.mark.parametrize("folder", ["wijkdesk", "tests"])
def test_every_module_says_what_it_is_for(folder: str) -> None:
    none_of([str(m.path) for m in measured(folder) if not m.documented])


def test_every_function_says_what_it_returns() -> None:
    none_of([f.place for m in measured("wijkdesk") for f in m.functions if not f.typed])


def test_nothing_is_global() -> None:
    none_of([f"{m.path}:{line}" for m in measured("wijkdesk") for line in m.globals])


def test_only_the_outer_rooms_catch_everything() -> None:
    broad = [f"{m.path.as_posix()}:{line}" for m in measured("wijkdesk") for line in m.broad]
    none_of([place for place in broad if not place.startswith(MAY_CATCH_ALL)])
    assert len(broad) <= 0.5 * sum(m.lines for m in measured("wijkdesk")) / 1000


# --- Tests -----------------------------------------------------------------------------------


def test_tests_use_real_parts() -> None:
    mocks = sum(m.mocks for m in measured("tests"))
    assert mocks <= 2 * sum(m.lines for m in measured("tests")) / 1000


def test_tests_stand_where_their_source_stands() -> None:
    of_modules = [
        m.path
        for m in measured("tests")
        if m.path.name.startswith("test_")
        and m.path != Path("tests/test_house.py")
        and not m.path.as_posix().startswith(WHOLE)
    ]
    astray = [str(path) for path in of_modules if not mirrors(path)]
    assert len(astray) <= 0.05 * len(of_modules), astray


# --- What is never committed -----------------------------------------------------------------


def test_no_lock_that_records_download_addresses_is_committed() -> None:
    none_of([str(p) for p in files() if p.name in LOCKS or p.match("pylock*.toml")])


def test_no_file_names_a_registry() -> None:
    none_of(
        [
            f"{path}: {host}"
            for path in files()
            for host in REGISTRIES
            if host.encode() in (ROOT / path).read_bytes()
        ]
    )


def test_nothing_of_the_shared_data_is_committed() -> None:
    theirs = {path.name for path in SHARED_DATA.rglob("*") if path.is_file()} - {"SOURCE.txt"}
    none_of([str(path) for path in files() if path.name in theirs])


def test_no_compiled_catalogue_is_committed() -> None:
    none_of([str(path) for path in files() if path.suffix == ".mo"])


# --- The law is awake ------------------------------------------------------------------------


def test_the_measure_sees_what_it_must() -> None:
    text = (
        "def long():\n    global x\n    try:\n        pass\n    except (OSError, Exception):\n"
        "        pass\n\n\nfrom importlib import import_module\nimport_module('x')\n"
        "stub = Magic" + "Mock()\n"
    )
    seen = measure(Path("made_up.py"), text)
    assert not seen.documented
    assert [(f.lines, f.typed) for f in seen.functions] == [(6, False)]
    assert (seen.globals, seen.broad, seen.hidden_imports, seen.mocks) == ([2], [5], [10], 1)
    assert len(filled(text)) == seen.lines == 9
    assert percentile([3, 1, 2], 50) == 2


def test_the_table_of_owners_sees_what_it_must() -> None:
    stranger = {("wijkdesk.caseload.client", "httpx"), ("wijkdesk.uix", "PySide6")}
    assert len(owners.strangers(stranger | {("wijkdesk.sync.http", "httpx")})) == 2
    assert owners.strangers({("wijkdesk.cli", "requests")}) != []
    assert "httpx: sync.http" in owners.stale(stranger)
