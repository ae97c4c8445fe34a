"""Errors: what an operator reads when something cannot go on; one line that says what to do."""


class KitError(Exception):
    """Something the operator has to mend; the message is one line and names the remedy.

    A door (command line, server, screen) prints it and ends with ``exit_status``:
    1 refused or faults found, 2 wrong usage, 3 the environment lacks something.
    """

    exit_status = 1


class UsageError(KitError):
    """The words of a command, a setting or a parameter are wrong."""

    exit_status = 2


class EnvironmentLacks(KitError):
    """The machine lacks something (a browser, a font, a database server)."""

    exit_status = 3


class ConfigurationError(UsageError):
    """A data file is wrong; the message names file and line."""


class NotRecorded(KitError):
    """A record was asked for that does not exist."""
