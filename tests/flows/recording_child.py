"""Records contacts at a desk, one after the other, and says each only after it was recorded."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from wijkdesk.caseload.catalogue import perform
from wijkdesk.caseload.desk import Desk


def main() -> None:
    """Record until killed."""
    folder, secret, client = sys.argv[1:]
    desk = Desk.open_with_key(
        Path(folder), bytearray.fromhex(secret), now=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC)
    )
    began = datetime.now(UTC).timestamp()
    for number in count():
        text = f"{began} {number}"
        perform(desk, "record_contact", {"client": client, "channel": "gesprek", "summary": text})
        print(text, flush=True)


if __name__ == "__main__":
    main()
