"""Work notes: what you want to remember of a client for a while, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import with_state
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import ContactMoment, WorkNote
from wijkdesk.domain.noun import Purpose
from wijkdesk.domain.values import Channel, WithdrawReason
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.store import outbox


def record_work_note(desk: Desk, client: str, text: str, about_others: bool = False) -> Touched:
    """Maak een werkaantekening; de klant kan die lezen, en na een tijd verdwijnt ze.

    `about_others` marks facts about somebody else than the client (practice.md R10).
    """
    with desk.act("record_work_note") as act:
        expires = act.known.over_on(WorkNote.record_kind(), act.known.today)
        act.record(WorkNote, client, text=text, about_others=about_others, expires=expires)
        return act.touched


def keep_work_note(
    desk: Desk, work_note: str, channel: Channel, at: datetime | None = None
) -> Touched:
    """Maak van een werkaantekening een contactmoment, dat in het dossier blijft.

    Without `at` the contact was when the note was written. The note itself is out of sight from now
    on, and gone once central has withdrawn it. Raises UserError("unknown_record") for one that is
    over.
    """
    with desk.act("keep_work_note") as act:
        found = act.find(WorkNote, work_note, "work_note")
        if not found.stands(act.known.today) or work_note in outbox.withdrawn(act.tx):
            raise UserError("unknown_record", field="work_note")
        moment = at or found.recorded_at
        act.record(ContactMoment, found.client, channel=channel, summary=found.text, at=moment)
        act.look(found, Purpose.WORK, work_note=work_note)
        if not act.unmake(found):
            kept = WithdrawReason.BEWAARD_ALS_CONTACT
            act.request("withdraw_record", found, reason=kept.value)
        return act.touched


def work_notes(desk: Desk, client: str) -> list[dict[str, Any]]:
    """De werkaantekeningen van een klant die er nog zijn, de nieuwste eerst."""
    rows, day = with_state(desk, WorkNote, client), today(desk.now())
    standing = [row for row in reversed(rows) if day < row["expires"]]
    return sorted(standing, key=lambda row: row["recorded_at"], reverse=True)
