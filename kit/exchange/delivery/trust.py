"""Trust: whose certificates are believed: those of the system, or those in a file that the office names."""

import ssl
from pathlib import Path

from kit.core.errors import EnvironmentLacks


def trusted(authorities: str | None, root: Path) -> ssl.SSLContext:
    """A context that checks certificate and name; *authorities* is a PEM file, taken relative to *root*."""
    if authorities is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=str(root / authorities))
    except (OSError, ssl.SSLError) as error:
        raise EnvironmentLacks(f"the certificates in {root / authorities} cannot be read: {error}") from None
