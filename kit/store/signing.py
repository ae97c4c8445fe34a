"""Signing: the office's Ed25519 key (RFC 8032), which signs checkpoints of the journal and manifests of report runs."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kit.core.errors import UsageError

SECRET, PUBLIC = "checkpoint.key", "checkpoint.pub"
# A key file, or the 64 digits themselves; for offices that keep no key in the workspace.
VARIABLE = "KIT_SIGNING_KEY"
Key = TypeVar("Key")
_DIGITS = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class SigningKey:
    """The secret half of a key; ``public`` is the other half as 64 hexadecimal digits."""

    _private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public half."""
        return self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, text: str) -> str:
        """The signature of *text* as hexadecimal digits."""
        return self._private.sign(text.encode()).hex()


def make_key(folder: Path) -> None:
    """Write a new key: ``checkpoint.key`` (for the owner only) and ``checkpoint.pub`` beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    secret = folder / SECRET
    secret.touch(mode=0o600)
    secret.write_text(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()).hex())
    (folder / PUBLIC).write_text(SigningKey(private).public)


def read_key(folder: Path) -> SigningKey:
    """The key that ``KIT_SIGNING_KEY`` names, else that of *folder*; raises UsageError where there is none."""
    key = find_key(folder)
    if key is None:
        raise UsageError(f"no signing key at {folder / SECRET}; kit init writes one, or copy the office's key there")
    return key


def find_key(folder: Path | None) -> SigningKey | None:
    """As ``read_key``, but None where there is no key; one that cannot be used is still an error."""
    named = os.environ.get(VARIABLE)
    if named:
        return _key_of(_digits_of(named, VARIABLE), VARIABLE)
    if folder is None or not (folder / SECRET).is_file():
        return None
    return _key_of(_read(folder / SECRET), str(folder / SECRET))


def trusted_key(folder: Path) -> str:
    """The public key of a workspace; empty where it keeps none."""
    public = folder / PUBLIC
    return public.read_text().strip() if public.is_file() else ""


def read_public_key(named: str) -> str:
    """The public key in a file, or given as its 64 digits; raises UsageError where it is none."""
    found = _digits_of(named, "--key")
    _checked(found, named, Ed25519PublicKey.from_public_bytes)
    return found


def is_signed(public: str, signature: str, text: str) -> bool:
    """True where the holder of the *public* key signed just this text."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _digits_of(named: str, whose: str) -> str:
    if _DIGITS.fullmatch(named.strip()):
        return named.strip().lower()
    if not Path(named).is_file():
        raise UsageError(f"{whose}: there is no key file {named}; name a file of 64 hexadecimal digits, or give these")
    return _read(Path(named))


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except UnicodeDecodeError:
        raise _no_key(str(path)) from None
    except OSError as error:
        raise UsageError(
            f"the signing key {path} cannot be read: {error.strerror}; ask for the right to read it"
        ) from None


def _key_of(digits: str, where: str) -> SigningKey:
    return SigningKey(_checked(digits, where, Ed25519PrivateKey.from_private_bytes))


def _checked(digits: str, where: str, read: Callable[[bytes], Key]) -> Key:
    try:
        return read(bytes.fromhex(digits))
    except ValueError:
        raise _no_key(where) from None


def _no_key(where: str) -> UsageError:
    return UsageError(
        f"{where} holds no signing key (64 hexadecimal digits); copy the office's key there from its safe place"
    )
