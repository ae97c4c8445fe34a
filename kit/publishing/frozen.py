"""Frozen: what a run reads, put into its folder: snapshot, templates, law, schemes and settings in force."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kit.core.digest import canonical, digest
from kit.law.rulebook import load_rulebook
from kit.publishing.plan import SNAPSHOT_NAME
from kit.publishing.template import Template
from kit.store.checkpoint import read_heads
from kit.store.database import Database
from kit.store.snapshot import write_snapshot
from kit.workspace.resources import shipped
from kit.workspace.workspace import OWN, Workspace

# Samples are for trying the kit out; no report reads them.
LEFT_OUT = {"samples"}


@dataclass(frozen=True)
class Frozen:
    """What was frozen: the digest of the snapshot's content, of the law, and of the journal heads."""

    content_digest: str
    law_digest: str
    heads_digest: str


def freeze(workspace: Workspace, database: Database, templates: Iterable[Template], folder: Path) -> Frozen:
    """Write everything that the run reads into *folder*."""
    content_digest = write_snapshot(database, folder / SNAPSHOT_NAME)
    _copy_templates(templates, folder / "inputs" / "reports")
    _copy_data(workspace, folder / "inputs" / "data")
    _write_settings(workspace, folder / "inputs" / "settings.json")
    law_digest = load_rulebook(workspace.resources).digest()
    return Frozen(content_digest, law_digest, _heads_digest(folder / SNAPSHOT_NAME))


def _copy_templates(templates: Iterable[Template], folder: Path) -> None:
    folder.mkdir(parents=True)
    for template in templates:
        shutil.copyfile(template.path, folder / template.path.name)


def _copy_data(workspace: Workspace, folder: Path) -> None:
    """The data files in force: the office's own where there is one, else the kit's."""
    names = {name for base in (shipped("data"), workspace.root / "data") for name in _names(base)}
    for name in sorted(names):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workspace.resources.find(str(name)), target)


def _names(base: Path) -> Iterable[Path]:
    found = (path.relative_to(base) for path in base.rglob("*.yaml"))
    return (name for name in found if not LEFT_OUT.intersection(name.parts))


def _write_settings(workspace: Workspace, file: Path) -> None:
    # The address of the database may hold a password, and a run folder is handed on.
    settings = workspace.settings.model_dump(mode="json", exclude=set(OWN))
    file.write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")


def _heads_digest(snapshot: Path) -> str:
    database = Database.of_snapshot(snapshot)
    with database.reading() as connection:
        heads = read_heads(connection)
    database.close()
    return digest(canonical(sorted([head.dossier, head.number, head.seal] for head in heads)))
