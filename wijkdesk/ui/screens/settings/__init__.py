"""What the person at this desk may set, and what keeps the desk safe."""

from wijkdesk.ui.screens.settings.page import SIZES, SettingsScreen

__all__ = ["SIZES", "SettingsScreen"]
