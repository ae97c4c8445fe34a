"""Inputs: whether what the reports read was frozen: the snapshot, each row against its journal, and the law."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kit.actions.catalogue  # noqa: F401 - declares the tables of every room, whose rows the journal knows
from kit.core.errors import KitError
from kit.core.language import _
from kit.law.rulebook import Rulebook, load_rulebook
from kit.publishing.frozen import CHECKPOINT_NAME, frozen_settings
from kit.publishing.plan import SNAPSHOT_NAME
from kit.publishing.seal import INPUTS, SETTINGS
from kit.publishing.verification.difference import Difference, Kind
from kit.publishing.verification.sealed import SealedRun
from kit.store.checkpoint import heads_digest, read_checkpoint, read_heads
from kit.store.content import content_digest
from kit.store.database import Database
from kit.store.journal import SCHEMA
from kit.store.upgraded import upgrade_snapshot
from kit.store.verify import verify
from kit.views.reader import frozen_resources
from kit.workspace.resources import Resources

LAW = f"{INPUTS}/data/"
LAW_FOLDERS = ("law/", "facts/", "calendar/")
CHANGES_MAX = 5
_KINDS = {SNAPSHOT_NAME: Kind.SNAPSHOT, SETTINGS: Kind.SETTING}


def check_snapshot(sealed: SealedRun, found: dict[str, str]) -> Iterator[Difference]:
    """The snapshot by its bytes and by its content; raises KitError where it cannot be read at all."""
    if found.get(SNAPSHOT_NAME) == sealed.snapshot.sha256 == sealed.files.get(SNAPSHOT_NAME):
        return
    held = content_digest(sealed.folder / SNAPSHOT_NAME)
    if held != sealed.snapshot.content_digest:
        said = _("the snapshot does not hold what was frozen")
        yield Difference(Kind.SNAPSHOT, SNAPSHOT_NAME, said, sealed.snapshot.content_digest, held)
    else:
        said = _("bytes of the file were changed; what it holds is what was frozen")
        yield Difference(Kind.SNAPSHOT, SNAPSHOT_NAME, said)


def standing_snapshot(sealed: SealedRun, place: Path) -> Path:
    """A copy of the snapshot in *place*, brought to the schema of this version where that has moved.

    Raises KitError where it cannot be brought there.
    """
    kept, copy = sealed.folder / SNAPSHOT_NAME, place / SNAPSHOT_NAME
    if sealed.snapshot.schema_ == SCHEMA:
        shutil.copyfile(kept, copy)
    else:
        upgrade_snapshot(kept, sealed.snapshot.schema_, copy)
    return copy


def check_journal(snapshot: Path) -> Iterator[Difference]:
    """Every row of the *snapshot* (in the schema of this version) against its journal, and the chains against seals."""
    database = Database.of_snapshot(snapshot)
    try:
        for fault in verify(database).faults:
            kind = Kind.ROW if fault.kind in {"row", "balance"} else Kind.JOURNAL
            yield Difference(kind, fault.where, fault.message)
    finally:
        database.close()


def check_heads(sealed: SealedRun, key: str | None) -> Iterator[Difference]:
    """Where the journal stood when the run was sealed, and the checkpoint that signs it."""
    database = Database.of_snapshot(sealed.folder / SNAPSHOT_NAME)
    with database.reading() as connection:
        heads = heads_digest(read_heads(connection))
    database.close()
    if heads != sealed.snapshot.journal_heads_digest:
        said = _("the journal does not end where it ended when the run was sealed")
        yield Difference(Kind.JOURNAL, SNAPSHOT_NAME, said, sealed.snapshot.journal_heads_digest, heads)
    if sealed.snapshot.checkpoint is not None and (sealed.folder / CHECKPOINT_NAME).is_file():
        trusted = key or str(sealed.seal.public_key)
        checkpoint = read_checkpoint(sealed.folder / CHECKPOINT_NAME, trusted)
        if not checkpoint.is_signed_well() or checkpoint.digest != sealed.snapshot.journal_heads_digest:
            said = _("the checkpoint does not sign where the journal ended")
            yield Difference(Kind.SIGNATURE, CHECKPOINT_NAME, said)


def check_law(sealed: SealedRun, differences: list[Difference]) -> Iterator[Difference]:
    """Which rules differ, where a file of the law was changed; raises KitError where it cannot be read any more."""
    if not any(_is_law(each.where) for each in differences):
        return
    rulebook = load_rulebook(frozen_resources(sealed.folder / SNAPSHOT_NAME))
    found = rulebook.digests()
    shipped = load_rulebook(Resources())
    for code in sorted(sealed.rules.keys() | found.keys()):
        if sealed.rules.get(code) != found.get(code):
            yield _rule(code, sealed, rulebook, shipped)


def check_settings(sealed: SealedRun) -> Iterator[Difference]:
    """The office's settings, one by one; raises KitError where they cannot be read any more."""
    found = frozen_settings(sealed.folder)
    for name, old in (sealed.settings or {}).items():
        new = getattr(found, name, None)
        if old != new:
            yield Difference(Kind.SETTING, name, _("the setting was changed"), str(old), str(new))


def _is_law(name: str) -> bool:
    return any(name.startswith(LAW + folder) for folder in LAW_FOLDERS)


def _rule(code: str, sealed: SealedRun, now: Rulebook, shipped: Rulebook) -> Difference:
    """What became of one rule; its old values are shown where the kit still ships the rule as it was sealed."""
    if code not in now.rules:
        return Difference(Kind.RULE, code, _("the rule is missing"))
    if code not in sealed.rules:
        return Difference(Kind.RULE, code, _("the rule was put in after the run was sealed"))
    if shipped.digests().get(code) != sealed.rules[code]:
        return Difference(Kind.RULE, code, _("the rule was changed"))
    old, new = (each.rules[code].model_dump(mode="json") for each in (shipped, now))
    changes = list(_changes(old, new, ""))[:CHANGES_MAX]
    names, before, after = zip(*changes, strict=True)
    said = _("the rule was changed: {fields}").format(fields=", ".join(names))
    return Difference(Kind.RULE, code, said, "; ".join(before), "; ".join(after))


def _changes(old: Any, new: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Where two values differ: the path there, what stood and what stands."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in old.keys() | new.keys():
            yield from _changes(old.get(name), new.get(name), f"{path}.{name}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield from _changes(one, other, f"{path}[{number}]")
    elif old != new:
        yield path, str(old), str(new)


def unreadable(where: str, error: KitError) -> Difference:
    """The difference that something which the run froze cannot be read any more."""
    return Difference(_KINDS.get(where, Kind.RULE), where, _("it cannot be read: {reason}").format(reason=error))
