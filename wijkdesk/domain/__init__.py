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
NOUNS: dict[str, type[Noun]] = {**DOSSIER, **COMMON}
