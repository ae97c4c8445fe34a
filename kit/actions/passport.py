"""Passport: what the server hands to the kernel of a page: who is logged in, signed (Ed25519), for one session.

A client can set headers and queries, never this: the server writes it, and the kernel believes no other word for it.
"""

import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kit.core.digest import canonical
from kit.core.errors import KitError

VARIABLE = "KIT_PASSPORT"
PUBLIC_VARIABLE = "KIT_PASSPORT_KEY"


@dataclass(frozen=True)
class Passport:
    """A person and the session through which they came in."""

    login: str
    session: str


class Office:
    """Signs passports with a key that lives as long as the server does and is never written down."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    @property
    def public(self) -> str:
        """The key by which a passport is checked, in hexadecimal digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def issue(self, passport: Passport) -> str:
        """The passport as text, with its signature."""
        text = canonical({"login": passport.login, "session": passport.session})
        return f"{text.encode().hex()}.{self._key.sign(text.encode()).hex()}"


def read_passport(text: str, public: str) -> Passport:
    """Who *text* says came in; raises KitError where it was not signed by the server."""
    try:
        body, signature = (bytes.fromhex(part) for part in text.split("."))
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, body)
        said = json.loads(body)
        return Passport(str(said["login"]), str(said["session"]))
    except (ValueError, InvalidSignature, KeyError):
        raise KitError("the server has not said who is here; open the page anew from its first page") from None
