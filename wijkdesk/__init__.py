"""WijkDesk: an encrypted caseload for those who help people on welfare find work."""

__version__ = "0.1.0"
