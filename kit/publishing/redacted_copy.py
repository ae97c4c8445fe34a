"""Redacted copy: a report of a sealed run, written anew without personal and secret fields; the run stays as it is."""

from pathlib import Path
from typing import Any

from kit.core.errors import KitError, UsageError
from kit.publication.redaction import RedactionRule, load_redaction
from kit.publishing.assets import copy_assets
from kit.publishing.figures import read_figures, write_figures
from kit.publishing.json_file import write_json
from kit.publishing.manifest import file_digests
from kit.publishing.redacted import Redacted, redact
from kit.publishing.verification.sealed import SealedReport, SealedRun, read_sealed
from kit.publishing.verification.whole import check_files, check_seal
from kit.workspace.resources import Resources

REMOVED_NAME = "removed.json"
_NAV = '<nav class="bar">', "</nav>"


def write_redacted(folder: Path, name: str, out: Path, resources: Resources, key: str | None) -> list[dict[str, Any]]:
    """Write page, figures and the list of what was removed into *out*, and answer that list with its basis.

    Raises UsageError where the run has no such report or *out* is in use, and KitError where the run is not as it was
    sealed (by *key* where one is given), the report failed, or it bears a marking of secrecy: then nothing is written.
    """
    sealed = read_sealed(folder.resolve())
    report = _report_of(sealed, name)
    _refuse_changed(sealed, key)
    rules = load_redaction(resources)
    found = redact(_page(sealed, report), read_figures(sealed.folder / str(report.figures)), rules)
    if found.markings:
        places = ", ".join(found.markings)
        raise KitError(f"report {name} bears a marking of secrecy ({places}); it is not published, ask who set it")
    _write(out, report, found)
    return [each | _basis(each["rule"], rules) for each in found.removed]


def _report_of(sealed: SealedRun, name: str) -> SealedReport:
    report = next((each for each in sealed.reports if each.name == name), None)
    if report is None:
        raise UsageError(f"the run has no report {name!r}; its manifest lists {len(sealed.reports)}")
    if report.error or report.figures is None:
        raise KitError(f"report {name} failed or lists no figures; mend it and run it again")
    return report


def _refuse_changed(sealed: SealedRun, key: str | None) -> None:
    found = [*check_seal(sealed, key), *check_files(sealed, file_digests(sealed.folder))]
    if found:
        raise KitError(f"the run is not what was sealed: {found[0].where}: {found[0].message}; see kit report verify")


def _page(sealed: SealedRun, report: SealedReport) -> str:
    """The page without the way back to the other reports of its run, which are not beside the copy."""
    text = (sealed.folder / "reports" / f"{report.name}.html").read_text(encoding="utf-8")
    before, opening, rest = text.partition(_NAV[0])
    return before + rest.partition(_NAV[1])[2] if opening else text


def _write(out: Path, report: SealedReport, found: Redacted) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} holds something already; name a new or an empty folder")
    (out / "reports").mkdir(parents=True, exist_ok=True)
    copy_assets(out / "assets")
    (out / "reports" / f"{report.name}.html").write_text(found.page, encoding="utf-8")
    write_figures(out / "reports" / f"{report.name}.figures.json", found.figures)
    write_json(out / REMOVED_NAME, found.removed)


def _basis(code: str, rules: tuple[RedactionRule, ...]) -> dict[str, Any]:
    rule = next((each for each in rules if each.code == code), None)
    return {"title": rule.label if rule else code, "law": list(rule.law) if rule else []}
