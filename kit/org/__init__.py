"""Organisation: the units of the departments and the people in them."""
