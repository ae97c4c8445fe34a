"""Checkpoint: a signature (Ed25519, RFC 8032) over all dossier heads, kept outside the database.

A chain alone does not show that its tail was cut or that all of it was written anew; a checkpoint does.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlalchemy import Connection, select

from kit.core.digest import canonical, digest
from kit.core.errors import UsageError
from kit.core.tables import columns_of
from kit.store.database import Database
from kit.store.journal import Dossier, Entry, Head, time_text


@dataclass(frozen=True)
class Checkpoint:
    """The heads at one moment, their digest, and the signature over time and digest.

    ``trusted_key`` is the public key of the workspace: a signature by any other key counts as none.
    """

    name: str
    at: str
    heads: tuple[Head, ...]
    signature: str
    trusted_key: str

    @property
    def digest(self) -> str:
        """The digest of the sorted heads."""
        return _digest(self.heads)

    def is_signed_well(self) -> bool:
        """True where the workspace's key signed just this."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.trusted_key))
            key.verify(bytes.fromhex(self.signature), _signed_text(self.at, self.digest))
        except (InvalidSignature, ValueError):
            return False
        return True

    def missing_from(self, connection: Connection) -> Iterator[Head]:
        """The signed heads that the journal does not hold as they were."""
        for head in self.heads:
            query = select(Entry.seal).where(Entry.dossier == head.dossier, Entry.number == head.number)
            if head.number and connection.execute(query).scalar() != head.seal:
                yield head


def make_key(folder: Path) -> None:
    """Write a new signing key: ``checkpoint.key`` (for the owner only) and ``checkpoint.pub`` beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    secret = folder / "checkpoint.key"
    secret.touch(mode=0o600)
    secret.write_text(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()).hex())
    (folder / "checkpoint.pub").write_text(_public_text(private))


def sign_checkpoint(database: Database, keys: Path, folder: Path, at: datetime) -> Checkpoint:
    """Sign how all chains stand now and write it to *folder*."""
    with database.reading() as connection:
        heads = read_heads(connection)
    private = _read_private(keys)
    when = time_text(at)
    signature = private.sign(_signed_text(when, _digest(heads))).hex()
    checkpoint = Checkpoint(when.replace(":", ""), when, heads, signature, _public_text(private))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{checkpoint.name}.json").write_text(canonical(_plain(checkpoint)), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error.strerror}; work on a copy that you may write to"
        ) from None
    return checkpoint


def read_checkpoints(keys: Path, folder: Path) -> list[Checkpoint]:
    """All checkpoints of a workspace, oldest first; one that cannot be read counts as badly signed."""
    public = keys / "checkpoint.pub"
    trusted = public.read_text().strip() if public.is_file() else ""
    return [_read(path, trusted) for path in sorted(folder.glob("*.json"))]


def read_heads(connection: Connection) -> tuple[Head, ...]:
    """Where all chains stand, by dossier."""
    rows = connection.execute(select(columns_of(Dossier)).order_by(Dossier.code))
    return tuple(Head(row.code, row.number, row.seal) for row in rows)


def _read(path: Path, trusted: str) -> Checkpoint:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        heads = tuple(Head(*head) for head in content["heads"])
        return Checkpoint(path.stem, content["at"], heads, content["signature"], trusted)
    except (ValueError, KeyError, TypeError):
        return Checkpoint(path.stem, "", (), "", trusted)


def _plain(checkpoint: Checkpoint) -> dict[str, Any]:
    heads = [[head.dossier, head.number, head.seal] for head in checkpoint.heads]
    return {"at": checkpoint.at, "digest": checkpoint.digest, "heads": heads, "signature": checkpoint.signature}


def _digest(heads: tuple[Head, ...]) -> str:
    return digest(canonical(sorted([head.dossier, head.number, head.seal] for head in heads)))


def _signed_text(at: str, heads_digest: str) -> bytes:
    return f"governance-kit checkpoint {at} {heads_digest}".encode()


def _read_private(keys: Path) -> Ed25519PrivateKey:
    path = keys / "checkpoint.key"
    if not path.is_file():
        raise UsageError(f"no signing key at {path}; kit init writes one, or copy the office's key there")
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
    except OSError as error:
        raise UsageError(
            f"the signing key {path} cannot be read: {error.strerror}; ask for the right to read it"
        ) from None
    except ValueError:
        raise UsageError(
            f"{path} holds no signing key (64 hexadecimal digits); copy the office's key there from its safe place"
        ) from None


def _public_text(private: Ed25519PrivateKey) -> str:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
