"""Walks a working day through the real windows, with keys and mouse on what is visible.

Nothing here calls a verb: what it shows is what a person at the desk could do. Between two events
the window lives on; every step waits until what it expects is to be seen.
"""
