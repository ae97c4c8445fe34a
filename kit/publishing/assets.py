"""Assets: the page templates, and the files that all pages of a run share."""

import shutil
from pathlib import Path

FOLDER = Path(__file__).parent / "templates"
SHARED = ("kit.css", "index.js", "figures.js")


def copy_assets(folder: Path) -> None:
    """Put the shared files into a run's ``assets`` folder."""
    folder.mkdir(exist_ok=True)
    for name in SHARED:
        shutil.copyfile(FOLDER / name, folder / name)
