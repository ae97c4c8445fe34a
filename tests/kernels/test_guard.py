"""Guard: a report that writes, calls or starts what is not its own is stopped in every tier, and nothing has happened."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kit.kernels.bounds import Bounds
from kit.kernels.look import Tier
from kit.kernels.warm import WarmParent
from tests.kernels.conftest import errors_of

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
TIERS = list(Tier)
REFUSED = {
    "writing elsewhere": "open('{outside}/new.txt', 'w')",
    "writing by number": "import os\nos.open('{outside}/new.txt', os.O_WRONLY | os.O_CREAT)",
    "deleting": "from pathlib import Path\nPath('{outside}/kept.txt').unlink()",
    "deleting a tree": "import shutil\nshutil.rmtree('{outside}')",
    "renaming": "from pathlib import Path\nPath('{outside}/kept.txt').rename('own/kept.txt')",
    "a folder elsewhere": "from pathlib import Path\nPath('{outside}/folder').mkdir()",
    "a way out of the own folder": "open('own/../../kept.txt', 'w')",
    "a link out of the own folder": "from pathlib import Path\nPath('{outside}/kept.txt').symlink_to('own/link')",
    "a database": "import sqlite3\nsqlite3.connect('{outside}/kept.db')",
    "a driver": "import psycopg",
    "a socket": "import socket\nsocket.create_connection(('127.0.0.1', 9))",
    "a name": "import socket\nsocket.getaddrinfo('example.org', 80)",
    "a server": "import socket\nsocket.socket().bind(('127.0.0.1', 0))",
    "a program": "import subprocess\nsubprocess.run(['true'])",
    "a shell": "import os\nos.system('true')",
}  # fmt: skip


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that is not the report's, with a file that must stay."""
    folder = tmp_path.parent / f"{tmp_path.name}-outside"
    folder.mkdir()
    (folder / "kept.txt").write_text("kept")
    return folder


@pytest.mark.parametrize("tier", TIERS)
def test_what_is_not_the_reports_own_is_refused(
    tier: Tier, warm: WarmParent, run_cells: Callable[..., Any], outside: Path, tmp_path: Path
) -> None:
    """Each try fails in its cell; afterwards the folder holds what it held."""
    cells = [code.format(outside=outside) for code in REFUSED.values()]
    bounds = Bounds(writable=(str(tmp_path / "own"),))
    options = {"engine_name": "kit", "warm": warm.address, "tier": tier, "bounds": bounds, "allow_errors": True}

    found = run_cells(cells, **options)

    tried = [cell for cell in found["cells"] if cell["cell_type"] == "code"]
    assert dict(zip(REFUSED, map(_error, tried), strict=True)) == dict.fromkeys(REFUSED, "Guarded")
    assert {path.name: path.read_text() for path in outside.iterdir()} == {"kept.txt": "kept"}


@pytest.mark.parametrize("tier", TIERS)
def test_what_is_its_own_is_allowed(
    tier: Tier, warm: WarmParent, run_cells: Callable[..., Any], tmp_path: Path
) -> None:
    """Files in its own folder, a database that is only read or only in memory, reading anything."""
    (tmp_path / "own").mkdir()
    (tmp_path / "read.db").touch()
    cells = [
        "open('own/new.txt', 'w').write('mine')",
        "from pathlib import Path\nPath('own/deep').mkdir()\nPath('own/new.txt').rename('own/deep/new.txt')",
        "import sqlite3\nsqlite3.connect(':memory:').execute('select 1').fetchone()",
        "sqlite3.connect('file:read.db?mode=ro', uri=True).execute('select 1').fetchone()",
        "import decimal\nlen(Path(decimal.__file__).read_text()) > 0",
    ]
    bounds = Bounds(writable=(str(tmp_path / "own"),))

    found = run_cells(cells, engine_name="kit", warm=warm.address, tier=tier, bounds=bounds)

    assert errors_of(found) == []
    assert (tmp_path / "own" / "deep" / "new.txt").read_text() == "mine"


def _error(cell: Any) -> str | None:
    return next((output["ename"] for output in cell["outputs"] if output["output_type"] == "error"), None)
