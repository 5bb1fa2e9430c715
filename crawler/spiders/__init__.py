"""One source, one file; each is found here by its name without registration."""
