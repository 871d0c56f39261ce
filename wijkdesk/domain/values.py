"""The fixed codes of the profession; the words for them are in `wijkdesk.i18n.terms`."""

from enum import IntEnum, StrEnum


class BarrierDomain(StrEnum):
    """What can stand between a person and work (source documents 001 and 004)."""

    SCHULDEN = "schulden"
    TAAL = "taal"
    OPVOEDING = "opvoeding"
    LICHAMELIJKE_GEZONDHEID = "lichamelijke_gezondheid"
    PSYCHISCHE_GEZONDHEID = "psychische_gezondheid"
    LAAGGELETTERDHEID = "laaggeletterdheid"
    EENZAAMHEID = "eenzaamheid"
    OPLEIDING = "opleiding"
    ZELFVERTROUWEN = "zelfvertrouwen"
    HUISVESTING = "huisvesting"
    ZORGTAKEN = "zorgtaken"
    VERVOER = "vervoer"
    DIGITALE_VAARDIGHEDEN = "digitale_vaardigheden"
    JUSTITIE = "justitie"
    VERSLAVING = "verslaving"


class SeverityLevel(IntEnum):
    """The five level names of the Zelfredzaamheid-Matrix; lower is more serious."""

    ACUTE = 1
    NOT_SELF_RELIANT = 2
    LIMITED = 3
    SUFFICIENT = 4
    FULL = 5


class WorkConsequence(StrEnum):
    """What health, addiction or justice means for work, without saying why (AVG art. 9 and 10)."""

    MINDER_UREN = "minder_uren"
    GEEN_ZWAAR_WERK = "geen_zwaar_werk"
    GEEN_NACHTDIENST = "geen_nachtdienst"
    RUSTIGE_WERKPLEK = "rustige_werkplek"
    VASTE_TIJDEN = "vaste_tijden"
    BEGELEIDING_OP_HET_WERK = "begeleiding_op_het_werk"
    NIET_ALLE_BEROEPEN = "niet_alle_beroepen"
    NU_GEEN_WERK = "nu_geen_werk"
    GEEN_GEVOLG = "geen_gevolg"


class Channel(StrEnum):
    """How a contact moment took place."""

    GESPREK = "gesprek"
    TELEFOON = "telefoon"
    EMAIL = "email"
    HUISBEZOEK = "huisbezoek"
    CONTACTCENTER = "contactcenter"


class By(StrEnum):
    """Who does an action: the client, the municipality or a partner organisation."""

    KLANT = "klant"
    CONSULENT = "consulent"
    PARTNER = "partner"


class ActionKind(StrEnum):
    """What kind of help an action is (source document 001)."""

    SOLLICITATIETRAINING = "sollicitatietraining"
    TAALLES = "taalles"
    FINANCIELE_BEGELEIDING = "financiele_begeleiding"
    SCHULDHULPVERLENING = "schuldhulpverlening"
    OPVOEDSTEUN = "opvoedsteun"
    ZORGAFSPRAAK = "zorgafspraak"
    OVERIG = "overig"


class Phase(StrEnum):
    """Where the client and the municipality are together."""

    INTAKE = "intake"
    BELEMMERINGEN = "belemmeringen"
    ONTWIKKELEN = "ontwikkelen"
    BEMIDDELEN = "bemiddelen"
    NAZORG = "nazorg"


class Role(StrEnum):
    """What a colleague does; one person may hold two or more."""

    CONSULTANT = "consultant"
    JOBHUNTER = "jobhunter"
    COORDINATOR = "coordinator"
    DESK = "desk"
    ADMIN = "admin"


class Capacity(StrEnum):
    """As what a colleague may see a client."""

    CONTACT_PERSON = "contact_person"
    REPLACEMENT = "replacement"
    BREAK_GLASS = "break_glass"


class BsnReason(StrEnum):
    """Why somebody needs to see a burgerservicenummer (practice.md R12)."""

    AANVRAAG = "aanvraag"
    STUKKEN_CONTROLEREN = "stukken_controleren"
    DUBBEL = "dubbel"


class Revoked(StrEnum):
    """Why a laptop is no longer trusted; from a leaver's what waits is still received."""

    LOST = "lost"
    LEAVER = "leaver"


class EraseReason(StrEnum):
    """Why a text should never have been written (AVG art. 16 and 17)."""

    GEZONDHEID = "gezondheid"
    OVER_EEN_ANDER = "over_een_ander"
    ANDERE_KLANT = "andere_klant"
    NIET_NODIG = "niet_nodig"
    VERZOEK_KLANT = "verzoek_klant"


class WithdrawReason(StrEnum):
    """Why a record is taken out of a dossier after it was sent (practice.md finding 7)."""

    VERKEERD_DOSSIER = "verkeerd_dossier"
    DUBBEL = "dubbel"
    VERGISSING = "vergissing"
    BEWAARD_ALS_CONTACT = "bewaard_als_contact"
    VERLOPEN = "verlopen"


class OpenReason(StrEnum):
    """Why somebody reads a dossier that is not theirs (practice.md R3)."""

    CONTACTPERSOON_AFWEZIG = "contactpersoon_afwezig"
    KLACHT = "klacht"
    VEILIGHEID = "veiligheid"
    VERZOEK_KLANT = "verzoek_klant"


class HoldReason(StrEnum):
    """What keeps a dossier from being erased while it runs (practice.md R15)."""

    BEZWAAR = "bezwaar"
    KLACHT = "klacht"
    INZAGE = "inzage"
