"""Who a client is, in a sheet: a new client, or other data of one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from wijkdesk.caseload.catalogue import ask
from wijkdesk.domain.values import Phase
from wijkdesk.ui.entry import Entry
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row
from wijkdesk.ui.widgets.choosing import ChoiceField, Options
from wijkdesk.ui.widgets.date_field import DateField
from wijkdesk.ui.widgets.field import Field, LineField
from wijkdesk.ui.widgets.form import Form

if TYPE_CHECKING:
    from wijkdesk.caseload.touched import Touched

HIDDEN = "•••••••••"
"""What stands in the field of a burgerservicenummer that is known."""


class Register(Entry):
    """A new client; asked are a name and a wijk, and the rest only when it helps."""

    kinds: ClassVar[frozenset[str]] = frozenset()

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Nieuwe klant")

    def load(self) -> None:
        """Ask for the wijken to choose from."""
        if not self.forms:
            self.ask("neighbourhoods", {}, self._show)

    def saved(self, touched: Touched) -> None:
        """Go to the new client."""
        self.wants.emit("client", {"client": touched.id})

    def _show(self, places: list[Row]) -> None:
        form = self.entry_form(
            self.title, _fields(self.around, _options(places)), verb="register_client",
            draft="register", save=self.words("Opslaan"),
            said=self.words("Klant vastgelegd. U bent de contactpersoon. Nog te versturen."),
        )  # fmt: skip
        self.show_form(form)


class Change(Entry):
    """Other data or another phase of a client; only what was changed is saved and sent."""

    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, around: Surroundings, client: str) -> None:
        super().__init__(around)
        self.client = client
        self._before: dict[str, str] = {}

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Gegevens veranderen")

    def load(self) -> None:
        """Ask for the client and the wijken."""
        if self.forms:
            return
        desk, client = self.around.desk, self.client
        self.around.background.run(
            self,
            lambda: (ask(desk, "client", {"client": client})[0], ask(desk, "neighbourhoods", {})),
            lambda found: self._show(*found),
        )

    def to_keep(self, _form: Form, typed: dict[str, str]) -> dict[str, str]:
        """Keep only what differs: the rest may be newer when the draft comes back."""
        return {name: raw for name, raw in typed.items() if raw != self._before.get(name, "")}

    def _show(self, row: Row, places: list[Row]) -> None:
        words = self.words
        phases = [(phase.value, words.term(phase)) for phase in Phase]
        phase = ChoiceField(self.around, "phase", words.field("phase"), phases, required=True)
        fields = [phase, *_fields(self.around, _options(places), bsn_known=bool(row["bsn"]))]
        form = self.entry_form(
            self.title, fields, verb="change_client", draft=f"client/{self.client}",
            save=words("Opslaan"), said=words("Gegevens veranderd. Nog te versturen."),
            given=lambda _values: {"client": self.client, **self._changed(form)},
        )  # fmt: skip
        known = {name: row[name] or "" for name in form.fields}
        if known["bsn"]:
            # Never shown here: it is looked at on the client's page, with a reason.
            known["bsn"] = HIDDEN
        form.restore(known)
        self._before = {name: field.raw() for name, field in form.fields.items()}
        self.show_form(form)

    def _changed(self, form: Form) -> dict[str, str]:
        """Return what differs from what stood there; "" takes a value away."""
        return {
            name: field.value()
            for name, field in form.fields.items()
            if field.raw() != self._before[name]
        }


def _options(places: list[Row]) -> Options:
    return [(place["name"], place["name"]) for place in places]


def _fields(around: Surroundings, places: Options, *, bsn_known: bool = False) -> list[Field]:
    words = around.words
    about_bsn = words("Alleen als het nodig is voor een aanvraag.")
    if bsn_known:
        about_bsn = words("Er staat een nummer. Typ een ander, of maak het veld leeg.")

    def line(name: str, *, hint: str = "", required: bool = False, longest: int = 200) -> Field:
        return LineField(
            around, name, words.field(name), hint=hint, required=required, longest=longest
        )

    return [
        line("given_name", required=True),
        line("family_name", required=True),
        ChoiceField(around, "neighbourhood", words.field("neighbourhood"), places, required=True),
        DateField(
            around,
            "born",
            words.field("born"),
            hint=words("Bijvoorbeeld 3-2-1990. Mag leeg blijven."),
        ),
        line("talk_language", hint=words("De taal waarin de klant het liefst praat."), longest=60),
        line("phone", longest=40),
        line("email"),
        line("postcode", hint=words("Bijvoorbeeld 3081 AB."), longest=10),
        line("bsn", hint=about_bsn, longest=15),
    ]
