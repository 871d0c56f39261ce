"""Ask something over the page before an act is done, such as why: a reason from a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from wijkdesk.errors import Trouble
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.choosing import ChoiceField
from wijkdesk.ui.widgets.field import Field
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.layout import Page, edged

WIDTH = 520
EDGES = 6
REASON = "reason"


class AskDialog(QDialog):
    """A few fields over the page; `asked(values)`, then `accept` or `refuse` it."""

    asked = Signal(dict)
    lock_asked = Signal()

    def __init__(
        self,
        look: Look,
        title: str,
        about: str,
        fields: Iterable[Field],
        parent: QWidget,
        *,
        save: str,
    ) -> None:
        super().__init__(parent.window())
        self._before = QApplication.focusWidget()
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = edged(look, self, gap="", pad="")
        whole.setContentsMargins(1, 1, 1, 1)
        page = Page(look, ground="surface", pad="xl")
        whole.addWidget(page)
        self.form = Form(look, title, fields, save=save)
        page.body.addWidget(self.form)
        page.body.addStretch(1)
        if about:
            self.form.explain(about)
        self.form.asked.connect(self.asked)
        self.form.cancelled.connect(self.reject)
        self.form.titled.connect(self.setWindowTitle)
        self._room, self._page, self._width = parent.window(), page, look.theme.px(WIDTH)
        self.finished.connect(self._give_back)
        # The keys of the window do not reach a window over it; the lock must.
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock_asked.emit)
        self.open()
        next(iter(self.form.fields.values())).take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as what is in it, now that it has its looks, or as the window."""
        super().showEvent(event)
        room = self._room.size()
        width = min(self._width, room.width() - 24)
        needed = self._page.body.totalHeightForWidth(width - EDGES) + EDGES
        self.resize(width, min(needed, room.height()))

    def refuse(self, trouble: Trouble) -> None:
        """Say why it is not done."""
        self.form.refuse(trouble)

    def _give_back(self) -> None:
        before = self._before
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)


class ReasonDialog(AskDialog):
    """A reason, with fields before and after it."""

    def __init__(
        self,
        look: Look,
        title: str,
        about: str,
        reasons: Sequence[tuple[str, str]],
        parent: QWidget,
        *,
        save: str,
        before: Iterable[Field] = (),
        after: Iterable[Field] = (),
    ) -> None:
        why = ChoiceField(
            look, REASON, look.words("Waarom?"), reasons, required=True, below=True,
            hint=look.words("De reden komt in het logboek. De klant kan die zien."),
        )  # fmt: skip
        super().__init__(look, title, about, [*before, why, *after], parent, save=save)
