"""Sample: a deliberately messy portfolio, made from a seed and recorded through actions like anybody's work."""
