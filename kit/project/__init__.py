"""Project: public projects and who answers for them."""
