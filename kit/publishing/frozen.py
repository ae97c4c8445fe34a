"""Frozen: what a run reads, put into its folder: snapshot, templates, law, schemes and settings in force."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kit.core.errors import UsageError
from kit.publishing.json_file import write_json
from kit.publishing.plan import SNAPSHOT_NAME
from kit.publishing.provenance import code_digest, code_files, environment, lock_text
from kit.publishing.seal import INPUTS, SETTINGS
from kit.publishing.template import Template, read_template
from kit.store.checkpoint import heads_digest, read_heads, sign_heads, write_checkpoint
from kit.store.database import Database
from kit.store.journal import SCHEMA
from kit.store.signing import SigningKey
from kit.store.snapshot import write_snapshot
from kit.workspace.resources import shipped
from kit.workspace.workspace import Settings, Workspace

CHECKPOINT_NAME = "checkpoint.json"
# What reports read of the settings. The rest are addresses of machines and people, and a run folder is handed on.
SETTINGS_READ = ("office", "language", "scheme")
# Samples are for trying the kit out; no report reads them.
LEFT_OUT = {"samples"}


@dataclass(frozen=True)
class Frozen:
    """What was frozen: the digest of the snapshot's content, its schema, and the digests of journal heads and code."""

    content_digest: str
    schema: str
    heads_digest: str
    code_digest: str


def freeze(
    workspace: Workspace,
    database: Database,
    templates: Iterable[Template],
    folder: Path,
    key: SigningKey | None = None,
) -> Frozen:
    """Write everything that the run reads, and by what it is made, into *folder*; sign where the journal stands."""
    found = write_snapshot(database, folder / SNAPSHOT_NAME)
    inputs = folder / INPUTS
    _copy_templates(templates, inputs / "reports")
    _copy_data(workspace, inputs / "data")
    _write_settings(workspace, inputs / "settings.json")
    return Frozen(found, SCHEMA, _note_heads(folder, key), _write_provenance(inputs))


def frozen_templates(folder: Path, names: Iterable[str]) -> tuple[Template, ...]:
    """The templates of those names as the run in *folder* keeps them."""
    return tuple(read_template(folder / INPUTS / "reports" / f"{name}.ipynb") for name in names)


def frozen_settings(folder: Path) -> Settings:
    """The office's settings as the run in *folder* keeps them; of what this version does not know nothing is read."""
    try:
        kept = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        return Settings.model_validate({name: kept[name] for name in SETTINGS_READ if name in kept})
    except (FileNotFoundError, ValueError, TypeError):
        raise UsageError(f"{folder / SETTINGS} is missing or damaged; run the reports anew") from None


def _write_provenance(inputs: Path) -> str:
    files, made_in = code_files(), environment()
    write_json(inputs / "code.json", files)
    write_json(inputs / "environment.json", made_in)
    (inputs / "requirements.txt").write_text(lock_text(made_in["packages"]), encoding="utf-8")
    return code_digest(files)


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
    settings = workspace.settings.model_dump(mode="json", include=set(SETTINGS_READ))
    file.write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")


def _note_heads(folder: Path, key: SigningKey | None) -> str:
    """Where all chains of the journal stood, signed as a checkpoint where there is a key; answers their digest."""
    database = Database.of_snapshot(folder / SNAPSHOT_NAME)
    with database.reading() as connection:
        heads = read_heads(connection)
    database.close()
    if key is not None:
        write_checkpoint(sign_heads(heads, key, datetime.now(UTC)), folder / CHECKPOINT_NAME)
    return heads_digest(heads)
