"""Workspace: where an office keeps its settings, database, files and runs, and where the kit finds its own data."""
