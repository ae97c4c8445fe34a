"""Screens: what people see and type in a browser. They ask and show; actions do, views read."""
