"""Checkpoint: a signature (Ed25519, RFC 8032) over all dossier heads, kept outside the database.

A chain alone does not show that its tail was cut or that all of it was written anew; a checkpoint does.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from kit.core.digest import canonical, digest
from kit.core.errors import UsageError
from kit.core.tables import columns_of
from kit.store.database import Database
from kit.store.journal import Dossier, Entry, Head, time_text
from kit.store.signing import SigningKey, is_signed, read_key, trusted_key


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
        return heads_digest(self.heads)

    def is_signed_well(self) -> bool:
        """True where the workspace's key signed just this."""
        return is_signed(self.trusted_key, self.signature, _signed_text(self.at, self.digest))

    def missing_from(self, connection: Connection) -> Iterator[Head]:
        """The signed heads that the journal does not hold as they were."""
        for head in self.heads:
            query = select(Entry.seal).where(Entry.dossier == head.dossier, Entry.number == head.number)
            if head.number and connection.execute(query).scalar() != head.seal:
                yield head


def sign_checkpoint(database: Database, keys: Path, folder: Path, at: datetime) -> Checkpoint:
    """Sign how all chains stand now and write it to *folder*."""
    with database.reading() as connection:
        heads = read_heads(connection)
    checkpoint = sign_heads(heads, read_key(keys), at)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_checkpoint(checkpoint, folder / f"{checkpoint.name}.json")
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error.strerror}; work on a copy that you may write to"
        ) from None
    return checkpoint


def sign_heads(heads: tuple[Head, ...], key: SigningKey, at: datetime) -> Checkpoint:
    """The checkpoint that says: so the chains stood, *at* that moment."""
    when = time_text(at)
    return Checkpoint(when.replace(":", ""), when, heads, key.sign(_signed_text(when, heads_digest(heads))), key.public)


def write_checkpoint(checkpoint: Checkpoint, file: Path) -> None:
    """Write the checkpoint as ``read_checkpoints`` reads it."""
    file.write_text(canonical(_plain(checkpoint)), encoding="utf-8")


def read_checkpoints(keys: Path, folder: Path) -> list[Checkpoint]:
    """All checkpoints of a workspace, oldest first; one that cannot be read counts as badly signed."""
    trusted = trusted_key(keys)
    return [read_checkpoint(path, trusted) for path in sorted(folder.glob("*.json"))]


def read_heads(connection: Connection) -> tuple[Head, ...]:
    """Where all chains stand, by dossier."""
    rows = connection.execute(select(columns_of(Dossier)).order_by(Dossier.code))
    return tuple(Head(row.code, row.number, row.seal) for row in rows)


def heads_digest(heads: tuple[Head, ...]) -> str:
    """The digest of where all chains stand."""
    return digest(canonical(sorted([head.dossier, head.number, head.seal] for head in heads)))


def read_checkpoint(path: Path, trusted: str) -> Checkpoint:
    """One checkpoint, its signature to be held against the *trusted* public key."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        heads = tuple(Head(*head) for head in content["heads"])
        return Checkpoint(path.stem, content["at"], heads, content["signature"], trusted)
    except (ValueError, KeyError, TypeError):
        return Checkpoint(path.stem, "", (), "", trusted)


def _plain(checkpoint: Checkpoint) -> dict[str, Any]:
    heads = [[head.dossier, head.number, head.seal] for head in checkpoint.heads]
    return {"at": checkpoint.at, "digest": checkpoint.digest, "heads": heads, "signature": checkpoint.signature}


def _signed_text(at: str, digested: str) -> str:
    return f"governance-kit checkpoint {at} {digested}"
