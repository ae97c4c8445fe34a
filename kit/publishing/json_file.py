"""JSON file: written as a whole or not at all, so that no reader ever finds half of one."""

import json
from pathlib import Path
from typing import Any

from kit.publishing.whole_file import put_file


def write_json(path: Path, content: Any) -> None:
    """Write *content*; a power cut leaves the old file or the new one."""
    put_file(path, json.dumps(content, ensure_ascii=False, indent=2).encode())
