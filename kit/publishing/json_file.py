"""JSON file: written as a whole or not at all, so that no reader ever finds half of one."""

import json
import os
from pathlib import Path
from typing import Any


def write_json(path: Path, content: Any) -> None:
    """Write *content* beside *path* first, then put it in its place; a power cut leaves the old file or the new one."""
    rough = rough_name(path)
    with rough.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())
    rough.replace(path)


def rough_name(path: Path) -> Path:
    """Where the file is written before it is put in its place."""
    return path.with_name(f".{path.name}")
