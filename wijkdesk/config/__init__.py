"""This installation: where things are, what IT and the person at the desk have set."""
