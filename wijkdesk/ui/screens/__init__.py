"""One file per screen, named by its noun; screens do not know each other."""
