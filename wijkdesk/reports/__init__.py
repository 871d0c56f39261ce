"""A document for a client or a coordinator: first plain sections, then an accessible PDF."""
