"""Publishing: report runs, their pages and their manifest."""
