"""Governance kit: run public projects, judge what they achieved, and show where every number came from."""

__version__ = "0.1.0"
