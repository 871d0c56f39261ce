"""Change the passphrase of this desk, in a sheet; a new recovery code is shown once."""

from __future__ import annotations

from typing import ClassVar

from wijkdesk.errors import Trouble, UserError
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Screen
from wijkdesk.ui.widgets.field import LineField
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.kept_code import KeptCode
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column
from wijkdesk.ui.widgets.passphrase import LONGEST, NewPassphrase

CURRENT = "current"


class ChangePassphrase(Screen):
    """Asks for the passphrase of now and twice for a new one; nothing of it is ever a draft."""

    place: ClassVar[str] = "sheet"

    def __init__(self, around: Surroundings, shortest: int) -> None:
        super().__init__(around)
        words = self.words
        self._lines = column(around, self, gap="l")
        self._old = LineField(
            around, CURRENT, words("Wachtzin van nu"), required=True, hidden=True, longest=LONGEST
        )
        self._new = NewPassphrase(around, shortest)
        self.form = Form(
            around, self.title, [self._old, *self._new.fields], save=words("Veranderen")
        )
        self.form.asked.connect(self._ask)
        self.form.cancelled.connect(self.finished)
        self.form.titled.connect(self.titled)
        self._doing = Label(words("Het bureau krijgt een nieuwe sleutel…"), "small", wrap=True)
        self._doing.hide()
        self.code: KeptCode | None = None
        self._lines.addWidget(self.form)
        self._lines.addWidget(self._doing)

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Wachtzin veranderen")

    def focus_first(self) -> None:
        """Put the focus in the first field."""
        self._old.take_focus()

    def _ask(self, _values: dict[str, str]) -> None:
        try:
            new = self._new.taken()
        except UserError as trouble:
            self.form.refuse(trouble)
            return
        desk, old = self.around.desk, bytearray(self._old.raw().encode())
        self._doing.show()
        self.around.background.run(
            self, lambda: desk.change_passphrase(old, new), self._changed, self._refuse
        )

    def _changed(self, code: str) -> None:
        for field in (self._old, *self._new.fields):
            field.put("")
        self.form.done()
        self._doing.hide()
        if not code:
            self._finish()
            return
        self.form.hide()
        self.code = KeptCode(
            self.around, self.around.background, code, self.around.desk.person.name
        )
        self.code.done.connect(self._finish)
        self._lines.addWidget(self.code)
        self.code.focus_first()

    def _finish(self) -> None:
        self.said.emit(self.words("Uw wachtzin is veranderd."))
        self.finished.emit()

    def _refuse(self, trouble: Trouble) -> None:
        self._doing.hide()
        # What the desk calls the passphrase is the one of now; the new one was judged here.
        field = CURRENT if trouble.field == "passphrase" else trouble.field
        self.form.refuse(type(trouble)(trouble.code, field=field, **trouble.values))
