"""Sealed run: a run's manifest, read as something that anybody may have written."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator

from kit.core.digest import canonical
from kit.core.errors import KitError, UsageError
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


class SealedFailure(_Part):
    """Where a report failed, and with what error."""

    cell: int | None
    error: str


class SealedReport(_Part):
    """A report as the manifest describes it."""

    name: Bare
    template: Bare
    parameters: dict[str, Any]
    error: SealedFailure | None
    figures: str | None = None
    figure_count: int | None = None

    @property
    def failed_at(self) -> tuple[int | None, str] | None:
        """Cell and error where it failed."""
        return (self.error.cell, self.error.error) if self.error else None

    @model_validator(mode="after")
    def _lists_its_own_figures(self) -> "SealedReport":
        if self.figures not in {None, f"reports/{self.name}.figures.json"}:
            raise ValueError("names another file as the list of its figures")
        return self


class SealedSeal(_Part):
    """The seal at the end of the manifest; an unsigned one has neither signature nor key."""

    sha256: str
    signature: str | None
    public_key: str | None


def _are_apart(reports: list[SealedReport]) -> list[SealedReport]:
    if len({each.name for each in reports}) < len(reports):
        raise ValueError("two reports have one name")
    return reports


class SealedRun(_Part):
    """What verification reads of a manifest; ``content`` is all of it, as it stands."""

    folder: Path
    content: dict[str, Any]
    run: str
    digest: str
    templates: list[SealedTemplate]
    snapshot: SealedSnapshot
    # The first sealed runs kept them in their folder alone.
    settings: dict[str, Any] | None = None
    rules: dict[str, str]
    code_digest: str
    versions: dict[str, str]
    reports: Annotated[list[SealedReport], AfterValidator(_are_apart)]
    files: dict[str, str]
    seal: SealedSeal


def read_sealed(folder: Path) -> SealedRun:
    """The sealed run in *folder*.

    Raises UsageError where there is none, or none that this version can verify, and KitError where its manifest is
    damaged: that is a fault of the run, and no wrong usage.
    """
    _refuse_unfinished(folder)
    content = _content(folder)
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
        raise _damaged(folder, f"{where}: {first['msg']}") from None


def _content(folder: Path) -> Any:
    """What the manifest says, which must have a canonical text: of others no seal can have been made."""
    try:
        content = read_manifest(folder)
        canonical(content).encode()
    except (ValueError, TypeError, RecursionError):
        raise _damaged(folder, "it has no canonical text") from None
    except UsageError:
        if not (folder / MANIFEST_NAME).is_file():
            raise
        raise _damaged(folder, "it is not JSON") from None
    return content


def _damaged(folder: Path, reason: str) -> KitError:
    return KitError(f"{folder / MANIFEST_NAME} is damaged: {reason}; take the run from where it was kept first")


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
