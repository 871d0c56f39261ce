"""A working day in windows: enrol, work without network, sync, and what the coordinator sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QListView

from wijkdesk.domain.values import ActionKind, BarrierDomain, By
from wijkdesk.i18n import Words
from wijkdesk.ui.theme.theme import Theme
from wijkdesk.ui.tour.hand import Hand, Lost
from wijkdesk.ui.tour.walk import Diary, Steps, Walk
from wijkdesk.ui.window import Window

WHO = "Ruben da Costa"
"""The port forwarder of the demonstration (resources/demo/town.toml)."""
SEVERITY = 2
CONSEQUENCE = "Kan pas rustig werken als de post op orde is."
STEP = "Samen naar het spreekuur van de schuldhulp"
TOLD = "Hij brengt vrijdag de brieven mee. Het logistieke bedrijf belde hem terug."


@dataclass(frozen=True)
class Way:
    """What lies outside the windows: central's address and codes, and whether it answers."""

    server: str
    invite: Callable[[str], str]
    online: Callable[[], None]
    offline: Callable[[], None]
    passphrase: str


class Day:
    """The steps of one person's day in one window."""

    def __init__(self, words: Words, theme: Theme, diary: Diary, way: Way, window: Window) -> None:
        self.words, self.theme, self.diary, self.way = words, theme, diary, way
        self.window, self.hand = window, Hand(window)

    def consultant(self) -> None:
        """Walk the main job of a consultant."""
        self._walk(
            [
                ("enrol", self.enrol("consultant")),
                ("caseload", self.caseload()),
                ("offline", self.offline()),
                ("search", self.search()),
                ("client", self.client()),
                ("barrier-form", self.barrier_form()),
                ("barrier", self.barrier()),
                ("action-form", self.action_form()),
                ("action", self.action()),
                ("contact", self.contact()),
                ("waiting", self.waiting()),
                ("sync", self.sync()),
                ("plan", self.plan()),
                ("save-plan", self.save_plan()),
            ]
        )

    def coordinator(self) -> None:
        """See as a coordinator what the consultant did."""
        self.way.online()
        self._walk([("enrol-coordinator", self.enrol("coordinator")), ("team", self.team())])

    def _walk(self, steps: list[tuple[str, Steps]]) -> None:
        Walk(self.diary, self.window, self.theme, steps)

    # The steps -----------------------------------------------------------------------------------

    def enrol(self, role: str) -> Steps:
        """Make the desk with a one-time code and a passphrase."""
        words, hand = self.words, self.hand
        hand.write(words("Adres van het centrale systeem"), self.way.server)
        hand.write(words("Code"), self.way.invite(role))
        hand.write(words("Nieuwe wachtzin"), self.way.passphrase)
        hand.write(words("Nog een keer dezelfde wachtzin"), self.way.passphrase)
        hand.press(words("Bureau maken"))
        kept = words("Ik heb de code bewaard")
        yield lambda: hand.sees(kept) is not None
        hand.press(kept)
        hand.press(words("Verder"))
        yield lambda: self.window.frame is not None
        yield lambda: self.hand.sees(words("Wachtrij")) is not None

    def caseload(self) -> Steps:
        """The clients arrive."""
        yield lambda: self._rows() > 0

    def offline(self) -> Steps:
        """From here on there is no network, and the window says so in words."""
        self.way.offline()
        yield self.hand.ready
        self.hand.keys("Ctrl+Shift+S")
        yield lambda: self.hand.sees(self.words("Offline")) is not None

    def search(self) -> Steps:
        """Find a client while typing."""
        yield self.hand.ready
        self.hand.keys("Ctrl+F")
        yield lambda: isinstance(self.hand.focus(), QLineEdit)
        self.hand.types("rub cos")
        yield lambda: self._rows() == 1

    def client(self) -> Steps:
        """Open the client that was found."""
        self.hand.keys("Ctrl+F")
        yield lambda: isinstance(self.hand.focus(), QLineEdit)
        self.hand.keys("Down")
        self.hand.keys("Return")
        yield lambda: self.hand.reads(WHO)

    def barrier_form(self) -> Steps:
        """Fill in debts, with a level and what they mean for work."""
        words, hand = self.words, self.hand
        yield hand.ready
        hand.keys("Ctrl+B")
        yield lambda: hand.sees(words.field("domain"), QComboBox) is not None
        hand.choose(words.field("domain"), words.term(BarrierDomain.SCHULDEN))
        level = f"{words.field('severity')}: {SEVERITY}"
        yield lambda: hand.sees(level) is not None
        hand.press(level)
        hand.write(words("Wat betekent dit voor werk?"), CONSEQUENCE)
        yield hand.ready

    def barrier(self) -> Steps:
        """Save the barrier: it is in the dossier, and waits to be sent."""
        self.hand.keys("Ctrl+Return")
        question = self.words("Wat betekent dit voor werk?")
        yield lambda: self.hand.sees(question) is None
        yield lambda: self.hand.reads(CONSEQUENCE) and self.hand.reads(self.words("Te versturen"))

    def action_form(self) -> Steps:
        """Fill in a step that works on the debts."""
        words, hand = self.words, self.hand
        yield hand.ready
        hand.keys("Ctrl+J")
        yield lambda: hand.sees(words.field("title")) is not None
        hand.write(words.field("title"), STEP)
        hand.press(f"{words.field('by')}: {words.term(By.CONSULENT)}")
        hand.press(f"{words('Soort hulp')}: {words.term(ActionKind.SCHULDHULPVERLENING)}")
        hand.press(f"{words('Voor welke belemmering?')}: {words.term(BarrierDomain.SCHULDEN)}")
        yield hand.ready

    def action(self) -> Steps:
        """Save the step."""
        self.hand.keys("Ctrl+Return")
        yield lambda: self.hand.sees(self.words.field("title")) is None
        yield lambda: self.hand.reads(STEP)

    def contact(self) -> Steps:
        """Record a contact moment with the keyboard alone."""
        hand = self.hand
        yield self.hand.ready
        hand.keys("Ctrl+N")
        yield lambda: hand.focus() is not None and not isinstance(hand.focus(), QListView)
        hand.types(TOLD)
        yield hand.ready
        hand.keys("Ctrl+Return")
        yield lambda: hand.reads(TOLD)

    def waiting(self) -> Steps:
        """See what waits to be sent."""
        self.hand.press(self.words("Wachtrij"))
        yield lambda: self.hand.reads(WHO)

    def sync(self) -> Steps:
        """With network again: send what waits."""
        self.way.online()
        yield self.hand.ready
        self.hand.keys("Ctrl+Shift+S")
        yield lambda: self.hand.reads(self.words("Alles is verstuurd."))

    def plan(self) -> Steps:
        """See the plan van aanpak before it is saved."""
        self.hand.press(self.words("Caseload"))
        yield lambda: self._rows() == 1
        yield from self.client()
        yield self.hand.ready
        self.hand.keys("Ctrl+P")
        save = self.words("Opslaan als PDF")
        yield lambda: (found := self.hand.sees(save)) is not None and found.isEnabled()

    def save_plan(self) -> Steps:
        """Save the plan as PDF."""
        file = self.diary.out / "plan.pdf"
        file.unlink(missing_ok=True)
        self.hand.press(self.words("Opslaan als PDF"))
        yield lambda: self.hand.dialog(QFileDialog) is not None
        dialog = self.hand.dialog(QFileDialog)
        line = dialog.findChild(QLineEdit) if dialog is not None else None
        if line is None:
            raise Lost("QFileDialog")
        line.selectAll()
        QTest.keyClicks(line, str(file))
        QTest.keyClick(line, Qt.Key.Key_Return)
        yield file.exists

    def team(self) -> Steps:
        """See in the short list of the area what the consultant just did."""
        self.hand.press(self.words("Team"))
        yield lambda: self.hand.shows(WHO)
        self.hand.write(self.words("Zoek in deze lijst"), WHO)
        yield lambda: self.hand.shows(self.words("vandaag"))

    def _rows(self) -> int:
        found = self.hand.sees(self.words("Klanten"), QListView)
        return found.model().rowCount() if isinstance(found, QListView) else 0


def type_passphrase(window: Window, passphrase: str) -> None:
    """Type the passphrase of a demonstration for its visitor."""
    field = next((one for one in window.findChildren(QLineEdit) if one.isVisible()), None)
    if field is not None:
        QTest.keyClicks(field, passphrase)
        QTest.keyClick(field, Qt.Key.Key_Return)
