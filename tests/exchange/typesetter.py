"""Typesetter: LibreOffice with a chosen set of fonts, so that a layout is seen to hold whatever is installed."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

# Folders of Chinese fonts of Debian's packages; their lines differ in height (WenQuanYi, Noto CJK, AR PL UMing).
CHINESE = ("truetype/wqy", "opentype/noto", "truetype/arphic")
LATIN = "truetype/dejavu"
ROOT = Path("/usr/share/fonts")


def font_sets() -> list[object]:
    """All fonts of the machine; Latin fonts alone, so that no Chinese one falls in; each Chinese package here alone."""
    single = [ROOT / name for name in (LATIN, *CHINESE) if (ROOT / name).is_dir()]
    return [pytest.param(folder, id=folder.name) for folder in (ROOT, *single)]


def set_pages(office: str, documents: Sequence[Path], fonts: Path, folder: Path) -> list[int]:
    """Set *documents* in the *fonts* of one folder only; answers how many pages each takes."""
    folder.mkdir()
    settings = folder / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir></fontconfig>", encoding="utf-8"
    )
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)]
    surroundings = os.environ | {"FONTCONFIG_FILE": str(settings)}
    subprocess.run(command, check=True, timeout=240, capture_output=True, env=surroundings)
    return [_count(folder / path.with_suffix(".pdf").name) for path in documents]


def _count(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))
