"""Ask for a file: one to write that is not there yet, or one to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[str], None]


def ask_new_file(parent: QWidget, title: str, name: str, kinds: str, chosen: Chosen) -> QFileDialog:
    """Ask where a file may be saved; `kinds` is the filter, `name` says nothing about people."""
    dialog = _dialog(parent, title, kinds, chosen)
    # What is there is never replaced, so there is nothing to ask.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.open()
    return dialog


def ask_file(parent: QWidget, title: str, kinds: str, chosen: Chosen) -> QFileDialog:
    """Ask which file is to be read."""
    dialog = _dialog(parent, title, kinds, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, kinds: str, chosen: Chosen) -> QFileDialog:
    # The dialog of Qt itself: the machine's own remembers names and places outside the desk.
    dialog = QFileDialog(parent, title)
    dialog.setAccessibleName(title)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setNameFilter(kinds)
    dialog.setDirectory(str(Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    return dialog
