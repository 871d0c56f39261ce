"""Text that people typed: always plain, in one Unicode form, without hidden controls."""

import unicodedata

# Bidirectional controls can make a name or amount read as something else.
_HIDDEN = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def plain(text: str) -> str:
    """Return text in NFC without control and bidi characters; lines and tabs stay."""
    kept = (
        letter
        for letter in unicodedata.normalize("NFC", text).replace("\r\n", "\n")
        if letter in "\n\t" or not (unicodedata.category(letter) == "Cc" or ord(letter) in _HIDDEN)
    )
    return "".join(kept).strip()


def storable(text: str) -> bool:
    """Say whether every store can keep this text: no NUL and no lone surrogates."""
    return "\x00" not in text and not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)
