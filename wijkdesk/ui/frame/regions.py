"""F6: the focus goes round the regions of the frame."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from wijkdesk.ui.frame.panes import Panes
from wijkdesk.ui.frame.rail import Rail
from wijkdesk.ui.frame.status import StatusBar


def go_round(rail: Rail, panes: Panes, status: StatusBar, by: int) -> None:
    """Put the focus in the next region: navigation, list, detail, status."""
    regions = [rail, panes.list_pane, panes.detail_pane, status]
    shown = [region for region in regions if region.isVisible()]
    focus = QApplication.focusWidget()
    here = next((at for at, one in enumerate(shown) if focus and one.isAncestorOf(focus)), -by)
    region = shown[(here + by) % len(shown)]
    if region is rail:
        rail.focus_first()
    elif region is status:
        status.queue.setFocus(Qt.FocusReason.ShortcutFocusReason)
    else:
        _enter(panes, region)


def _enter(panes: Panes, region: QWidget) -> None:
    if region is panes.list_pane and panes.list is not None:
        panes.list.focus_first()
    elif panes.detail is not None:
        panes.detail.focus_first()
    else:
        panes.empty.setFocus(Qt.FocusReason.ShortcutFocusReason)
