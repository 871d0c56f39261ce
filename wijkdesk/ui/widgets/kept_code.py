"""A recovery code that is shown once: big, to print or to save, and ticked when it is kept."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from wijkdesk.errors import Trouble
from wijkdesk.reports.file import write_new
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.files import ask_new_file
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Flow, column, ground
from wijkdesk.ui.widgets.tick import TickBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from wijkdesk.ui.background import Background

ON_A_LINE = 3
"""Groups of the code on a line."""


class KeptCode(QWidget):
    """The code with why it matters; `done` only after the person says that it is kept."""

    done = Signal()

    def __init__(self, look: Look, background: Background, code: str, person: str) -> None:
        super().__init__()
        self.look, self._background = look, background
        words = look.words
        self._code, self._person = code, person
        self.dialog: QFileDialog | QPrintDialog | None = None
        whole = column(look, self, gap="m")
        whole.addWidget(Label(words("Bewaar uw herstelcode"), "h2", wrap=True))
        about = words(
            "Vergeet u uw wachtzin, dan opent deze code uw bureau. U ziet hem alleen nu. Bewaar "
            "hem op papier, niet op deze laptop, en deel hem met niemand."
        )
        whole.addWidget(Label(about, "muted", wrap=True))
        whole.addWidget(self._shown())
        whole.addWidget(self._ways_to_keep())
        self.banner = Banner(look, closable=False)
        whole.addWidget(self.banner)
        self.kept = TickBox(look, words("Ik heb de code bewaard"))
        whole.addWidget(self.kept)
        self.go_on = Button(look, words("Verder"), "primary")
        self.go_on.setEnabled(False)
        self.kept.toggled.connect(self.go_on.setEnabled)
        self.go_on.clicked.connect(self.done)
        whole.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)

    def focus_first(self) -> None:
        """Put the focus on the code, so that it is read out."""
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shown(self) -> QWidget:
        frame = ground("inset")
        self.code = Label(in_lines(self._code), "code")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setAccessibleName(
            self.look.words("Uw herstelcode: {code}", code=self._code.replace("-", " "))
        )
        # Read with the focus on it, and not copied: a clipboard keeps what it was given.
        self.code.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column(self.look, frame, pad="l").addWidget(self.code)
        return frame

    def _ways_to_keep(self) -> QWidget:
        words, bar = self.look.words, QWidget()
        flow = Flow(self.look, bar)
        on_paper = Button(self.look, words("Afdrukken"), icon="printer")
        on_paper.clicked.connect(self._print)
        in_file = Button(
            self.look, words("Opslaan in een bestand"), icon="download-simple",
            about=words("Bijvoorbeeld op een USB-stick die u apart bewaart."),
        )  # fmt: skip
        in_file.clicked.connect(self._choose_file)
        flow.addWidget(on_paper)
        flow.addWidget(in_file)
        return bar

    def text(self) -> str:
        """Return what is printed or saved."""
        words = self.look.words
        lines = (
            words("Herstelcode van WijkDesk"),
            words("Bureau van: {name}", name=self._person) if self._person else "",
            words("Gemaakt op: {day}", day=words.day(self.look.today())),
            "",
            self._code,
            "",
            words(
                "Vergeet u uw wachtzin? Kies op het eerste scherm “Wachtzin vergeten?” en typ "
                "deze code."
            ),
            words("Bewaar dit blad apart van uw laptop. Wie beide heeft, kan uw bureau openen."),
        )
        return "\n".join(lines)

    def _print(self) -> None:
        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: on_paper(self.text(), printer))
        self.dialog = dialog
        # Its own `open` asks for a slot by name.
        dialog.setModal(True)
        dialog.show()

    def _choose_file(self) -> None:
        words = self.look.words
        self.dialog = ask_new_file(
            self, words("Herstelcode opslaan"), f"herstelcode-{token_hex(3)}.txt",
            words("Tekstbestand (*.txt)"), self._save,
        )  # fmt: skip

    def _save(self, chosen: str) -> None:
        file, body = Path(chosen), self.text().encode()

        def saved(_none: None) -> None:
            self.banner.say(self.look.words("Bewaard: {file}.", file=file), "info")

        def failed(trouble: Trouble) -> None:
            self.banner.say(self.look.words.trouble(trouble), "danger")

        self._background.run(self, lambda: write_new(file, body), saved, failed)


def in_lines(code: str) -> str:
    """Return a code in lines of a few groups each, so that it can be big and is copied easily."""
    groups = code.split("-")
    lines = (groups[at : at + ON_A_LINE] for at in range(0, len(groups), ON_A_LINE))
    return "\n".join("-".join(line) for line in lines)


def on_paper(text: str, printer: QPrinter) -> None:
    """Print plain text."""
    document = QTextDocument()
    document.setPlainText(text)
    document.print_(printer)
