"""The status bar: online or not, what waits, the last sync or how far the one going on is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label, set_look
from wijkdesk.ui.widgets.layout import row

BETWEEN = " · "
RECENT = timedelta(hours=24)
WIDE = 1180
"""From this width, at 100 %, there is room for the hints."""


@dataclass(frozen=True)
class Standing:
    """How this desk stands to central; `online` is None as long as nobody tried."""

    online: bool | None = None
    waiting: int = 0
    answers: int = 0
    versions: int = 0
    last_sync: datetime | None = None


class StatusBar(QFrame):
    """Says `opened` (the queue is asked for), `sync_asked` and `stop_asked`."""

    opened = Signal()
    sync_asked = Signal()
    stop_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._standing, self._shared, self._progress = Standing(), False, ""
        self._width, self._told, self._lent = WIDE, False, False
        self.setProperty("ground", "status")
        line = row(look, self, gap="s", pad="xs")
        self.queue = Button(look, "", "status", icon="cloud-slash")
        self.queue.clicked.connect(self.opened)
        line.addWidget(self.queue)
        line.addStretch(1)
        self._hint = Label(look.words("F1 sneltoetsen"), "caption")
        line.addWidget(self._hint)
        self._sealed = Label(look.words("Versleuteld op dit apparaat"), "caption")
        self._sealed.lead(look, "lock", "muted", 16)
        line.addSpacing(look.theme.space("s"))
        line.addWidget(self._sealed)
        self.sync = Button(
            look, look.words("Nu synchroniseren"), "ghost", icon="arrows-clockwise",
            keys="Ctrl+Shift+S",
        )  # fmt: skip
        self.sync.clicked.connect(self.sync_asked)
        line.addWidget(self.sync)
        self.stop = Button(look, look.words("Stoppen"), "ghost", icon="stop-circle")
        self.stop.clicked.connect(self._stop)
        self.stop.hide()
        line.addWidget(self.stop)
        self.show_standing(self._standing)
        look.theme.changed.connect(lambda: self.show_standing(self._standing))

    @property
    def standing(self) -> Standing:
        """How this desk stands to central, as it is shown."""
        return self._standing

    def show_standing(self, standing: Standing) -> None:
        """Show how this desk stands to central."""
        self._standing = standing
        self.queue.show_icon("cloud-check" if standing.online else "cloud-slash")
        parts = [self._connection(), *([] if self._shared else self._counts()), self._moment()]
        text, about = BETWEEN.join(parts), self._look.words("Opent de wachtrij")
        self._make_room(text)
        lines = self._in_lines(parts)
        self.queue.say("\n ".join(lines), f"{text}. {about}")
        set_look(self.queue, "lines", str(len(lines)))
        calm = standing.online is not False and not standing.waiting and not standing.answers
        set_look(self.queue, "tone", "quiet" if calm else "warn")

    def show_busy(self, busy: bool) -> None:
        """Say that a sync is going on."""
        words = self._look.words
        self._keep_focus(busy)
        if not busy:
            self._progress = ""
            self.stop.hide()
            self.stop.say(words("Stoppen"))
            self.sync.show()
        self.sync.setEnabled(not busy)
        self.sync.say(words("Bezig…") if busy else words("Nu synchroniseren"))
        self._fit()
        if self.sync.isEnabled() and self._lent:
            self.sync.setFocus(Qt.FocusReason.OtherFocusReason)
            self._lent = False
        self.show_standing(self._standing)

    def show_progress(self, text: str) -> None:
        """Show how far the sync is that is going on."""
        self._progress = text
        self.show_standing(self._standing)

    def offer_stop(self) -> None:
        """Offer to stop the sync that is going on."""
        self.sync.hide()
        self.stop.show()

    def _stop(self) -> None:
        """Ask to stop; the request under way is finished first."""
        self.stop.say(self._look.words("Stopt…"))
        self._fit()
        self.stop_asked.emit()

    def _keep_focus(self, busy: bool) -> None:
        """Lend the queue the focus that a button would lose, until there is a sync to press."""
        if busy and self.sync.hasFocus():
            self._lent = True
            self.queue.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not busy:
            self._lent = self.stop.hasFocus() or (self._lent and self.queue.hasFocus())

    def share(self, on: bool) -> None:
        """Hide the counts while a client looks along."""
        self._shared = on
        self.show_standing(self._standing)

    def make_narrow(self, width: int) -> None:
        """Leave out the hints when there is no room for them; `width` is at 100 %."""
        self._width, self._told = width, True
        self._fit()
        self.show_standing(self._standing)

    def _fit(self) -> None:
        for button in (self.sync, self.stop):
            button.setText("" if self._width < 700 else " " + button.accessibleName())

    def _make_room(self, text: str) -> None:
        """Show the hints as far as there is room for them beside this text."""
        for least, label in ((WIDE, self._hint), (1000, self._sealed)):
            label.setVisible(self._width >= least)
            if self._told and self._needs(text) > self._room():
                label.hide()

    def _in_lines(self, parts: list[str]) -> list[str]:
        """Return the parts on one line, or on as many as it takes to show them all."""
        lines = parts[:1]
        for part in parts[1:]:
            longer = f"{lines[-1]}{BETWEEN}{part}"
            if self._told and self._needs(longer) > self._room():
                lines.append(part)
            else:
                lines[-1] = longer
        return lines

    def _needs(self, text: str) -> int:
        metrics = self.queue.fontMetrics()
        widest = max(metrics.horizontalAdvance(line) for line in self.queue.text().split("\n"))
        return self.queue.sizeHint().width() - widest + metrics.horizontalAdvance(f" {text}")

    def _room(self) -> int:
        """Return the pixels there are for the queue beside what else is shown."""
        others = [self._hint, self._sealed, self.stop if self.sync.isHidden() else self.sync]
        shown = [one.sizeHint().width() for one in others if not one.isHidden()]
        gap, edge = self._look.theme.space("s"), self._look.theme.space("xs")
        # Between each two, one more before the lock, and the stretch.
        gaps = (len(shown) + 2) * gap
        return round(self._width * self._look.theme.scale) - sum(shown) - gaps - 2 * edge

    def _moment(self) -> str:
        """Return how far this sync is, or when the last one was."""
        if not self._progress:
            return self._last()
        # Counts are not for a client who looks along.
        return self._look.words("Bezig met synchroniseren") if self._shared else self._progress

    def _connection(self) -> str:
        words = self._look.words
        if self._standing.online is None:
            return words("Verbinding nog niet bekend")
        return words("Online") if self._standing.online else words("Offline")

    def _counts(self) -> list[str]:
        words, now = self._look.words, self._standing
        counts = []
        if now.waiting:
            counts.append(
                words.count(now.waiting, "{n} wijziging wacht", "{n} wijzigingen wachten")
            )
        else:
            counts.append(words("Niets te versturen"))
        if now.answers:
            counts.append(words.count(now.answers, "{n} antwoord", "{n} antwoorden"))
        if now.versions:
            counts.append(
                words.count(now.versions, "{n} keer twee versies", "{n} keer twee versies")
            )
        return counts

    def _last(self) -> str:
        words, last = self._look.words, self._standing.last_sync
        if last is None:
            return words("Nog niet gesynchroniseerd")
        recent = self._look.now() - last <= RECENT
        when = self._look.near_moment(last) if recent else words.moment(last)
        return words("Laatst bijgewerkt: {when}", when=when)
