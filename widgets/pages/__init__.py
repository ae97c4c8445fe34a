"""Pages: the frame around the screens, as templates and one style sheet that the server reads."""
