"""Icons by name (Phosphor, through qtawesome), tinted with a colour of the theme.

qtawesome costs a fifth of a second to import, so it is imported when the first icon is drawn:
never before the unlock window has been painted.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

SHARPNESS = 2.0
"""Icons are drawn at twice their size, so that they stay sharp on a dense screen."""


class Icons:
    """Draws icons once for each name, colour and size."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, str, int], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int) -> QPixmap:
        """Return the icon `name` (a Phosphor name) in colour "#RRGGBB" at `size` pixels."""
        key = (name, colour, size)
        if key not in self._drawn:
            self._drawn[key] = _draw(name, colour, size)
        return self._drawn[key]

    def icon(self, name: str, colour: str, size: int) -> QIcon:
        """Return the same as a QIcon; it stays as it is when a button is disabled."""
        drawn = self.pixmap(name, colour, size)
        icon = QIcon(drawn)
        icon.addPixmap(drawn, QIcon.Mode.Disabled)
        return icon


def bring() -> None:
    """Import what draws icons; may be called off the GUI thread."""
    import qtawesome  # noqa: F401 - a fifth of a second, spent while the passphrase is typed


def _draw(name: str, colour: str, size: int) -> QPixmap:
    # Imported here and not above: see the module's first words.
    import qtawesome

    large = round(size * SHARPNESS)
    drawn = qtawesome.icon(f"ph.{name}", color=colour).pixmap(QSize(large, large))
    drawn.setDevicePixelRatio(SHARPNESS)
    return drawn
