"""The burgerservicenummer and its elfproef (Wet algemene bepalingen burgerservicenummer)."""

from wijkdesk.errors import UserError


def check_bsn(bsn: str) -> None:
    """Raise UserError("not_a_bsn") unless these are nine digits that pass the elfproef."""
    if len(bsn) != 9 or not (bsn.isascii() and bsn.isdigit()) or not int(bsn):
        raise UserError("not_a_bsn", field="bsn")
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    if sum(weight * int(digit) for weight, digit in zip(weights, bsn, strict=True)) % 11:
        raise UserError("not_a_bsn", field="bsn")


def as_kept(typed: str) -> str:
    """Return a typed number as nine digits: spaces and dots go, an old eight gets its zero."""
    digits = typed.replace(" ", "").replace(".", "")
    return digits.zfill(9) if len(digits) == 8 else digits
