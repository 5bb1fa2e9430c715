"""A list that an operator or a therapist keeps by hand: its file, its columns, its cells, its rows."""
