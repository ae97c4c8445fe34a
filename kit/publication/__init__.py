"""Publication: what leaves the office as its word: what is taken out before, by which rule."""
