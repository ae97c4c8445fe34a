"""Command line: one of the doors. It decides nothing: each command is a thin file over a library function."""
