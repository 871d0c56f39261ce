"""The wijken of the city, which CBS calls buurten, each in its area (gebied)."""

from __future__ import annotations

from uuid import UUID, uuid5

from wijkdesk.domain.noun import Noun, Purpose, SetBy, fact

# Every central gives the same wijk the same id.
_PLACES = UUID("5a6d3c52-6f0e-4d0e-9a53-0b1f5f3c7a10")


class Neighbourhood(Noun, table=True):
    """A wijk; `south` is Rotterdam Zuid, `focus` one of the seven focus wijken of the NPRZ."""

    dossier_field = None

    name: str = fact(Purpose.ACCOUNT, required=True, set_by=SetBy.CENTRAL)
    area: str = fact(Purpose.ACCOUNT, required=True, set_by=SetBy.CENTRAL)
    south: bool = fact(Purpose.ACCOUNT, default=False, set_by=SetBy.CENTRAL)
    focus: bool = fact(Purpose.ACCOUNT, default=False, set_by=SetBy.CENTRAL)


def place_id(name: str) -> str:
    """Return the id of the wijk with this name."""
    return str(uuid5(_PLACES, name))
