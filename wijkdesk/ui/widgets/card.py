"""A card: a surface with a heading, a few words beside it, at most one act, and a body."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Flow, column, row
from wijkdesk.ui.widgets.speech import speaks_as


class Card(QFrame):
    """A titled surface; fill `.body` (a column). `act` is a button at the right of the title."""

    def __init__(
        self, look: Look, title: str = "", about: str = "", act: Button | None = None
    ) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        speaks_as(self, "Grouping")
        self.setAccessibleName(title)
        whole = column(look, self, gap="m", pad="l")
        self._about = Label(about, "small")
        if title:
            head = row(look)
            titles = QWidget()
            flow = Flow(look, titles)
            flow.addWidget(Label(title, "h3"))
            flow.addWidget(self._about)
            head.addWidget(titles, 1)
            if act is not None:
                head.addWidget(act)
            whole.addLayout(head)
        self.body = column(look, gap="m")
        whole.addLayout(self.body)

    def tell(self, about: str) -> None:
        """Show other words beside the title."""
        self._about.say(about)
