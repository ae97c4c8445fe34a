"""Self-review tables: read from the files that offices keep, and written as the official form."""
