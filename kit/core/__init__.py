"""Core: the words that every room uses. It imports nothing of ours."""
