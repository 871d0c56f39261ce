"""An action in a sheet: agree on a step, or finish it with what came of it."""

from __future__ import annotations

from typing import ClassVar

from wijkdesk.domain.values import ActionKind, BarrierDomain, By
from wijkdesk.ui.entry import Entry
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row
from wijkdesk.ui.widgets.choosing import ChoiceField
from wijkdesk.ui.widgets.date_field import DateField
from wijkdesk.ui.widgets.field import Field, LineField, TextField
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column


class Action(Entry):
    """A new action with a client, on `barrier` if given; or with `action` one that is there."""

    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, around: Surroundings, client: str, action: str = "", barrier: str = ""
    ) -> None:
        super().__init__(around)
        self.client, self.action, self.barrier = client, action, barrier

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Actie") if self.action else self.words("Actie afspreken")

    def load(self) -> None:
        """Ask for the action, or for the barriers a new one can be for."""
        if self.forms:
            return
        if self.action:
            self.ask("actions", {"client": self.client}, self._show)
        else:
            self.ask("barriers", {"client": self.client}, self._show_new)

    # --- a new one ---------------------------------------------------------------------------

    def _show_new(self, barriers: list[Row]) -> None:
        form = self.entry_form(
            self.words("Actie afspreken"), self._fields(barriers), verb="plan_action",
            draft=f"action/{self.client}", save=self.words("Opslaan"),
            said=self.words("Actie afgesproken. Nog te versturen."),
            given=lambda values: {"client": self.client, **values},
        )  # fmt: skip
        form.restore({"barrier": self.barrier} if self.barrier else {})
        form.fields["by"].changed.connect(lambda: self._suit_doer(form))
        self._suit_doer(form)
        self.show_form(form)

    def _fields(self, barriers: list[Row]) -> list[Field]:
        words, around = self.words, self.around
        fields: list[Field] = [
            LineField(
                around, "title", words.field("title"), required=True,
                hint=words("Een stap, zoals: belt de schuldhulp over een afspraak."),
            ),
            ChoiceField(
                around, "by", words.field("by"),
                [(by.value, words.term(by)) for by in By], required=True,
            ),
            LineField(around, "partner", words("Welke partner?")),
            DateField(around, "due", words.field("due")),
            ChoiceField(
                around, "kind", words("Soort hulp"),
                [(kind.value, words.term(kind)) for kind in ActionKind], required=True,
            ),
        ]  # fmt: skip
        open_ = [row for row in barriers if row["closed_on"] is None]
        if open_:
            options = [(row["id"], words.term(BarrierDomain(row["domain"]))) for row in open_]
            fields.append(
                ChoiceField(
                    around, "barrier", words("Voor welke belemmering?"),
                    [*options, ("", words("Geen"))],
                )
            )  # fmt: skip
        return fields

    def _suit_doer(self, form: Form) -> None:
        form.fields["partner"].setVisible(form.fields["by"].value() == By.PARTNER)

    # --- one that is there -------------------------------------------------------------------

    def _show(self, rows: list[Row]) -> None:
        found = next((row for row in rows if row["id"] == self.action), None)
        if found is None:
            self.body.addWidget(Label(self.words("Deze actie is er niet meer."), "muted"))
            return
        self._tell(found)
        if found["finished_on"] is None:
            self.show_form(self._finish_form())

    def _tell(self, row: Row) -> None:
        words, around = self.words, self.around
        self.body.addWidget(Label(row["title"], "h2", wrap=True))
        who = row["partner"] or words.term(By(row["by"]))
        lines = [
            (words.field("by"), who),
            (words("Soort hulp"), words.term(ActionKind(row["kind"]))),
        ]
        if row["barrier_domain"]:
            domain = words.term(BarrierDomain(row["barrier_domain"]))
            lines.append((words.field("barrier"), domain))
        days = [name for name in ("due", "finished_on") if row[name] is not None]
        lines += [(words.field(name), around.near(row[name])) for name in days]
        if row["result"]:
            lines.append((words.field("result"), row["result"]))
        when = around.near_moment(row["recorded_at"])
        by = " · ".join(part for part in (when, row["recorded_by_name"]) if part)
        lines.append((words("Afgesproken"), by))
        facts = column(around, gap="xs")
        for name, value in lines:
            told = words("{name}: {value}", name=name.rstrip("?"), value=value)
            facts.addWidget(Label(told, "muted", wrap=True))
        self.body.addLayout(facts)

    def _finish_form(self) -> Form:
        words = self.words
        result = TextField(
            self.around, "result", words("Wat heeft het opgeleverd?"),
            hint=words("De klant kan dit lezen."), required=True, lines=3,
        )  # fmt: skip
        return self.entry_form(
            words("Afronden"), [result], verb="finish_action",
            draft=f"action/{self.action}/finish", save=words("Afronden"),
            said=words("Actie afgerond. Nog te versturen."),
            given=lambda values: {"action": self.action, **values},
        )  # fmt: skip
