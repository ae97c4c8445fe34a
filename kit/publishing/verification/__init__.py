"""Verification: a sealed run held against itself, its journal, and a replay of every report."""
