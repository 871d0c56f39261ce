"""The client's page as a screen: it reads the dossier, shows it, and does what is done there."""

from __future__ import annotations

from typing import ClassVar

from wijkdesk.errors import Trouble
from wijkdesk.policy.access import may_do
from wijkdesk.ui.happened import in_words
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row, Screen, Way
from wijkdesk.ui.screens.client.cards import Actions, Barriers, Records
from wijkdesk.ui.screens.client.composer import Composer
from wijkdesk.ui.screens.client.dossier import Dossier, read
from wijkdesk.ui.screens.client.guarded import Guarded, texts_of
from wijkdesk.ui.screens.client.header import Header
from wijkdesk.ui.screens.client.keeping import keep_note
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Columns, Page, column
from wijkdesk.ui.widgets.timeline import Timeline

TWO_COLUMNS = 720
"""Below this width, at 100 %, the cards stand under each other."""
NOT_SHARED = frozenset({"work_note"})
"""The kinds of record that are not on the screen while the client looks along (practice.md R17)."""


class Client(Screen):
    """One client with the cards of the dossier, and the composer for a contact."""

    place: ClassVar[str] = "detail"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"client", "barrier", "action", "contact_moment", "work_note", "grant", "person"}
    )

    def __init__(self, around: Surroundings, client: str) -> None:
        super().__init__(around)
        self.client = client
        self._timeline_shown: list[Row] | None = None
        self._shared = False
        self.header = Header(around)
        self.barriers, self.actions_card = Barriers(around), Actions(around)
        self.composer = Composer(around)
        self.timeline = Timeline(around)
        self.guarded = Guarded(self, client)
        self._dossier: Dossier | None = None
        self.gone = Label("", "muted", wrap=True)
        self.page = Page(around)
        column(around, self, gap="").addWidget(self.page)
        self._lay_out()
        self._connect()
        self.with_draft(self._draft, self.composer.restore)

    @property
    def title(self) -> str:
        """The title for the window; no name, which would stand in every list of windows."""
        return self.words("Klant")

    def load(self) -> None:
        """Read the dossier and show it."""
        desk, client = self.around.desk, self.client
        self.around.background.run(
            self, lambda: read(desk, client), self._show, self._say_gone, only_latest="dossier"
        )

    def flush(self) -> None:
        """Keep what was typed of a contact."""
        self.composer.flush()

    def ways(self) -> list[Way]:
        """Return the ways from this client; what this person may not do is not offered."""
        words, here = self.words, {"client": self.client}
        ways = (
            ("record_contact", Way(
                words("Contact vastleggen"), "plus", "client", here, "Ctrl+N", act=self.compose)),
            ("record_work_note", Way(
                words("Werkaantekening maken"), "note-pencil", "client", here, "Ctrl+Shift+N",
                act=self.compose_note)),
            ("record_barrier", Way(
                words("Belemmering vastleggen"), "traffic-sign", "barrier", here, "Ctrl+B")),
            ("plan_action", Way(
                words("Actie afspreken"), "check-square", "action", here, "Ctrl+J")),
            ("", Way(words("Plan van aanpak"), "file-text", "plan", here, "Ctrl+P")),
            ("change_client", Way(
                words("Gegevens of fase veranderen"), "pencil-simple", "change", here)),
            ("", Way(words("Wie keek er?"), "eye", "looks", here)),
        )  # fmt: skip
        roles = self.around.desk.person.roles
        hidden = {"record_work_note"} if self._shared else set()
        offered = [(verb, way) for verb, way in ways if verb not in hidden]
        return [way for verb, way in offered if not verb or may_do(roles, verb)]

    def compose(self) -> None:
        """Put the cursor where a contact is written."""
        self.composer.take_focus()

    def compose_note(self) -> None:
        """Put the cursor where a work note is written."""
        self.composer.take_focus(note=True)

    def share(self, on: bool) -> None:
        """Say in the header that the client looks along, and take what is not shared away."""
        self._shared = on
        self.header.say_shared(on)
        if self._composes:
            self.composer.share(on)
        if self._dossier is not None:
            self._show_timeline(self._dossier)

    def focus_first(self) -> None:
        """Put the focus on the act that is done most."""
        self.header.focus_first()

    # --- how it is built ---------------------------------------------------------------------

    def _lay_out(self) -> None:
        around, body = self.around, self.page.body
        self.gone.hide()
        body.addWidget(self.gone)
        body.addWidget(self.header)
        self.columns = Columns(around, narrow=TWO_COLUMNS, shares=(1, 1))
        for card in (self.barriers, self.actions_card):
            self.columns.left.addWidget(card)
        self.columns.left.addStretch(1)
        contacts = Card(around, self.words("Contacten"))
        if self._composes:
            contacts.body.addWidget(self.composer)
        else:
            self.composer.setParent(None)
        contacts.body.addWidget(self.timeline)
        self.columns.right.addWidget(contacts)
        self.columns.right.addStretch(1)
        body.addWidget(self.columns)
        body.addStretch(1)
        for part in (self.header, self.columns):
            part.hide()

    def _connect(self) -> None:
        header, here = self.header, {"client": self.client}
        header.share.connect(lambda: self.asked.emit("share"))
        header.contact.connect(self.compose)
        header.change.connect(lambda: self.wants.emit("change", here))
        header.plan.connect(lambda: self.wants.emit("plan", here))
        header.versions.connect(lambda: self.wants.emit("versions", here))
        header.looks.connect(lambda: self.wants.emit("looks", here))
        header.bsn.asked.connect(lambda: self.guarded.show_bsn(header.bsn, self._number))
        self.timeline.erase.connect(self._erase)
        self.timeline.keep.connect(lambda row: keep_note(self, row))
        for name, card in (("barrier", self.barriers), ("action", self.actions_card)):
            self._connect_card(name, card)
        self.composer.asked.connect(self._record)
        self.composer.typed.connect(lambda typed: self.keep_draft(self._draft, typed))

    def _connect_card(self, name: str, card: Records) -> None:
        here = {"client": self.client}
        card.added.connect(lambda: self.wants.emit(name, here))
        card.opened.connect(lambda record: self.wants.emit(name, {**here, name: record}))

    # --- showing and doing -------------------------------------------------------------------

    def _show(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self.setUpdatesEnabled(False)
        self.gone.hide()
        self.header.show_dossier(dossier)
        self.barriers.show_rows(dossier.barriers)
        self.actions_card.show_rows(dossier.actions)
        self._show_timeline(dossier)
        for part in (self.header, self.columns):
            part.show()
        self.setUpdatesEnabled(True)

    def _show_timeline(self, dossier: Dossier) -> None:
        roles = self.around.desk.person.roles
        erase, keep = may_do(roles, "erase_text"), may_do(roles, "keep_work_note")
        rows = [
            {
                **in_words(self.words, row),
                "erasable": erase and bool(texts_of(row, dossier)),
                "keepable": keep and row["kind"] == "work_note",
            }
            for row in dossier.timeline
            if not (self._shared and row["kind"] in NOT_SHARED)
        ]
        if rows != self._timeline_shown:
            self._timeline_shown = rows
            self.timeline.show_rows(rows)

    def _say_gone(self, trouble: Trouble) -> None:
        for part in (self.header, self.columns):
            part.hide()
        self.gone.say(self.words.trouble(trouble))
        self.gone.show()

    def _number(self) -> str:
        return str(self._dossier.client["bsn"] or "") if self._dossier is not None else ""

    def _erase(self, row: Row) -> None:
        if self._dossier is not None:
            self.guarded.erase(row, self._dossier)

    def _record(self, verb: str, typed: dict[str, str]) -> None:
        def done(_touched: object) -> None:
            self.composer.done(typed)
            if not self.composer.text.raw():
                self.drop_draft(self._draft)

        self.perform(verb, {"client": self.client, **typed}, done, self.composer.refuse)

    @property
    def _composes(self) -> bool:
        """Whether this person may write here at all."""
        return may_do(self.around.desk.person.roles, "record_contact")

    @property
    def _draft(self) -> str:
        return f"contact/{self.client}"
