"""A sheet in which one thing is entered: a form, the act it does, and the draft of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from wijkdesk.errors import Trouble
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Screen
from wijkdesk.ui.widgets.field import Field
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.layout import column

if TYPE_CHECKING:
    from wijkdesk.caseload.touched import Touched

Given = Callable[[dict[str, str]], dict[str, str]]


class Entry(Screen):
    """The base of every sheet with forms; fill `.body`, and make each form with `entry_form`."""

    place: ClassVar[str] = "sheet"

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.body = column(around, self, gap="l")
        self.forms: list[Form] = []
        self._waits_for_focus = False

    def entry_form(
        self,
        title: str,
        fields: Iterable[Field],
        *,
        verb: str,
        draft: str,
        save: str,
        said: str,
        given: Given = dict,
        aliases: Mapping[str, str] | None = None,
    ) -> Form:
        """Return a form that does `verb` with what `given` makes of its values.

        `draft` is the place its draft is kept at, `said` the sentence when it was saved, and
        `aliases` name the field in which a parameter is typed when that field is in sight.
        """

        def ask(values: dict[str, str]) -> None:
            self.perform(verb, given(values), done, refused)

        def done(touched: Touched) -> None:
            form.done()
            self.drop_draft(draft)
            self.said.emit(said)
            self.finished.emit()
            self.saved(touched)

        def refused(trouble: Trouble) -> None:
            other = form.fields.get((aliases or {}).get(trouble.field or "", ""))
            typed_in = trouble.field if other is None or other.isHidden() else other.name
            form.refuse(type(trouble)(trouble.code, field=typed_in, **trouble.values))

        def stop() -> None:
            form.done()
            self.drop_draft(draft)
            self.finished.emit()

        form = Form(
            self.around, title, fields, save=save, keep=lambda typed: self._keep(form, draft, typed)
        )
        form.asked.connect(ask)
        form.cancelled.connect(stop)
        form.titled.connect(self.titled)
        self.forms.append(form)
        self.with_draft(draft, form.restore)
        return form

    def saved(self, touched: Touched) -> None:
        """Do what follows on saving; the sheet is closed already."""

    def to_keep(self, _form: Form, typed: dict[str, str]) -> dict[str, str]:
        """Return what of a form goes into its draft."""
        return typed

    def flush(self) -> None:
        """Keep what was typed and is not kept yet."""
        for form in self.forms:
            if form.waiting_to_keep:
                form.flush()

    def focus_first(self) -> None:
        """Put the focus in the first field that is seen, now or when it is there."""
        shown = (form for form in self.forms if not form.isHidden())
        field = next((one for form in shown for one in form.fields.values()), None)
        self._waits_for_focus = field is None
        if field is not None:
            field.take_focus()

    def show_form(self, form: Form) -> None:
        """Put a form on the sheet; the focus goes there when it was waiting for one."""
        self.body.addWidget(form)
        # On a sheet that is seen already, nothing can take the focus before it is shown itself.
        form.setVisible(True)
        if self._waits_for_focus:
            self.focus_first()

    def _keep(self, form: Form, draft: str, typed: dict[str, str]) -> None:
        # What was put out of sight, such as a text at a domain that keeps none, is not kept.
        seen = {name: raw for name, raw in typed.items() if not form.fields[name].isHidden()}
        self.keep_draft(draft, self.to_keep(form, seen))
