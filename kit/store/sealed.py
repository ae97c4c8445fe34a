"""Sealed: an entry read for verifying: what names and links it, and its row images as the text that was sealed."""

import json
from typing import Any

import msgspec

from kit.core.digest import canonical, canonical_row
from kit.store.journal import SCHEMA
from kit.store.migrations.images import bring_up

GONE = b"null"


class SealedChange(msgspec.Struct, gc=False):
    """What an entry says of one row; ``image`` is canonical JSON, or ``null`` where the row was removed."""

    table: str
    key: int
    image: msgspec.Raw


class Sealed(msgspec.Struct, gc=False):
    """What verifying asks of an entry; the names are those of the entry's text."""

    dossier: str
    number: int
    previous: str
    at: str
    actor: str
    action: str
    action_id: str
    changes: list[SealedChange]
    schema: str = SCHEMA

    def repeated(self) -> list[Any]:
        """What the columns beside the text repeat, in their order."""
        return [self.dossier, self.number, self.at, self.actor, self.action, self.action_id]

    def images(self) -> list[tuple[tuple[str, int], bytes]]:
        """Each row that the entry changed, by table and key, with its image as the schema of this version has it."""
        if self.schema == SCHEMA:
            return [((change.table, change.key), bytes(change.image)) for change in self.changes]
        return [((change.table, change.key), self._brought_up(change)) for change in self.changes]

    def _brought_up(self, change: SealedChange) -> bytes:
        image = json.loads(bytes(change.image))
        return canonical(image and bring_up(change.table, image, self.schema)).encode()


_decoder = msgspec.json.Decoder(Sealed)


def read_sealed(content: bytes) -> Sealed | None:
    """What the entry says, from its text in UTF-8; None where that is not the text of an entry."""
    try:
        return _decoder.decode(content)
    except msgspec.DecodeError:
        return None


def is_row(image: bytes, row: dict[str, Any]) -> bool:
    """True where a row of a table stands as *image* says."""
    return canonical_row(row) == image
