"""Surveys: how many to ask, what the answers bear, and how it is said."""
