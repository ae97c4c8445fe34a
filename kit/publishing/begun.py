"""Begun: what a run leaves, once its data is frozen, for whoever goes on with it; and the lock on its folder."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kit.core.digest import digest_file
from kit.core.errors import UsageError
from kit.publishing.frozen import Frozen
from kit.publishing.json_file import write_json
from kit.publishing.manifest import MANIFEST_NAME
from kit.publishing.plan import SNAPSHOT_NAME, Order
from kit.publishing.provenance import code_digest, code_files, environment
from kit.publishing.seal import INPUTS

BEGUN_NAME = "begun.json"


@dataclass(frozen=True)
class Begun:
    """A run that has begun: its name, when, what was ordered, what was frozen, and the digest of each file frozen."""

    id: str
    started: datetime
    order: Order
    frozen: Frozen
    inputs: dict[str, str]


def write_begun(folder: Path, run_id: str, started: datetime, order: Order, frozen: Frozen) -> Begun:
    """Note in the run's folder that its data is frozen: from here on it can be gone on with."""
    begun = Begun(run_id, started, replace(order, out=None), frozen, _input_digests(folder))
    write_json(folder / BEGUN_NAME, asdict(begun) | {"started": started.isoformat()})
    return begun


def read_begun(folder: Path) -> Begun:
    """The run in *folder* that was stopped; raises UsageError where there is nothing to go on with."""
    if (folder / MANIFEST_NAME).is_file():
        raise UsageError(f"the run in {folder} has ended; kit report verify {folder} checks it")
    try:
        content: dict[str, Any] = json.loads((folder / BEGUN_NAME).read_text(encoding="utf-8"))
        order = _order(content["order"])
        started = datetime.fromisoformat(content["started"])
        return Begun(content["id"], started, order, Frozen(**content["frozen"]), content["inputs"])
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            f"{folder} holds no run whose data was frozen ({BEGUN_NAME} is missing); run the reports anew"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{folder / BEGUN_NAME} is damaged; run the reports anew") from None


def refuse_changed(folder: Path, begun: Begun) -> None:
    """Raise UsageError where the run would not go on as it began: other inputs, or other code."""
    found = _input_digests(folder)
    changed = sorted(name for name in begun.inputs.keys() | found.keys() if begun.inputs.get(name) != found.get(name))
    if changed:
        raise UsageError(
            f"{folder / changed[0]} is not as the run froze it ({len(changed)} changed); run the reports anew"
        )
    kept = json.loads((folder / INPUTS / "environment.json").read_text(encoding="utf-8"))
    if code_digest(code_files()) != begun.frozen.code_digest or environment() != kept:
        raise UsageError(f"the run in {folder} was begun with other code or other packages; run the reports anew")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep the run to this process; raises UsageError where another one is at it."""
    with (folder / BEGUN_NAME).open("r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"another process is writing the run in {folder}; wait until it has ended") from None
        yield


def _input_digests(folder: Path) -> dict[str, str]:
    paths = [folder / SNAPSHOT_NAME, *sorted((folder / INPUTS).rglob("*"))]
    return {path.relative_to(folder).as_posix(): digest_file(path) for path in paths if path.is_file()}


def _order(content: dict[str, Any]) -> Order:
    lists = {name: None if content[name] is None else tuple(content[name]) for name in ("templates", "projects")}
    return Order(**(content | lists))
