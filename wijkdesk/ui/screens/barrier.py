"""A barrier in a sheet: record what stands in the way, measure it again, close it."""

from __future__ import annotations

from typing import ClassVar

from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import BarrierDomain, SeverityLevel, WorkConsequence
from wijkdesk.ui.entry import Entry
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row
from wijkdesk.ui.widgets.button import Choices
from wijkdesk.ui.widgets.choosing import ChoiceField, LevelField, YesNoField
from wijkdesk.ui.widgets.date_field import DateField
from wijkdesk.ui.widgets.field import Field, TextField
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column

MEASURE, CLOSE = "measure", "close"
FROM_LIST = "consequence_code"
"""The field for a consequence chosen from the list; the verb knows one `consequence`."""


class Barrier(Entry):
    """A new barrier of a client, or with `barrier` one that is there."""

    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, around: Surroundings, client: str, barrier: str = "") -> None:
        super().__init__(around)
        self.client, self.barrier = client, barrier
        self.ways_on: Choices | None = None
        if not barrier:
            self.show_form(self._record_form())

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Belemmering") if self.barrier else self.words("Belemmering vastleggen")

    def load(self) -> None:
        """Ask for the barrier that is there."""
        if self.barrier and not self.forms:
            self.ask("barriers", {"client": self.client}, self._show)

    # --- a new one ---------------------------------------------------------------------------

    def _record_form(self) -> Form:
        words = self.words
        domains = sorted((words.term(domain), domain.value) for domain in BarrierDomain)
        fields: list[Field] = [
            ChoiceField(
                self.around, "domain", words.field("domain"),
                [(code, text) for text, code in domains], required=True,
            ),
            LevelField(
                self.around, "severity", words.field("severity"),
                hint=words("Hoe redt iemand zich? 1 is het ernstigst. U mag dit overslaan."),
            ),
            *self._consequences(),
            YesNoField(self.around, "help_arranged", words("Is er hulp geregeld?")),
            DateField(
                self.around, "urgent_until", words.field("urgent_until"),
                hint=words("Alleen als er op een dag iets dreigt, zoals een ontruiming."),
            ),
        ]  # fmt: skip
        form = self.entry_form(
            words("Belemmering vastleggen"), fields, verb="record_barrier",
            draft=f"barrier/{self.client}", save=words("Opslaan"),
            said=words("Belemmering vastgelegd. Nog te versturen."),
            given=self._given, aliases={"consequence": FROM_LIST},
        )  # fmt: skip
        form.fields["domain"].changed.connect(lambda: self._suit_domain(form))
        self._suit_domain(form)
        return form

    def _consequences(self) -> list[Field]:
        words = self.words
        return [
            TextField(
                self.around, "consequence", words("Wat betekent dit voor werk?"),
                hint=words("In uw eigen woorden. De klant kan dit lezen."), lines=3,
            ),
            ChoiceField(
                self.around, FROM_LIST, words("Wat betekent dit voor werk?"),
                [(code.value, words.term(code)) for code in WorkConsequence],
                hint=words(
                    "Bij gezondheid, verslaving en justitie bewaren we geen niveau en geen tekst. "
                    "Kies alleen wat het betekent voor werk."
                ),
            ),
        ]  # fmt: skip

    def _suit_domain(self, form: Form) -> None:
        """Ask only what is kept for the domain that was chosen (practice.md R9)."""
        sensitive = form.fields["domain"].value() in SENSITIVE
        for name in ("severity", "consequence"):
            form.fields[name].setVisible(not sensitive)
        for name in (FROM_LIST, "help_arranged"):
            form.fields[name].setVisible(sensitive)

    def _given(self, values: dict[str, str]) -> dict[str, str]:
        given = {"client": self.client, **values}
        if FROM_LIST in given:
            given["consequence"] = given.pop(FROM_LIST)
        return given

    # --- one that is there -------------------------------------------------------------------

    def _show(self, rows: list[Row]) -> None:
        found = next((row for row in rows if row["id"] == self.barrier), None)
        if found is None:
            self.body.addWidget(Label(self.words("Deze belemmering is er niet meer."), "muted"))
            return
        self._tell(found)
        if found["closed_on"] is not None:
            return
        if found["domain"] in SENSITIVE:
            # A level is never kept here, so there is nothing to measure.
            self.show_form(self._close_form(sensitive=True))
            return
        self.ways_on = Choices(
            self.around, self.words("Wat wilt u doen?"),
            [(MEASURE, self.words("Opnieuw meten")), (CLOSE, self.words("Afsluiten"))],
        )  # fmt: skip
        self.body.addWidget(self.ways_on)
        measure, close = self._measure_form(found), self._close_form(sensitive=False)
        self.ways_on.chosen.connect(lambda way: measure.setVisible(way == MEASURE))
        self.ways_on.chosen.connect(lambda way: close.setVisible(way == CLOSE))
        self.show_form(measure)
        self.body.addWidget(close)
        close.hide()

    def _tell(self, row: Row) -> None:
        words, around = self.words, self.around
        domain = BarrierDomain(row["domain"])
        self.body.addWidget(Label(words.term(domain), "h2", wrap=True))
        lines = []
        if row["severity"]:
            level = f"{row['severity']}  {words.term(SeverityLevel(row['severity']))}"
            lines.append((words.field("severity"), level))
        if row["consequence"]:
            code = domain in SENSITIVE
            told = words.term(WorkConsequence(row["consequence"])) if code else row["consequence"]
            lines.append((words.field("consequence"), told))
        if row["help_arranged"] is not None:
            answer = words("Ja") if row["help_arranged"] else words("Nee")
            lines.append((words.field("help_arranged"), answer))
        days = [name for name in ("urgent_until", "measured_on", "closed_on") if row[name]]
        lines += [(words.field(name), around.near(row[name])) for name in days]
        if row["result"]:
            lines.append((words.field("result"), row["result"]))
        lines.append((words("Vastgelegd"), self._recorded(row)))
        facts = column(around, gap="xs")
        for name, value in lines:
            told = words("{name}: {value}", name=name, value=value)
            facts.addWidget(Label(told, "muted", wrap=True))
        self.body.addLayout(facts)

    def _recorded(self, row: Row) -> str:
        when = self.around.near_moment(row["recorded_at"])
        return " · ".join(part for part in (when, row["recorded_by_name"]) if part)

    def _measure_form(self, row: Row) -> Form:
        words = self.words
        fields: list[Field] = [
            LevelField(self.around, "severity", words("Hoe gaat het nu?"), required=True),
            TextField(
                self.around, "consequence", words("Wat betekent dit voor werk?"),
                hint=words("In uw eigen woorden. De klant kan dit lezen."), lines=3,
            ),
            DateField(
                self.around, "on", words("Gemeten op"), hint=words("Leeg laten is vandaag."),
            ),
        ]  # fmt: skip
        form = self.entry_form(
            words("Opnieuw meten"), fields, verb="measure_barrier",
            draft=f"barrier/{self.barrier}/measure", save=words("Opslaan"),
            said=words("Meting vastgelegd. Nog te versturen."),
            given=lambda values: {"barrier": self.barrier, **values},
        )  # fmt: skip
        form.restore({"consequence": row["consequence"] or ""})
        return form

    def _close_form(self, *, sensitive: bool) -> Form:
        words = self.words
        result = TextField(
            self.around, "result", words("Wat heeft het opgeleverd?"),
            hint=words("De klant kan dit lezen."), required=True, lines=3,
        )  # fmt: skip
        return self.entry_form(
            words("Dit staat werk niet meer in de weg"),
            [] if sensitive else [result], verb="close_barrier",
            draft=f"barrier/{self.barrier}/close", save=words("Afsluiten"),
            said=words("Belemmering afgesloten. Nog te versturen."),
            given=lambda values: {"barrier": self.barrier, "result": "", **values},
        )  # fmt: skip
