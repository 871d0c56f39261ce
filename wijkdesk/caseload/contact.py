"""Contact moments, and everything that happened with a client in one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import with_state
from wijkdesk.caseload.touched import Touched
from wijkdesk.caseload.work_note import work_notes
from wijkdesk.domain import Action, Barrier, ContactMoment
from wijkdesk.domain.values import Channel

NOTE = "werkaantekening"  # the title of a work note on the line of time


def record_contact(
    desk: Desk, client: str, channel: Channel, summary: str, at: datetime | None = None
) -> Touched:
    """Leg vast wat u met een klant besprak. De klant kan dit lezen."""
    with desk.act("record_contact") as act:
        act.record(ContactMoment, client, channel=channel, summary=summary, at=at or act.at)
        return act.touched


def timeline(desk: Desk, client: str) -> list[dict[str, Any]]:
    """Alles wat met een klant gebeurde, het nieuwste eerst; elk gegeven één keer."""
    kinds = (ContactMoment, Action, Barrier)
    contacts, actions, barriers = (with_state(desk, noun, client) for noun in kinds)
    return as_timeline(contacts, actions, barriers, work_notes(desk, client))


def as_timeline(
    contacts: list[dict[str, Any]],
    actions: list[dict[str, Any]],
    barriers: list[dict[str, Any]],
    notes: Sequence[dict[str, Any]] = (),
) -> list[dict[str, Any]]:
    """Return what happened as one line of time, the newest first.

    `expires` is until when a work note stands, and `about_others` whether it is about somebody else
    too; of what stays both are None. Who may not see work notes is given none.
    """
    found = [
        *({**row, "title": row["channel"], "text": row["summary"], "on": row["at"]}
          for row in contacts),
        *({**row, "title": row["kind"], "text": _joined(row["title"], row["result"]),
           "on": row["recorded_at"]}
          for row in actions),
        *({**row, "title": row["domain"], "text": _joined(row["consequence"], row["result"]),
           "on": row["recorded_at"]}
          for row in barriers),
        # The newest last, as the others come: see below.
        *({**row, "title": NOTE, "on": row["recorded_at"]} for row in reversed(notes)),
    ]  # fmt: skip
    rows = [
        {
            "id": row["id"],
            "kind": row["record_kind"],
            "at": row["on"],
            "title": row["title"],
            "text": row["text"],
            "channel": row.get("channel"),
            "expires": row.get("expires"),
            "about_others": row.get("about_others"),
            "by_name": row["recorded_by_name"],
            "waiting": row["waiting"],
        }
        for row in found
    ]
    # What came in the same second stands in the order it was recorded, the last first.
    rows.reverse()
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def _joined(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)
