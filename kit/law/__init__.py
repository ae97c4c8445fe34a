"""Law: dated parameters with their article. It knows no room."""
