"""Puts into the wheel what the program reads at run time, with the catalogues compiled."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFiles(BuildHookInterface[Any]):
    """Adds resources/ and migrations/ to the package, and a .mo beside every .po.

    An editable install gets none of it: there the package finds these folders in the checkout.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        shipped = build_data["force_include"]
        shipped[str(root / "resources")] = "wijkdesk/resources"
        shipped[str(root / "migrations")] = "wijkdesk/migrations"
        self._compiled = tempfile.TemporaryDirectory(prefix="wijkdesk-catalogues-")
        for source in sorted((root / "resources" / "i18n").glob("*.po")):
            compiled = Path(self._compiled.name) / f"{source.stem}.mo"
            compile_catalogue(source, compiled)
            shipped[str(compiled)] = f"wijkdesk/resources/i18n/{compiled.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "_compiled"):
            self._compiled.cleanup()


def compile_catalogue(source: Path, target: Path) -> None:
    """Write the .mo of one .po; a catalogue with an error in it stops the build."""
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
