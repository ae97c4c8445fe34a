"""Views: reading; SQL to tidy frames and charts, on the live database, on a snapshot and on the past alike."""
