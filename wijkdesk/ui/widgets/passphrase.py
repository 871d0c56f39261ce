"""The two fields in which a new passphrase is typed, the second time to be sure."""

from __future__ import annotations

from wijkdesk.errors import UserError
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.field import LineField

LONGEST = 1000


class NewPassphrase:
    """A passphrase that is chosen: `.first` and `.second`, judged before anything is done."""

    def __init__(self, look: Look, shortest: int) -> None:
        words = look.words
        self._shortest = shortest
        self.first = LineField(
            look,
            "passphrase",
            words("Nieuwe wachtzin"),
            hint=words(
                "Ten minste {n} tekens. Een paar losse woorden achter elkaar is sterk en goed te "
                "onthouden.",
                n=shortest,
            ),
            required=True,
            hidden=True,
            longest=LONGEST,
        )
        self.second = LineField(
            look,
            "passphrase_again",
            words("Nog een keer dezelfde wachtzin"),
            required=True,
            hidden=True,
            longest=LONGEST,
        )

    @property
    def fields(self) -> tuple[LineField, LineField]:
        """Both fields, in order."""
        return self.first, self.second

    def taken(self) -> bytearray:
        """Return what was typed, to be overwritten by whoever takes it.

        Raises UserError: passphrase_too_short, passphrases_differ.
        """
        typed = self.first.raw()
        if len(typed) < self._shortest:
            raise UserError("passphrase_too_short", field="passphrase", shortest=self._shortest)
        if typed != self.second.raw():
            raise UserError("passphrases_differ", field="passphrase_again")
        return bytearray(typed.encode())

    def forget(self) -> None:
        """Empty both fields."""
        for field in self.fields:
            field.put("")
