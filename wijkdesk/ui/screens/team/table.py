"""The short list of an area as a table, and as a list where there is no room for one."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from wijkdesk.domain.values import Phase
from wijkdesk.i18n.calendar import today
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.screen import Row
from wijkdesk.ui.widgets.list import Face, Mark

Index = QModelIndex | QPersistentModelIndex


class People(QAbstractTableModel):
    """The rows of the list in six columns, all of them words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._rows = look, list[Row]()
        words = look.words
        self._heads = (
            words("Naam"), words("Wijk"), words("Contactpersoon"), words("Fase"),
            words("Laatste contact"), words("Open acties"),
        )  # fmt: skip

    def show(self, rows: list[Row]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def at(self, number: int) -> Row:
        """Return the client on a line."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many clients there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell; a screen reader hears the head of the column first."""
        if not index.isValid():
            return None
        told = cells(self._look, self._rows[index.row()])[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._heads[index.column()]}: {told}"
        return told if role == Qt.ItemDataRole.DisplayRole else None


class TeamTable(QTableView):
    """The table of the list; Tab leaves it, the arrows go through it."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.people = People(around)
        self.setModel(self.people)
        self.setAccessibleName(around.words("Klanten van het gebied"))
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for stretched in (0, 2):
            head.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        around.theme.follow(
            self, lambda: self.verticalHeader().setDefaultSectionSize(around.theme.px(40))
        )
        # A screen reader says nothing of a table without a current cell.
        self.people.modelReset.connect(
            lambda: self.setCurrentIndex(self.people.index(0, 0)),
            Qt.ConnectionType.QueuedConnection,
        )


def cells(look: Look, one: Row) -> tuple[str, ...]:
    """Return a row of the list in words, column by column."""
    words = look.words
    return (
        one["name"],
        one["neighbourhood"],
        contact_person(look, one),
        words.term(Phase(one["phase"])),
        look.near(today(one["last_contact"])) if one["last_contact"] else words("nog geen"),
        str(one["open_actions"]),
    )


def contact_person(look: Look, one: Row) -> str:
    """Return the name of the contact person, or since when there is none."""
    if one["contact_person"]:
        return str(one["contact_person"])
    if one["unassigned_since"]:
        since = look.near(one["unassigned_since"])
        return look.words("nog toe te wijzen, sinds {day}", day=since)
    return look.words("nog toe te wijzen")


def client_face(look: Look, one: Row) -> Face:
    """Return how a client looks and sounds in a narrow list."""
    words = look.words
    name, place, person, phase, last, _ = cells(look, one)
    counted = words.count(one["open_actions"], "{n} open actie", "{n} open acties")
    assigned = bool(one["contact_person"])
    spoke = one["last_contact"] is not None
    contact = words("contact {day}", day=last) if spoke else words("nog geen contact")
    spoken = (
        name, place, phase, words("contactpersoon: {name}", name=person),
        words("laatste contact: {day}", day=last), counted,
    )  # fmt: skip
    return Face(
        title=name,
        about=f"{place} · {phase}",
        spoken=", ".join(spoken),
        note=Mark(
            "user" if assigned else "warning-circle", "muted" if assigned else "warn", person
        ),
        strong_note=not assigned,
        marks=(
            Mark("check-square", "muted", counted),
            Mark("chat-circle-text", "muted", contact),
        ),
    )
