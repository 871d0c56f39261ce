"""The way back: a code or the administrator's answer opens a desk of which nobody has the key.

Brought when somebody asks for it; nothing here stands before the first paint.
"""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wijkdesk.errors import Trouble, UserError
from wijkdesk.ui.look import Look
from wijkdesk.ui.way_in import WayIn, WayInForm
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.field import LineField
from wijkdesk.ui.widgets.files import ask_file, ask_new_file
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.kept_code import KeptCode
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column, ground, row
from wijkdesk.ui.widgets.passphrase import NewPassphrase

if TYPE_CHECKING:
    from wijkdesk.ui.background import Background

REQUEST, ANSWER = ".wijkdesk-verzoek", ".wijkdesk-antwoord"


class WithCode(WayInForm):
    """A new passphrase with the recovery code: `asked(code, passphrase)`."""

    asked = Signal(str, object)
    back = Signal()

    def __init__(self, look: Look, shortest: int) -> None:
        words = look.words
        self._code = LineField(
            look,
            "code",
            words("Herstelcode"),
            hint=words("Van het blad dat u bij het maken van uw bureau hebt bewaard."),
            required=True,
        )
        self._new = NewPassphrase(look, shortest)
        form = Form(
            look,
            words("Kies een nieuwe wachtzin"),
            [self._code, *self._new.fields],
            save=words("Bureau openen"),
            cancel=False,
        )
        super().__init__(look, form)
        self._new.second.add(self.show_typed(self._new.fields))
        form.asked.connect(self._ask)
        self.offer([_way_back(self)])
        self.first = self._code.edit

    def _ask(self, values: dict[str, str]) -> None:
        try:
            passphrase = self._new.taken()
        except UserError as trouble:
            self.refuse(trouble)
            return
        self.wait(self.look.words("Het bureau krijgt een nieuwe sleutel…"))
        self.asked.emit(values["code"], passphrase)


class WithAdministrator(WayInForm):
    """A file for the administrator, and the answer that comes back with a new passphrase.

    `requested(file)` asks to write the request, `asked(file, passphrase)` to open with the answer.
    """

    requested = Signal(str)
    asked = Signal(str, object)
    back = Signal()

    def __init__(self, look: Look, shortest: int) -> None:
        words = look.words
        self.dialog: QFileDialog | None = None
        self._answer = LineField(
            look, "answer", words("Bestand met het antwoord"), required=True, longest=4000
        )
        find = Button(look, words("Bestand kiezen"), icon="folder-open")
        find.clicked.connect(self._find_answer)
        beside = row(look)
        beside.addWidget(find)
        beside.addStretch(1)
        line = QWidget()
        line.setLayout(beside)
        self._answer.add(line)
        self._new = NewPassphrase(look, shortest)
        form = Form(
            look,
            words("Stap 2: open uw bureau met het antwoord"),
            [self._answer, *self._new.fields],
            save=words("Bureau openen"),
            cancel=False,
        )
        super().__init__(look, form)
        self._new.second.add(self.show_typed(self._new.fields))
        form.asked.connect(self._ask)
        self.request = Button(look, words("Verzoek opslaan"), "primary", icon="download-simple")
        self.request.clicked.connect(self._choose_request)
        self.banner = Banner(look, closable=False)
        self.inside.insertWidget(1, self._first_step())
        self.offer([_way_back(self)])
        self.first = self.request

    def say_saved(self, file: str) -> None:
        """Say that the request is written, and what to do with it."""
        told = self.look.words(
            "Bewaard: {file}. Geef dit bestand aan uw beheerder. Die belt u om te horen of u het "
            "zelf bent.",
            file=file,
        )
        self.banner.say(told, "info")

    def refuse_request(self, trouble: Trouble) -> None:
        """Say why the request could not be written."""
        self.banner.say(self.look.words.trouble(trouble), "danger")

    def _first_step(self) -> QWidget:
        words, first = self.look.words, QWidget()
        lines = column(self.look, first, gap="m")
        lines.addWidget(Label(words("Stap 1: vraag uw beheerder om hulp"), "h2", wrap=True))
        about = words(
            "Sla het verzoek op en geef het aan uw beheerder. In het verzoek staat niets over uw "
            "klanten."
        )
        lines.addWidget(Label(about, "muted", wrap=True))
        lines.addWidget(self.banner)
        lines.addWidget(self.request, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(ground("line"))
        return first

    def _choose_request(self) -> None:
        words = self.look.words
        self.dialog = ask_new_file(
            self, words("Verzoek opslaan"), f"herstel-{token_hex(3)}{REQUEST}",
            words("Verzoek (*{ending})", ending=REQUEST), self.requested.emit,
        )  # fmt: skip

    def _find_answer(self) -> None:
        words = self.look.words
        self.dialog = ask_file(
            self, words("Bestand met het antwoord"), words("Alle bestanden (*)"), self._answer.put
        )

    def _ask(self, values: dict[str, str]) -> None:
        try:
            passphrase = self._new.taken()
        except UserError as trouble:
            self.refuse(trouble)
            return
        self.wait(self.look.words("Het bureau krijgt een nieuwe sleutel…"))
        self.asked.emit(values["answer"], passphrase)


class Closed(WayIn):
    """Says in words why this desk cannot be opened here, and what can be done."""

    back = Signal()
    recover = Signal()
    another = Signal()

    def __init__(
        self,
        look: Look,
        title: str,
        about: str,
        *,
        way_back: bool = False,
        recovery: bool = False,
        shared: bool = False,
    ) -> None:
        words, content = look.words, QWidget()
        lines = column(look, content, gap="m")
        heading = Label(title, "h2", wrap=True)
        lines.addWidget(heading)
        lines.addWidget(Label(about, wrap=True))
        super().__init__(look, content)
        recover = Button(look, words("Terughalen met de beheerder"))
        recover.clicked.connect(self.recover)
        another = Button(look, words("Andere collega"), "ghost")
        another.clicked.connect(self.another)
        wanted = ((recover, recovery), (another, shared), (_way_back(self), way_back))
        offered = [button for button, shown in wanted if shown]
        self.offer(offered)
        if offered:
            self.first = offered[0]


class KeepCode(WayIn):
    """The new recovery code, before the desk is shown; `done` when it is kept."""

    done = Signal()

    def __init__(self, look: Look, background: Background, code: str, person: str) -> None:
        self.code = KeptCode(look, background, code, person)
        super().__init__(look, self.code)
        self.code.done.connect(self.done)
        self.first = self.code.code


def _way_back(screen: WithCode | WithAdministrator | Closed) -> Button:
    button = Button(screen.look, screen.look.words("Terug"), "ghost", icon="caret-left")
    button.clicked.connect(screen.back)
    return button
