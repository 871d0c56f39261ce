"""The frame round the screens: rail, palette, status bar, sheets, locking, syncing."""
