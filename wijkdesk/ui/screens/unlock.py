"""The way in: unlock the desk with the passphrase, or make the desk with a code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from wijkdesk.errors import Trouble, UserError
from wijkdesk.ui.look import Look
from wijkdesk.ui.way_in import WayInForm
from wijkdesk.ui.widgets.button import Button, Choices
from wijkdesk.ui.widgets.field import LineField
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.passphrase import LONGEST, NewPassphrase


class Unlock(WayInForm):
    """`asked(passphrase)` as a bytearray, which whoever takes it overwrites.

    `desks` are the desks on this laptop as (what `chosen` says, name), when there are more than
    one, and `here` is this one. `another` asks for the desk of one more colleague.
    """

    asked = Signal(object)
    chosen = Signal(object)
    forgotten = Signal()
    another = Signal()

    def __init__(
        self,
        look: Look,
        person: str = "",
        desks: Sequence[tuple[object, str]] = (),
        here: object = None,
        *,
        shared: bool = False,
    ) -> None:
        words = look.words
        self._field = LineField(
            look, "passphrase", words("Wachtzin"), required=True, hidden=True, longest=LONGEST
        )
        self._field.missing = words("Typ uw wachtzin.")
        title = words("Goedendag, {name}", name=person) if person else words("Ontgrendel uw bureau")
        form = Form(look, title, [self._field], save=words("Ontgrendelen"), cancel=False)
        super().__init__(look, form)
        self._field.add(self.show_typed((self._field,)))
        self._field.edit.returnPressed.connect(form.check_and_ask)
        form.asked.connect(self._ask)
        if len(desks) > 1:
            who = Choices(look, words("Wie bent u?"), desks)
            who.choose(here)
            who.chosen.connect(self.chosen)
            self.inside.insertWidget(1, Label(words("Wie bent u?"), "strong"))
            self.inside.insertWidget(2, who)
        forgotten = Button(look, words("Wachtzin vergeten?"), "ghost")
        forgotten.clicked.connect(self.forgotten)
        another = Button(look, words("Andere collega"), "ghost")
        another.clicked.connect(self.another)
        self.offer([forgotten, another] if shared else [forgotten])
        self.first = self._field.edit
        self.first.setFocus()

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


class Enrol(WayInForm):
    """Makes the desk: `asked(server, code, passphrase)`; the passphrase is a bytearray."""

    asked = Signal(str, str, object)
    back = Signal()

    def __init__(
        self, look: Look, server: str = "", shortest: int = 14, *, way_back: bool = False
    ) -> None:
        words = look.words
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
        self._new = NewPassphrase(look, shortest)
        fields = (self._server, self._code, *self._new.fields)
        title = words("Maak uw bureau op deze laptop")
        form = Form(look, title, fields, save=words("Bureau maken"), cancel=False)
        super().__init__(look, form)
        self._new.second.add(self.show_typed(self._new.fields))
        self._server.put(server)
        form.asked.connect(self._ask)
        if way_back:
            back = Button(look, words("Terug"), "ghost")
            back.clicked.connect(self.back)
            self.offer([back])
        self.first = (self._code if server else self._server).edit
        self.first.setFocus()

    def _ask(self, values: dict[str, str]) -> None:
        try:
            passphrase = self._new.taken()
        except UserError as trouble:
            self.refuse(trouble)
            return
        self.wait(self.look.words("Uw sleutels worden gemaakt en uw klanten opgehaald…"))
        self.asked.emit(values["server"], values["code"], passphrase)

    def forget(self) -> None:
        """Empty the passphrases: the desk is made."""
        self._new.forget()
