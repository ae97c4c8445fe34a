"""Workspace: an office's folder: settings, database, files, runs, keys."""

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from kit.core.errors import UsageError
from kit.core.language import DEFAULT_LANGUAGE, LANGUAGES
from kit.workspace.resources import Resources
from kit.workspace.sending import MailSettings, NotifySettings, WebhookSettings

SETTINGS_FILE = "kit.toml"
FOLDERS = ("files", "runs", "data")


class Settings(BaseModel):
    """What ``kit.toml`` says; without a ``scheme`` each self-review is scored by the one that fits its form.

    ``second_factor`` says of whom the login asks one: ``none``, ``administrators`` or ``everybody``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    office: str = "governance-kit"
    language: str = DEFAULT_LANGUAGE
    scheme: str | None = None
    database: str | None = None
    second_factor: Literal["none", "administrators", "everybody"] = "none"
    mail: MailSettings | None = None
    webhooks: dict[str, WebhookSettings] = {}
    notify: NotifySettings = NotifySettings()

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, language: str) -> str:
        if language not in LANGUAGES:
            raise ValueError(f"{language!r} is not spoken; choose {' or '.join(LANGUAGES)}")
        return language

    @model_validator(mode="after")
    def _names_its_webhooks(self) -> "Settings":
        for name in sorted(self.notify.names() - self.webhooks.keys()):
            raise ValueError(f"notify names webhook:{name}, but there is no [webhooks.{name}]")
        return self


@dataclass(frozen=True)
class Workspace:
    """One workspace."""

    root: Path
    settings: Settings

    @property
    def database_address(self) -> str:
        """``KIT_DATABASE``, else what kit.toml says, else the embedded database."""
        return os.environ.get("KIT_DATABASE") or self.settings.database or f"sqlite:///{self.root / 'governance.db'}"

    @property
    def files(self) -> Path:
        """Evidence, by content."""
        return self.root / "files"

    @property
    def runs(self) -> Path:
        """Report runs."""
        return self.root / "runs"

    @property
    def keys(self) -> Path:
        """The signing key."""
        return self.root / "keys"

    @property
    def checkpoints(self) -> Path:
        """Signed checkpoints."""
        return self.root / "checkpoints"

    @property
    def resources(self) -> Resources:
        """The data files in force here."""
        return Resources(self.root)


def make_workspace(root: Path, settings: Settings | None = None) -> Workspace:
    """Make the folders and ``kit.toml``; raises UsageError where a workspace stands already."""
    if (root / SETTINGS_FILE).exists():
        raise UsageError(f"{root} is a workspace already; choose another folder")
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} is a file; choose a folder")
    chosen = settings or Settings()
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / SETTINGS_FILE).write_text(_toml(chosen), encoding="utf-8")
    return Workspace(root.resolve(), chosen)


def find_workspace(named: Path | None = None) -> Workspace:
    """The workspace named, else that of ``KIT_WORKSPACE``, else the nearest ``kit.toml`` upwards."""
    from_environment = os.environ.get("KIT_WORKSPACE")
    wanted = named or (Path(from_environment) if from_environment else None)
    root = wanted or _upwards(Path.cwd())
    if root is None or not (root / SETTINGS_FILE).is_file():
        place = f"at {root}" if root else "here or above"
        raise UsageError(f"no workspace {place}; make one with kit init DIR, or name it with --workspace DIR")
    return Workspace(root.resolve(), _read_settings(root / SETTINGS_FILE))


def _upwards(start: Path) -> Path | None:
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS_FILE).is_file()), None)


def _read_settings(file: Path) -> Settings:
    try:
        return Settings.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}; mend the file") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _toml(settings: Settings) -> str:
    lines = ["# Settings of this workspace; the environment variable KIT_DATABASE wins over 'database'."]
    # A JSON text is a TOML text as well, whatever quotes and signs the office's name holds.
    said = settings.model_dump(exclude_none=True, exclude={"mail", "webhooks", "notify"})
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in said.items()]
    return "\n".join([*lines, '# database = "postgresql://USER@HOST/NAME"', ""])
