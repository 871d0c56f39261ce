"""The way in: unlock the desk with the passphrase, or make the desk with a code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from wijkdesk.errors import Trouble, UserError
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.brand import Brand
from wijkdesk.ui.widgets.field import LineField
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Page, column, row
from wijkdesk.ui.widgets.speech import announce
from wijkdesk.ui.widgets.tick import TickBox

WIDTH = 460


class WayIn(QWidget):
    """A card in the middle with one form, and a bar that says what is going on."""

    def __init__(self, look: Look, form: Form) -> None:
        super().__init__()
        self.look, self.form = look, form
        self.setProperty("ground", "canvas")
        self._page = Page(look, pad="l")
        column(look, self, gap="").addWidget(self._page)
        card = QFrame()
        card.setProperty("ground", "card")
        inside = column(look, card, gap="l", pad="xl")
        inside.addWidget(Brand(look, large=True))
        inside.addWidget(form)
        self._bar = QProgressBar(maximum=0, textVisible=False)
        self._doing = Label("", "small", wrap=True)
        inside.addWidget(self._bar)
        inside.addWidget(self._doing)
        foot = Label(look.words("Alles op dit apparaat is versleuteld."), "caption", wrap=True)
        foot.setProperty("alignment", "AlignCenter")
        # Stretches and not an alignment: an aligned card is measured at the width of the page, and
        # gets too little height for the lines its text really takes.
        middle = row(look, gap="")
        middle.addStretch(1)
        middle.addWidget(card, 1000)
        middle.addStretch(1)
        self._page.body.addStretch(1)
        self._page.body.addLayout(middle)
        self._page.body.addWidget(foot)
        self._page.body.addStretch(2)
        look.theme.follow(card, lambda: card.setMaximumWidth(look.theme.px(WIDTH)))
        self.wait("")

    def wait(self, doing: str) -> None:
        """Say what is going on; nothing when it is done."""
        for widget in (self._bar, self._doing):
            widget.setVisible(bool(doing))
        self._bar.setAccessibleName(doing)
        self._doing.say(doing)
        self.form.setEnabled(not doing)
        if doing:
            announce(self, doing)

    def refuse(self, trouble: Trouble) -> None:
        """Say why the person does not get in."""
        self.wait("")
        self.form.refuse(trouble)

    def _show_typed(self, fields: tuple[LineField, ...]) -> TickBox:
        box = TickBox(self.look, self.look.words("Laat zien wat ik typ"))

        def turn(on: bool) -> None:
            for field in fields:
                field.show_typed(on)

        box.toggled.connect(turn)
        return box


class Unlock(WayIn):
    """`asked(passphrase)` as a bytearray, which whoever takes it overwrites."""

    asked = Signal(object)

    def __init__(self, look: Look, person: str = "") -> None:
        words = look.words
        self._field = LineField(
            look, "passphrase", words("Wachtzin"), required=True, hidden=True, longest=1000
        )
        self._field.missing = words("Typ uw wachtzin.")
        title = words("Goedendag, {name}", name=person) if person else words("Ontgrendel uw bureau")
        form = Form(look, title, [self._field], save=words("Ontgrendelen"), cancel=False)
        super().__init__(look, form)
        self._field.add(self._show_typed((self._field,)))
        self._field.edit.returnPressed.connect(form.check_and_ask)
        form.asked.connect(self._ask)
        self._field.edit.setFocus()

    def refuse(self, trouble: Trouble) -> None:
        """Say why, at the passphrase, and begin anew."""
        if trouble.field is None and isinstance(trouble, UserError):
            trouble = UserError(trouble.code, field="passphrase", **trouble.values)
        super().refuse(trouble)
        self._field.edit.selectAll()

    def _ask(self, values: dict[str, str]) -> None:
        passphrase = bytearray(values["passphrase"].encode())
        self._field.put("")
        self.wait(self.look.words("Het bureau gaat open…"))
        self.asked.emit(passphrase)


class Enrol(WayIn):
    """Makes the desk: `asked(server, code, passphrase)`; the passphrase is a bytearray."""

    asked = Signal(str, str, object)

    def __init__(self, look: Look, server: str = "", shortest: int = 14) -> None:
        words = look.words
        self._shortest = shortest
        self._server = LineField(
            look,
            "server",
            words("Adres van het centrale systeem"),
            hint=words("Staat in de brief van uw beheerder. Het begint met https://"),
            required=True,
        )
        self._code = LineField(
            look,
            "code",
            words("Code"),
            hint=words("De code uit de brief. U kunt hem één keer gebruiken."),
            required=True,
        )
        self._first = LineField(
            look,
            "passphrase",
            words("Nieuwe wachtzin"),
            hint=words(
                "Ten minste {n} tekens. Een paar losse woorden achter elkaar is sterk en goed te "
                "onthouden.",
                n=shortest,
            ),
            required=True,
            hidden=True,
            longest=1000,
        )
        self._second = LineField(
            look,
            "passphrase_again",
            words("Nog een keer dezelfde wachtzin"),
            required=True,
            hidden=True,
            longest=1000,
        )
        fields = (self._server, self._code, self._first, self._second)
        title = words("Maak uw bureau op deze laptop")
        form = Form(look, title, fields, save=words("Bureau maken"), cancel=False)
        super().__init__(look, form)
        self._second.add(self._show_typed((self._first, self._second)))
        self._server.put(server)
        form.asked.connect(self._ask)
        (self._code if server else self._server).edit.setFocus()

    def _ask(self, values: dict[str, str]) -> None:
        first, second = self._first.raw(), self._second.raw()
        if len(first) < self._shortest:
            shortest = self._shortest
            self.refuse(UserError("passphrase_too_short", field="passphrase", shortest=shortest))
            return
        if first != second:
            self.refuse(UserError("passphrases_differ", field="passphrase_again"))
            return
        self.wait(self.look.words("Uw sleutels worden gemaakt en uw klanten opgehaald…"))
        self.asked.emit(values["server"], values["code"], bytearray(first.encode()))

    def forget(self) -> None:
        """Empty the passphrases: the desk is made."""
        self._first.put("")
        self._second.put("")
