"""Every error raised on purpose.

Trouble
├── UserError        refused for a reason the person can act on (exit code 3)
└── OutsideTrouble   something outside the program failed: network, disk, a lock (exit code 4)

Anything else that is raised is a bug. An error carries a stable code and the values its
sentence needs; the sentence itself is found by whoever talks to the person (ui, cli) in
`wijkdesk.i18n.troubles`.
"""

import errno

_FULL = {errno.ENOSPC, errno.EDQUOT}


class Trouble(Exception):
    """A reason with a stable code; `field` names the parameter it is about, if there is one."""

    def __init__(self, code: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values


class UserError(Trouble):
    """Refused, with a reason the person can act on."""


class OutsideTrouble(Trouble):
    """The world outside the program did not cooperate; what was recorded is still there."""


def of_disk(error: OSError, otherwise: str = "disk_trouble", file: str = "") -> OutsideTrouble:
    """Return what the disk said as trouble with a code: disk_full, or `otherwise`."""
    return OutsideTrouble("disk_full" if error.errno in _FULL else otherwise, file=file)
