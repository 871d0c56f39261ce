"""Everything a person can do and ask at a desk, one function per act."""
