"""Sealed run: a run's manifest, read as something that anybody may have written."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from kit.core.errors import UsageError
from kit.publishing.begun import BEGUN_NAME
from kit.publishing.manifest import FORMAT, MANIFEST_NAME, read_manifest


def _is_bare(name: str) -> str:
    if name in {"", ".", ".."} or Path(name).name != name or "\0" in name:
        raise ValueError("is no plain file name")
    return name


# A name that leads nowhere but into the folder where it is looked for.
Bare = Annotated[str, AfterValidator(_is_bare)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SealedTemplate(_Part):
    """A template as the manifest names it."""

    name: Bare
    sha256: str


class SealedSnapshot(_Part):
    """The snapshot as the manifest describes it."""

    schema_: str
    content_digest: str
    sha256: str
    journal_heads_digest: str
    checkpoint: Bare | None


class SealedReport(_Part):
    """A report as the manifest describes it."""

    name: Bare
    template: Bare
    parameters: dict[str, Any]
    error: dict[str, Any] | None
    figure_count: int | None = None

    @property
    def failed_at(self) -> tuple[Any, Any] | None:
        """Cell and error where it failed."""
        return (self.error.get("cell"), self.error.get("error")) if self.error else None


class SealedRun(_Part):
    """What verification reads of a manifest; ``content`` is all of it, as it stands."""

    folder: Path
    content: dict[str, Any]
    run: str
    digest: str
    templates: list[SealedTemplate]
    snapshot: SealedSnapshot
    rules: dict[str, str]
    code_digest: str
    versions: dict[str, str]
    reports: list[SealedReport]
    files: dict[str, str]
    seal: dict[str, Any]


def read_sealed(folder: Path) -> SealedRun:
    """The sealed run in *folder*; raises UsageError where there is none, or none that this version can verify."""
    _refuse_unfinished(folder)
    content = read_manifest(folder)
    _refuse_other_format(folder, content)
    snapshot = content.get("snapshot")
    shaped = content | {"folder": folder, "content": content}
    if isinstance(snapshot, dict):
        shaped |= {"snapshot": snapshot | {"schema_": snapshot.get("schema")}}
    try:
        return SealedRun.model_validate(shaped)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])).removesuffix("_")
        raise UsageError(
            f"{folder / MANIFEST_NAME} is damaged: {where}: {first['msg']}; take the run from where it was kept first"
        ) from None


def _refuse_unfinished(folder: Path) -> None:
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; name the folder of a run")
    if not (folder / MANIFEST_NAME).is_file() and (folder / BEGUN_NAME).is_file():
        raise UsageError(f"the run in {folder} has not ended; kit report run --resume {folder} goes on with it")


def _refuse_other_format(folder: Path, content: Any) -> None:
    found = content.get("format", 1) if isinstance(content, dict) else None
    if found == FORMAT:
        return
    if found == 1:
        raise UsageError(f"the run in {folder} was written before runs were sealed (form 1); run the reports anew")
    raise UsageError(f"the manifest in {folder} has form {found!r}, this kit reads {FORMAT}; use the kit that wrote it")
