"""One round between this desk and central: send what waits, fetch what is new, take it in."""
