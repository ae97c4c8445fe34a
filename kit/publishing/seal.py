"""Seal: the digest of a run, and what stands at the end of its manifest: its hash, signed where the office has a key.

The digest of a run covers what went in and which figures came out, never when, where or by how many writers: who runs
the same inputs again gets the same one. The seal covers every byte, and so belongs to one run alone.
"""

import json
from pathlib import Path
from typing import Any

from kit.core.digest import canonical, digest, digest_file
from kit.store.signing import SigningKey, is_signed

SEAL = "seal"
INPUTS = "inputs"
SETTINGS = f"{INPUTS}/settings.json"
UNSIGNED = "unsigned: there was no key; kit init writes one, or KIT_SIGNING_KEY names it"


def run_digest(folder: Path, content: dict[str, Any]) -> str:
    """The digest of inputs and figures of the run whose manifest holds *content* (its seal and times do not count)."""
    return digest(
        canonical(
            {
                "snapshot": content["snapshot"]["content_digest"],
                "templates": {each["name"]: each["sha256"] for each in content["templates"]},
                "data": data_digests(folder),
                "settings": json.loads((folder / SETTINGS).read_text(encoding="utf-8")),
                "reports": sorted(
                    (_result(folder, each) for each in content["reports"]), key=lambda each: each["name"]
                ),
            }
        )
    )


def data_digests(folder: Path) -> dict[str, str]:
    """The digest of every data file that a run froze (law, schemes, calendars and others), by its path in ``data``."""
    base = folder / INPUTS / "data"
    return {path.relative_to(base).as_posix(): digest_file(path) for path in sorted(base.rglob("*")) if path.is_file()}


def seal_manifest(content: dict[str, Any], key: SigningKey | None) -> dict[str, Any]:
    """The manifest with its seal."""
    plain = {name: value for name, value in content.items() if name != SEAL}
    hashed = digest(canonical(plain))
    seal = {"sha256": hashed, "signature": None, "public_key": None, "note": UNSIGNED}
    if key is not None:
        signed = key.sign(_signed_text(plain, hashed))
        seal = {"sha256": hashed, "signature": signed, "public_key": key.public, "algorithm": "Ed25519"}
    return plain | {SEAL: seal}


def is_whole(content: dict[str, Any]) -> bool:
    """True where the manifest is what its seal was put on."""
    plain = {name: value for name, value in content.items() if name != SEAL}
    return bool(content[SEAL]["sha256"] == digest(canonical(plain)))


def is_signed_by(content: dict[str, Any], public: str) -> bool:
    """True where the holder of the *public* key signed just this manifest."""
    plain = {name: value for name, value in content.items() if name != SEAL}
    signature = content[SEAL]["signature"]
    return isinstance(signature, str) and is_signed(public, signature, _signed_text(plain, digest(canonical(plain))))


def _signed_text(content: dict[str, Any], hashed: str) -> str:
    return f"governance-kit report run {content['run']} {hashed}"


def _result(folder: Path, report: dict[str, Any]) -> dict[str, Any]:
    """What came of one report: its figures, or at which cell it failed with what error (a message may name a place)."""
    error = report["error"]
    return {
        "name": report["name"],
        "template": report["template"],
        "parameters": report["parameters"],
        "failure": [error["cell"], error["error"]] if error else None,
        "figures": _figures(folder / report["figures"]) if report.get("figures") else None,
    }


def _figures(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
