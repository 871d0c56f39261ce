"""Laptops in somebody's name that are not theirs."""

from __future__ import annotations

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain.noun import Purpose
from wijkdesk.errors import UserError


def disown_device(desk: Desk, device: str) -> Touched:
    """Deze laptop is niet van u: laat hem meteen intrekken."""
    with desk.act("disown_device") as act:
        if device == desk.known["device"]:
            raise UserError("this_device", field="device")
        act.request("disown_device", desk.person, device=device)
        act.look(desk.person, Purpose.SECURITY, device=device)
        return act.touched
