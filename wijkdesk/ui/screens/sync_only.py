"""What is shown when the desk opens for syncing only: why, and the one thing that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt

from wijkdesk.caseload.lease import Lease, LeaseState
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Screen
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Page, column

if TYPE_CHECKING:
    from wijkdesk.caseload.touched import Touched


class SyncOnly(Screen):
    """The lease is over, or the clock was set back; a sync opens the desk again."""

    place: ClassVar[str] = "page"

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        words = self.words
        page = Page(around)
        column(around, self, gap="").addWidget(page)
        page.body.addWidget(Label(self.title, "h1", wrap=True))
        card = Card(around)
        self._why = Label("", wrap=True)
        self._safe = Label(words("Wat u hebt vastgelegd, staat er nog."), "good", wrap=True)
        self._safe.lead(around, "check-circle", "accent_text", 20)
        self.sync = Button(
            around, words("Nu synchroniseren"), "primary", icon="arrows-clockwise",
            keys="Ctrl+Shift+S",
        )  # fmt: skip
        self.sync.clicked.connect(lambda: self.asked.emit("sync"))
        help_ = Label(
            words("Lukt het niet? Kijk of u internet hebt, of bel uw beheerder."),
            "muted",
            wrap=True,
        )
        for part in (self._why, self._safe):
            card.body.addWidget(part)
        card.body.addWidget(self.sync, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(help_)
        page.body.addWidget(card)
        page.body.addStretch(1)

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Eerst synchroniseren")

    def load(self) -> None:
        """Ask how the lease stands, and say why the desk is closed for work."""
        desk = self.around.desk
        self.around.background.run(self, lambda: Lease(desk), self._show, only_latest="lease")

    def look_again(self, touched: Touched) -> None:
        """Say anew how it stands after a sync."""
        if self.isVisible():
            self.load()

    def focus_first(self) -> None:
        """Put the focus on what helps."""
        self.sync.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, lease: Lease) -> None:
        words = self.words
        if lease.state is LeaseState.CLOCK_BACK:
            told = words(
                "De klok van deze laptop staat ongeveer {n} uur terug. Zet hem goed, of "
                "synchroniseer: dan neemt WijkDesk de tijd van het centrale systeem.",
                n=lease.hours_back,
            )
        else:
            told = words(
                "Deze laptop heeft te lang geen contact gehad met het centrale systeem. Na één "
                "keer synchroniseren kunt u weer verder."
            )
        self._why.say(told)
