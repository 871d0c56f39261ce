"""What a coordinator sees of the own area."""

from wijkdesk.ui.screens.team.page import UNASSIGNED, Team

__all__ = ["UNASSIGNED", "Team"]
