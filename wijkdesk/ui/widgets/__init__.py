"""Parts used by two screens or more; each takes a Look (theme and words) and says what it needs."""
