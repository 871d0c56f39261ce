"""Text that people typed: always plain, in one Unicode form, without hidden controls."""

import re
import unicodedata

# Controls but lines and tabs; bidirectional ones can make a name or amount read as something else.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NOT_STORABLE = re.compile(r"[\x00\ud800-\udfff]")


def plain(text: str) -> str:
    """Return text in NFC without control and bidi characters; lines and tabs stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # Letters meet only once the controls between them are gone, so NFC comes last.
    return unicodedata.normalize("NFC", _HIDDEN.sub("", lines)).strip()


def storable(text: str) -> bool:
    """Say whether every store can keep this text: no NUL and no lone surrogates."""
    return not _NOT_STORABLE.search(text)
