"""The client's page: who it is, what stands in the way, what we do, and what was said."""

from wijkdesk.ui.screens.client.page import Client

__all__ = ["Client"]
