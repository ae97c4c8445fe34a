"""Journal: one sealed entry for each action and dossier, chained, stored as the very text that was hashed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, String, Text, UniqueConstraint, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.digest import canonical, canonical_row, digest
from kit.core.tables import CODE, IDENTITY, Base, columns_of
from kit.store.database import allowed_to_write
from kit.store.migrations.images import bring_up

SCHEMA = "0012"
START = ""
# The action by which a migration says what it changed.
MIGRATION = "kit.migrate"
# Texts and whole numbers it spells as ``canonical`` does; what holds more comes to it written already.
_entries = msgspec.json.Encoder(order="sorted")


class Dossier(Base):
    """The head of one chain: the number and seal of its last entry. It is locked first by whoever writes."""

    __tablename__ = "dossier"
    __table_args__ = {"info": {"unjournaled": True}}

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    seal: Mapped[str] = mapped_column(String(64))


class Entry(Base):
    """One entry. ``text`` is the truth and what ``seal`` hashes; the other columns repeat it for reading."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("dossier", "number"), {"info": {"unjournaled": True}})

    id: Mapped[int] = mapped_column(IDENTITY, primary_key=True)
    dossier: Mapped[str] = mapped_column(CODE)
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[str] = mapped_column(String(32), index=True)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(80))
    action_id: Mapped[str] = mapped_column(String(36))
    text: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Change:
    """What happened to one row: its image after, or None where it was removed."""

    table: str
    key: int
    image: dict[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """The change as the journal writes it, its image written already."""
        image = b"null" if self.image is None else canonical_row(self.image)
        return {"table": self.table, "key": self.key, "image": msgspec.Raw(image)}


@dataclass(frozen=True)
class Deed:
    """What all entries of one action share: who did what, when, through which door, as asked."""

    action: str
    action_id: str
    at: datetime
    actor: str
    door: str
    system_user: str
    request: dict[str, Any]
    reason: str | None = None
    cited: dict[str, str] | None = None


@dataclass(frozen=True)
class Head:
    """Where a chain stands."""

    dossier: str
    number: int
    seal: str


def time_text(at: datetime) -> str:
    """A point in time as the journal writes it: UTC, sortable as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def lock_head(connection: Connection, dossier: str) -> Head | None:
    """Take the dossier for this transaction; None where it does not exist yet."""
    row = connection.execute(_LOCK, {"code": dossier}).first()
    return Head(dossier, row.number, row.seal) if row else None


def open_dossier(connection: Connection, dossier: str) -> Head:
    """Start the chain of a new dossier (or find that another writer just has), and take it."""
    values = {"code": dossier, "number": 0, "seal": START}
    with allowed_to_write(connection):
        if connection.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as insert_unless_there

            connection.execute(insert_unless_there(columns_of(Dossier)).values(values).on_conflict_do_nothing())
        else:
            connection.execute(insert(columns_of(Dossier)).values(values))
    head = lock_head(connection, dossier)
    assert head is not None
    return head


def append(
    connection: Connection,
    head: Head,
    deed: Deed,
    changes: list[Change],
    findings: list[dict[str, Any]],
    schema: str = SCHEMA,
) -> Head:
    """Write the next entry of a dossier that this transaction holds, and move its head.

    A migration names the *schema* that it leads to: its images are of that one, whatever came after.
    """
    entry, columns = sealed_entry(head, deed, changes, findings, schema)
    with allowed_to_write(connection):
        connection.execute(_INSERT, columns)
        connection.execute(_MOVE, {"which": head.dossier, "number": entry.number, "seal": entry.seal})
    return entry


def sealed_entry(
    head: Head, deed: Deed, changes: list[Change], findings: list[dict[str, Any]], schema: str = SCHEMA
) -> tuple[Head, dict[str, Any]]:
    """The entry that follows *head*: where the chain stands after it, and the columns to be written."""
    text = _entries.encode(_content(head, deed, changes, findings) | {"schema": schema}).decode()
    entry = Head(head.dossier, head.number + 1, digest(text))
    return entry, _columns(entry, deed, text)


def read_entries(connection: Connection, until: str | None = None, dossier: str | None = None) -> Iterator[Any]:
    """The entries, chain after chain, each in order, streamed; *until* is a time text, not included."""
    query = select(columns_of(Entry)).order_by(Entry.dossier, Entry.number)
    if until is not None:
        query = query.where(Entry.at < until)
    if dossier is not None:
        query = query.where(Entry.dossier == dossier)
    for part in connection.execution_options(stream_results=True).execute(query).partitions(2000):
        yield from part


def read_in_order(connection: Connection) -> Iterator[Any]:
    """The entries of all chains in the order in which they were written, streamed."""
    query = select(columns_of(Entry)).order_by(Entry.id)
    for part in connection.execution_options(stream_results=True).execute(query).partitions(2000):
        yield from part


def content_of(entry: Any) -> dict[str, Any]:
    """What an entry says, its row images as the schema of this version has them."""
    content: dict[str, Any] = json.loads(entry.text)
    if content.get("schema", SCHEMA) != SCHEMA:
        for change in content["changes"]:
            change["image"] = change["image"] and bring_up(change["table"], change["image"], content["schema"])
    return content


def _content(head: Head, deed: Deed, changes: list[Change], findings: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "dossier": head.dossier,
        "number": head.number + 1,
        "previous": head.seal,
        "algorithm": "sha256",
        "at": time_text(deed.at),
        "action": deed.action,
        "action_id": deed.action_id,
        "actor": deed.actor,
        "door": deed.door,
        "system_user": deed.system_user,
        "request": msgspec.Raw(canonical(deed.request).encode()),
        "reason": deed.reason,
        "cited": deed.cited or {},
        "changes": [change.as_dict() for change in changes],
        "findings": findings,
    }


def _columns(entry: Head, deed: Deed, text: str) -> dict[str, Any]:
    return {
        "dossier": entry.dossier,
        "number": entry.number,
        "at": time_text(deed.at),
        "actor": deed.actor,
        "action": deed.action,
        "action_id": deed.action_id,
        "text": text,
        "seal": entry.seal,
    }


_LOCK = select(Dossier.number, Dossier.seal).where(Dossier.code == bindparam("code")).with_for_update()
_INSERT = insert(columns_of(Entry))
_MOVE = (
    update(columns_of(Dossier))
    .where(columns_of(Dossier).c.code == bindparam("which"))
    .values(number=bindparam("number"), seal=bindparam("seal"))
)
