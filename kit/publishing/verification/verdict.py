"""Verdict: a run verified: whole, signed, of sound inputs, and giving the same figures again."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.core.errors import EnvironmentLacks, KitError
from kit.core.language import _
from kit.publishing.manifest import MANIFEST_NAME, file_digests
from kit.publishing.plan import SNAPSHOT_NAME
from kit.publishing.seal import INPUTS, SETTINGS, run_digest
from kit.publishing.verification.changed_code import ChangedCode, find_changed_code
from kit.publishing.verification.difference import Cause, Difference, Kind, with_causes
from kit.publishing.verification.inputs import (
    check_heads,
    check_journal,
    check_law,
    check_settings,
    check_snapshot,
    standing_snapshot,
    unreadable,
)
from kit.publishing.verification.replay import Replayed, Tick, replay
from kit.publishing.verification.sealed import SealedRun, read_sealed
from kit.publishing.verification.whole import changed_templates, check_files, check_seal


@dataclass(frozen=True)
class Verdict:
    """What was found: how many reports were replayed, every difference, what else deserves a look, and the code."""

    run: str
    reports: int
    differences: tuple[Difference, ...]
    remarks: tuple[str, ...]
    code: ChangedCode
    seconds: float

    @property
    def is_ok(self) -> bool:
        """True where nothing differs."""
        return not self.differences

    @property
    def is_code_alone(self) -> bool:
        """True where something differs, and all of it because the code or its packages are others."""
        return bool(self.differences) and {each.cause for each in self.differences} == {Cause.CODE}

    def as_dict(self) -> dict[str, Any]:
        """The verdict as the command line prints it."""
        return {
            "ok": self.is_ok,
            "run": self.run,
            "reports": self.reports,
            "differences": [each.as_dict() for each in self.differences],
            "remarks": list(self.remarks),
            "code": self.code.as_dict(),
            "seconds": self.seconds,
        }


def verify_run(
    folder: Path, key: str | None = None, processes: int = 2, *, is_replayed: bool = True, tick: Tick | None = None
) -> Verdict:
    """Check the run in *folder* and, unless it is not to be *is_replayed*, write all its reports again and compare.

    ``key`` is the public key (64 digits) that must have signed it. Nothing in the folder is changed, and nothing but
    the folder is read. Raises UsageError where it holds no sealed run, EnvironmentLacks where there is no room.
    """
    began = time.monotonic()
    sealed = read_sealed(folder.resolve())
    with _room(folder), tempfile.TemporaryDirectory(prefix="kit-replay-") as place:
        examined = _Examined(sealed, key, Path(place))
        examined.look()
        replayed = Replayed(0, (), ())
        reason = None if is_replayed else _("the reports were not replayed, as you asked")
        if reason is None and (reason := examined.reason_against_replay()) is None:
            changed = changed_templates(examined.differences)
            replayed = replay(sealed, Path(place), changed, processes, tick or (lambda _done: None))
    code = find_changed_code(sealed)
    found = with_causes([*examined.differences, *replayed.differences], is_code_changed=bool(code))
    left_out = len(sealed.reports) - replayed.reports
    remarks = [*_signature_remarks(sealed, key), *code.remarks(), *([reason] if reason else []), *replayed.remarks]
    if reason is None and left_out:
        remarks.append(_("{count} reports were not replayed: their template was changed").format(count=left_out))
    seconds = round(time.monotonic() - began, 2)
    return Verdict(sealed.run, replayed.reports, tuple(found), tuple(remarks), code, seconds)


class _Examined:
    """A run looked at without running anything: what differs, and whether it can be replayed."""

    def __init__(self, sealed: SealedRun, key: str | None, place: Path) -> None:
        self.sealed, self.key, self.place = sealed, key, place
        self.differences: list[Difference] = []
        self._unread: str | None = None

    def look(self) -> None:
        """Seal, files, snapshot, journal, law and digest, one after another."""
        found = file_digests(self.sealed.folder)
        self.differences += check_seal(self.sealed, self.key)
        self.differences += check_files(self.sealed, found)
        self._try(SNAPSHOT_NAME, lambda: self._look_at_snapshot(found))
        self._try(f"{INPUTS}/data", lambda: check_law(self.sealed, self.differences))
        self._try(SETTINGS, lambda: check_settings(self.sealed))
        if not self.differences and run_digest(self.sealed.folder, self.sealed.content) != self.sealed.digest:
            said = _("the digest of the run is not that of its inputs and figures")
            self.differences.append(Difference(Kind.MANIFEST, MANIFEST_NAME, said))

    def reason_against_replay(self) -> str | None:
        """Why the reports cannot or should not be run; None where they can."""
        if self._unread:
            return _("the reports were not replayed: {where} cannot be read").format(where=self._unread)
        if self.key and any(each.kind is Kind.SIGNATURE for each in self.differences):
            # A template is code; what nobody signed who is trusted is not run.
            return _("the reports were not replayed: the key that you trust did not sign them")
        return None

    def _try(self, where: str, look: Callable[[], Iterator[Difference]]) -> None:
        try:
            for each in look():
                self.differences.append(each)
        except KitError as error:
            self.differences.append(unreadable(where, error))
            self._unread = self._unread or where

    def _look_at_snapshot(self, found: dict[str, str]) -> Iterator[Difference]:
        yield from check_snapshot(self.sealed, found)
        yield from check_heads(self.sealed, self.key)
        yield from check_journal(standing_snapshot(self.sealed, self.place))


@contextmanager
def _room(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = tempfile.gettempdir()
        raise EnvironmentLacks(
            f"{error.filename or folder}: {error.strerror}; the run must be readable, and {place} needs room "
            "for a copy of its snapshot and reports (TMPDIR names another folder)"
        ) from None


def _signature_remarks(sealed: SealedRun, key: str | None) -> list[str]:
    public = sealed.seal.public_key
    if key is not None:
        return []
    if public is None:
        return [_("the manifest is unsigned: whoever can write the folder can have made it")]
    said = _("signed with the key {digits}…, which was not compared with one that you trust; --key does that")
    return [said.format(digits=str(public)[:16])]
