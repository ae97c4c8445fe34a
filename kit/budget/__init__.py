"""Budget: the lines that a project's money comes from."""
