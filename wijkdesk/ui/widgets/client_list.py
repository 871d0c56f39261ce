"""How a client looks and sounds in a list: name, neighbourhood, phase, next action, marks."""

from __future__ import annotations

from datetime import date

from wijkdesk.domain.values import Phase
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.list import Face, LazyList, Mark, Row


def waiting_mark(look: Look) -> Mark:
    """Return the mark of what has not been sent."""
    return Mark("cloud-arrow-up", "info", look.words("Te versturen"))


def versions_mark(look: Look) -> Mark:
    """Return the mark of a record of which a field has two versions."""
    return Mark("git-diff", "warn", look.words("Twee versies"))


class ClientList(LazyList):
    """The rows of the questions `caseload` and `search`."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.words("Klanten"), lambda row: client_face(look, row))


def client_face(look: Look, row: Row) -> Face:
    """Return the face of a row of `caseload` or `search`."""
    words = look.words
    phase = words.term(Phase(row["phase"])) if row.get("phase") else ""
    about = " · ".join(part for part in (row.get("neighbourhood"), phase) if part)
    note, strong = next_action(look, row.get("next_action"), row.get("next_due"))
    marks = []
    if row.get("waiting"):
        marks.append(waiting_mark(look))
    if row.get("versions"):
        marks.append(versions_mark(look))
    spoken = [row["name"], row.get("neighbourhood") or ""]
    spoken += [words("fase {phase}", phase=phase) if phase else ""]
    spoken += [words("volgende actie: {action}", action=note.words)]
    spoken += [mark.words for mark in marks]
    return Face(
        title=row["name"],
        about=about,
        spoken=", ".join(part for part in spoken if part),
        note=note,
        strong_note=strong,
        marks=tuple(marks),
    )


def next_action(look: Look, title: str | None, due: date | None) -> tuple[Mark, bool]:
    """Return an action with its day in words, and whether it is for today or late."""
    words = look.words
    if not title:
        return Mark("calendar-blank", "muted", words("Geen actie gepland")), False
    if due is None:
        return Mark("clock", "muted", title), False
    late = (look.today() - due).days
    if late > 0:
        when = words.count(late, "{n} dag te laat", "{n} dagen te laat")
        return Mark("warning-circle", "danger", f"{when} · {title}"), True
    if late == 0:
        return Mark("calendar-check", "accent_text", words("Vandaag · {title}", title=title)), True
    return Mark("clock", "muted", f"{look.near(due)} · {title}"), False
