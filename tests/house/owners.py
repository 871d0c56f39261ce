"""Which room may know which foreign library: one owner each, and no line that nobody needs."""

from __future__ import annotations

# Library as it is imported -> the rooms or files that may import it, below `wijkdesk`.
# The reason for a library with two owners stands beside it.
OWNERS: dict[str, tuple[str, ...]] = {
    # The screen
    "PySide6": ("ui",),
    "shiboken6": ("ui",),
    "qtawesome": ("ui",),
    # The encrypted file
    "sqlcipher3": ("store.database",),
    "sqlite_utils": ("store",),
    # Keys of a desk, and pure functions over bytes that both ends need
    "cryptography": ("store.key", "changes.seal"),
    # One class per noun is the table at both ends
    "pydantic_core": ("domain",),
    "sqlmodel": ("domain", "store", "central"),
    # The ledger reads and writes records the same way at both ends, and a dossier's age is the same
    "sqlalchemy": ("domain", "store", "central", "changes.ledger", "changes.activity"),
    # The network
    "httpx": ("sync.http",),
    "truststore": ("sync.http",),
    "zstandard": ("changes.messages",),
    # Central
    "fastapi": ("central",),
    "starlette": ("central",),
    "uvicorn": ("central",),
    "psycopg": ("central",),
    "alembic": ("central",),
    "prometheus_client": ("central.metrics",),
    # Documents: the files that make pages out of sections
    "reportlab": (
        "reports.archival",
        "reports.fonts",
        "reports.page",
        "reports.pdf",
        "reports.structure",
        "reports.style",
        "reports.tagged",
    ),
    "PIL": ("reports.archival",),
    "font_source_sans_pro": ("reports.fonts",),
    "pypdfium2": ("ui",),
    # This installation, words, the command line
    "platformdirs": ("config",),
    "babel": ("i18n",),
    "typer": ("cli",),
}


def strangers(imports: set[tuple[str, str]]) -> list[str]:
    """Return the imports that no line of the table allows; each is (module, library)."""
    return sorted(
        f"{module} imports {library}, owned by {', '.join(_owners(library)) or 'no room'}"
        for module, library in imports
        if not any(_inside(module, owner) for owner in _owners(library))
    )


def stale(imports: set[tuple[str, str]]) -> list[str]:
    """Return the lines of the table that no module needs any more."""
    return sorted(
        f"{library}: {owner}"
        for library, owners in OWNERS.items()
        for owner in owners
        if not any(name == library and _inside(module, owner) for module, name in imports)
    )


def _owners(library: str) -> tuple[str, ...]:
    return OWNERS.get(library, ())


def _inside(module: str, owner: str) -> bool:
    return f"{module}.".startswith(f"wijkdesk.{owner}.")
