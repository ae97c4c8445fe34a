"""Passwords: how they are hashed (Argon2id, RFC 9106), made up, and compared; and the codes of the second factor.

The hash has the second of the two sets of parameters that RFC 9106, section 4, recommends: 3 passes over 64 MiB in 4
lanes. The codes are those of RFC 6238: SHA-1, 6 digits, steps of 30 seconds.
"""

import hmac
import re
import secrets
from datetime import datetime
from functools import cache

import pyotp
from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

# Without signs that are read for one another; a person types it once.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
GROUPS, GROUP_LENGTH = 3, 5
STEP_SECONDS = 30
# Base32 of 160 bits, the length that RFC 4226 recommends for a shared secret.
SEED = re.compile("[A-Z2-7]{32}")


def make_password() -> str:
    """A new one-time password: three groups of five signs, some 80 bits, each kind of sign among them."""
    while True:
        groups = ["".join(map(secrets.choice, [LETTERS + CAPITALS + DIGITS] * GROUP_LENGTH)) for _ in range(GROUPS)]
        made = "-".join(groups)
        if all(any(sign in kind for sign in made) for kind in (LETTERS, CAPITALS, DIGITS)):
            return made


def hash_password(password: str) -> str:
    """The Argon2id hash with its salt and parameters."""
    return _hasher().hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """True where *password* has that hash; without a hash it takes as long and is False."""
    try:
        return _hasher().verify(hashed or _nobody(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def make_seed() -> str:
    """A new seed of a second factor (Base32, 160 bits)."""
    return pyotp.random_base32()


def address_of(seed: str, login: str, office: str) -> str:
    """The ``otpauth:`` address that an authenticator reads."""
    return pyotp.TOTP(seed).provisioning_uri(name=login, issuer_name=office)


def step_of(seed: str, code: str, at: datetime) -> int | None:
    """The time step that *code* belongs to: the present one or its neighbours; None where it or the seed is wrong."""
    if not SEED.fullmatch(seed):
        return None
    present, counter = int(at.timestamp()) // STEP_SECONDS, pyotp.HOTP(seed)
    steps = (present - 1, present, present + 1)
    typed = code.strip().encode()
    return next((step for step in steps if hmac.compare_digest(counter.at(step).encode(), typed)), None)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


@cache
def _nobody() -> str:
    # Who is not there is not to be told from who is by how long the answer takes.
    return hash_password(secrets.token_hex())
