"""The head of the client's page: who it is, where we are together, and the ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wijkdesk.domain.values import Phase
from wijkdesk.policy.access import may_do
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row
from wijkdesk.ui.screens.client.bsn import Bsn
from wijkdesk.ui.screens.client.dossier import Dossier, age
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Chip, Label
from wijkdesk.ui.widgets.layout import Columns, Flow, column, row
from wijkdesk.ui.widgets.steps import Steps

PHASES = tuple(Phase)
SIDE_BY_SIDE, ALL_WORDS = 660, 860
"""From these widths, at 100 %, the buttons stand beside the name, and all of them have words."""


class Header(Card):
    """Says `share`, `change`, `plan`, `contact` and `looks` for its buttons.

    And `versions` for the warning; `bsn` asks by itself.
    """

    share, change, plan, looks = Signal(), Signal(), Signal(), Signal()
    contact, versions = Signal(), Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._around, self.words = around, around.words
        self._shared = False
        sides = Columns(around, narrow=SIDE_BY_SIDE, shares=(1, 0))
        self._fill_names(sides.left)
        sides.right.addWidget(self._buttons())
        self.body.addWidget(sides)
        self.body.addLayout(self._reach_line())
        self.steps = Steps(around, [self.words.term(phase) for phase in PHASES], 0)
        self.body.addWidget(self.steps)
        self.body.addWidget(self._warning())
        self._change.clicked.connect(self.change)
        roles = around.desk.person.roles
        self._change.setVisible(may_do(roles, "change_client"))
        self._record.setVisible(may_do(roles, "record_contact"))

    def show_dossier(self, dossier: Dossier) -> None:
        """Show who the client is and where we are together."""
        client = dossier.client
        self.name.say(client["name"])
        self.setAccessibleName(client["name"])
        self.waits.setVisible(dossier.waiting)
        self._about.say(self._who(client))
        self.bsn.setVisible(bool(client.get("bsn")) and not self._shared)
        reach = self._reach(client)
        self._contact.say(reach)
        self._contact.setVisible(bool(reach))
        self.steps.go_to(PHASES.index(Phase(client["phase"])))
        self._warn(client)

    def say_shared(self, on: bool) -> None:
        """Show whether the client looks along."""
        self._shared = on
        self._share.show_icon("eye" if on else "eye-slash")
        self.looks_button.setVisible(not on)
        if on:
            self.bsn.hide()
        self._bend()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words when there is no room for them."""
        super().resizeEvent(event)
        self._bend()

    def focus_first(self) -> None:
        """Put the focus on what is done most."""
        self._record.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_names(self, side: QVBoxLayout) -> None:
        lines = column(self._around, gap="xs")
        side.addLayout(lines)
        line = row(self._around, gap="m")
        self.name = Label("", "h1", wrap=True)
        self.waits = Chip(self.words("Te versturen"), "info")
        line.addWidget(self.name)
        line.addWidget(self.waits, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        lines.addLayout(line)
        self._about, self._contact = Label("", "muted", wrap=True), Label("", "muted", wrap=True)
        lines.addWidget(self._about)

    def _reach_line(self) -> Flow:
        self.bsn = Bsn(self._around)
        self.bsn.hide()
        reach = Flow(self._around, gap="m", below="xs")
        self._change = Button(
            self._around, self.words("Gegevens"), "ghost", icon="pencil-simple",
            name=self.words("Gegevens of fase veranderen"),
        )  # fmt: skip
        self.looks_button = Button(self._around, self.words("Wie keek er?"), "ghost", icon="eye")
        self.looks_button.clicked.connect(self.looks)
        for part in (self._contact, self.bsn, self._change, self.looks_button):
            reach.addWidget(part)
        return reach

    def _buttons(self) -> QWidget:
        words, bar = self.words, QWidget()
        flow = Flow(self._around, bar)
        self._share = Button(
            self._around, words("Meekijken"), icon="eye-slash", keys="Ctrl+M",
            about=words("De klant kijkt mee: andere namen gaan van het scherm."),
        )  # fmt: skip
        self._plan = Button(self._around, words("Plan van aanpak"), icon="file-text", keys="Ctrl+P")
        self._record = Button(
            self._around, words("Contact vastleggen"), "primary", icon="plus", keys="Ctrl+N"
        )
        for button, asked in (
            (self._share, self.share),
            (self._plan, self.plan),
            (self._record, self.contact),
        ):
            button.clicked.connect(asked)
            flow.addWidget(button)
        return bar

    def _bend(self) -> None:
        told = self.words("Stop meekijken") if self._shared else self.words("Meekijken")
        wide = self.width() >= self._around.theme.px(ALL_WORDS)
        self._share.say(told if wide else "", told)

    def _warning(self) -> QWidget:
        self.banner = Banner(self._around, "warn", closable=False)
        look = Button(self._around, self.words("Bekijk de versies"))
        look.clicked.connect(self.versions)
        if (line := self.banner.layout()) is not None:
            line.addWidget(look)
        return self.banner

    def _warn(self, client: Row) -> None:
        n = client["versions"]
        if not n:
            self.banner.hide()
            return
        told = self.words.count(
            n,
            "Van {n} gegeven zijn er twee versies. Kies welke klopt.",
            "Van {n} gegevens zijn er twee versies. Kies welke klopt.",
        )
        if self.banner.isHidden() or self.banner.text != told:
            self.banner.say(told)

    def _who(self, client: Row) -> str:
        words = self.words
        parts = [client["neighbourhood"]]
        if client["born"]:
            parts.append(words("{n} jaar", n=age(client["born"], self._around.today())))
        if client["talk_language"]:
            parts.append(words("spreekt liefst {language}", language=client["talk_language"]))
        contact = client["contact_person"]
        if contact and contact != self._around.desk.person.name:
            parts.append(words("contactpersoon {name}", name=contact))
        elif not contact and not client["waiting"]:
            parts.append(words("contactpersoon nog toe te wijzen"))
        return "  ·  ".join(parts)

    def _reach(self, client: Row) -> str:
        return "  ·  ".join(part for part in (client["phone"], client["email"]) if part)
