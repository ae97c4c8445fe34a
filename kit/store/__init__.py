"""Store: the database, its journal, and everything that proves it was not changed on the side.

The only floor with an engine. It names no room: it works on whatever tables are declared.
"""
