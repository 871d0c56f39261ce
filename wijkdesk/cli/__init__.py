"""The same acts and questions without a screen: one command, for people, scripts and IT."""
