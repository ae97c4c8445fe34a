"""Spot review (自评抽查复核): what an office hands on after looking at self-review tables."""
