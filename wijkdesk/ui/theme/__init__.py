"""Tokens of colour, type and space, made into a palette and a style; nothing else sets a style."""
