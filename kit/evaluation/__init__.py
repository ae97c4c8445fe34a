"""Evaluation: self-review tables as printed, their targets, schemes, scores and checks."""
