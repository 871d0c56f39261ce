"""The burgerservicenummer on the client's page: masked, and shown for a short while on a reason."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from wijkdesk.policy.parameters import parameter
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import row
from wijkdesk.ui.widgets.speech import announce

MASK = "••• ••• •••"


class Bsn(QWidget):
    """`asked` when the number is to be shown; `reveal(number)` shows it, and time hides it."""

    asked = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._words = around.words
        line = row(around, self, gap="s")
        self.text = Label("", "muted")
        line.addWidget(self.text)
        self.button = Button(around, "", "ghost")
        self.button.clicked.connect(self._turn)
        line.addWidget(self.button)
        line.addStretch(1)
        seconds = parameter("bsn_seconds", around.today()).value
        self.clock = QTimer(self, singleShot=True, interval=seconds * 1000)
        self.clock.timeout.connect(self.conceal)
        self.conceal()

    @property
    def shown(self) -> bool:
        """Whether the number can be read."""
        return self.clock.isActive()

    def reveal(self, number: str) -> None:
        """Show the number for a while, and have it read out."""
        self.clock.start()
        told = " ".join((number[:3], number[3:6], number[6:]))
        self._say(told, self._words("Verberg"), self._words("Verberg het burgerservicenummer"))
        spoken = self._words("Burgerservicenummer: {bsn}", bsn=" ".join(number))
        self.text.setAccessibleName(spoken)
        announce(self, spoken)

    def conceal(self) -> None:
        """Hide the number."""
        self.clock.stop()
        self._say(MASK, self._words("Toon"), self._words("Toon het burgerservicenummer"))
        self.text.setAccessibleName(self._words("Burgerservicenummer, niet te zien"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Hide the number when the page is left."""
        super().hideEvent(event)
        self.conceal()

    def _say(self, number: str, text: str, name: str) -> None:
        self.text.say(self._words("BSN {number}", number=number))
        self.button.say(text, name)

    def _turn(self) -> None:
        if self.shown:
            self.conceal()
        else:
            self.asked.emit()
