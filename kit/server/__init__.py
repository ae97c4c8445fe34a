"""Server: the door for many people: login, screens by role, and kernels that belong to somebody."""
