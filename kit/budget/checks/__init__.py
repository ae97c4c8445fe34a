"""Checks of the budget: what stops money from moving, each with its article and what to do."""
