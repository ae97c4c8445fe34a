"""Whole: whether a run's folder is as it was sealed: the manifest, its signature, every file."""

from collections.abc import Iterable, Iterator

from kit.core.language import _
from kit.publishing.manifest import MANIFEST_NAME
from kit.publishing.plan import SNAPSHOT_NAME
from kit.publishing.seal import INPUTS, is_signed_by, is_whole
from kit.publishing.verification.difference import Difference, Kind
from kit.publishing.verification.sealed import SealedRun

TEMPLATES = f"{INPUTS}/reports/"


def check_seal(sealed: SealedRun, key: str | None) -> Iterator[Difference]:
    """The manifest against its hash, and its signature against the public *key* (else the one it names itself)."""
    if not is_whole(sealed.content):
        yield Difference(
            Kind.MANIFEST, MANIFEST_NAME, _("the manifest was changed: it does not fit the hash in its seal")
        )
    named = sealed.seal.public_key
    if sealed.seal.signature is None:
        if key is not None:
            yield Difference(Kind.SIGNATURE, MANIFEST_NAME, _("the manifest is unsigned; nobody vouches for it"))
    elif key is not None and key != named:
        said = _("the manifest names another key than yours ({digits}…)").format(digits=str(named)[:16])
        yield Difference(Kind.SIGNATURE, MANIFEST_NAME, said)
    elif not is_signed_by(sealed.content, str(named)):
        yield Difference(Kind.SIGNATURE, MANIFEST_NAME, _("the signature does not fit what it signs"))


def check_files(sealed: SealedRun, found: dict[str, str]) -> Iterator[Difference]:
    """Every file that was changed, is missing, or was put in; templates by their own kind."""
    for name in sorted(sealed.files.keys() | found.keys()):
        if name not in found:
            yield Difference(Kind.FILE, name, _("the file is missing"))
        elif name not in sealed.files:
            yield Difference(Kind.FILE, name, _("the file was put in after the run was sealed"))
        elif sealed.files[name] != found[name] and name != SNAPSHOT_NAME:
            kind = Kind.TEMPLATE if name.startswith(TEMPLATES) else Kind.FILE
            yield Difference(kind, name, _("the file was changed"))
    yield from _check_templates(sealed, found)


def changed_templates(differences: Iterable[Difference]) -> set[str]:
    """The names of the templates that are not as they were sealed."""
    files = (each.where for each in differences if each.where.startswith(TEMPLATES))
    return {name.removeprefix(TEMPLATES).removesuffix(".ipynb") for name in files}


def _check_templates(sealed: SealedRun, found: dict[str, str]) -> Iterator[Difference]:
    """What the manifest says of templates twice must agree: a list of files alone is easily written anew."""
    for each in sealed.templates:
        name = f"{TEMPLATES}{each.name}.ipynb"
        if found.get(name) == sealed.files.get(name) != each.sha256:
            yield Difference(Kind.TEMPLATE, name, _("the template is not the one the run was made from"))
