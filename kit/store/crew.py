"""Crew: several processes that walk the chains of one database together."""

import importlib
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any

from kit.core.tables import Base
from kit.store.database import Database
from kit.store.journal import Head
from kit.store.walk import Span, Told, Walked, walk

# Below this, starting a process takes longer than it saves.
ENTRIES_MIN = 100_000
_LOOK_SECONDS = 0.3
_done: Any = None


def spans_of(heads: Sequence[Head], parts: int) -> list[Span]:
    """All dossiers in at most *parts* spans of about as many entries each; *heads* are in the order of their codes."""
    share = sum(head.number for head in heads) / parts
    highs: list[str] = []
    seen = 0
    for head in heads[:-1]:
        seen += head.number
        if seen >= share * (len(highs) + 1) and len(highs) + 1 < parts:
            highs.append(head.dossier)
    return [Span(low, high) for low, high in zip(["", *highs], [*highs, None], strict=True)]


def walk_together(database: Database, spans: Sequence[Span], told: Told) -> Walked:
    """Walk the spans, each by a process of its own in a read-only transaction of its own."""
    context = get_context("spawn")
    counted = context.Value("q", 0)
    given = (tuple(sorted({mapper.class_.__module__ for mapper in Base.registry.mappers})), counted)
    with ProcessPoolExecutor(len(spans), context, _begin, given) as pool:
        address = database.url.render_as_string(hide_password=False)
        parts = [pool.submit(_walk_span, address, span) for span in spans]
        _await(parts, counted, told)
        walked = [part.result() for part in parts]
    return Walked(sum(part.entries for part in walked), [fault for part in walked for fault in part.faults])


def _begin(tables: Sequence[str], counted: Any) -> None:
    """A new process declares the tables that the one before it knew."""
    global _done  # noqa: PLW0603
    _done = counted
    for module in tables:
        importlib.import_module(module)


def _walk_span(address: str, span: Span) -> Walked:
    database = Database(address)
    try:
        with database.reading() as connection:
            return walk(connection, span, _count)
    finally:
        database.close()


def _count(entries: int) -> None:
    with _done.get_lock():
        _done.value += entries


def _await(parts: Sequence[Future[Any]], counted: Any, told: Told) -> None:
    said, open_parts = 0, set(parts)
    while open_parts:
        open_parts = wait(open_parts, _LOOK_SECONDS).not_done
        now = counted.value
        told(now - said)
        said = now
