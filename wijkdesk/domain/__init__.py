"""The people and things of the profession, each with its own rules; `NOUNS` finds them by kind."""

from wijkdesk.domain.action import Action
from wijkdesk.domain.barrier import Barrier
from wijkdesk.domain.client import Client
from wijkdesk.domain.contact import ContactMoment
from wijkdesk.domain.grant import Grant
from wijkdesk.domain.neighbourhood import Neighbourhood
from wijkdesk.domain.noun import Noun
from wijkdesk.domain.person import Device, Person
from wijkdesk.domain.work_note import WorkNote

__all__ = [
    "COMMON",
    "DOSSIER",
    "NOUNS",
    "RECORDED",
    "Action",
    "Barrier",
    "Client",
    "ContactMoment",
    "Device",
    "Grant",
    "Neighbourhood",
    "Noun",
    "Person",
    "WorkNote",
]

# A dossier is what belongs to one client; common nouns are known at every desk.
DOSSIER: dict[str, type[Noun]] = {
    noun.record_kind(): noun for noun in (Client, Barrier, Action, ContactMoment, WorkNote, Grant)
}
COMMON: dict[str, type[Noun]] = {noun.record_kind(): noun for noun in (Person, Neighbourhood)}
# What somebody wrote in a dossier, and can be taken out of it again.
RECORDED: dict[str, type[Noun]] = {
    kind: noun for kind, noun in DOSSIER.items() if "recorded_by" in noun.facts()
}
NOUNS: dict[str, type[Noun]] = {**DOSSIER, **COMMON}
