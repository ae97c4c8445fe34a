"""Methods of an evaluation team: the files that they are given, and templates for them."""
