"""Environment: where Jupyter finds the kernel of notebooks that run by themselves: this very interpreter."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from kit.kernels.warm import THREADS

KERNEL = "kit-report"
SOCKET_PATH_MAX = 60


@contextmanager
def kernel_environment() -> Iterator[dict[str, str]]:
    """The environment variables by which Jupyter finds the kernel of this run, valid inside the ``with`` block.

    Runtime files, IPython's profile and its history stay in a folder of the run's own: a start-up script of the person
    who runs the notebooks must not change them.
    """
    with tempfile.TemporaryDirectory(prefix="kit-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        _write_spec(place / "kernels" / KERNEL)
        (place / "runtime").mkdir(mode=0o700)
        own = {
            "JUPYTER_PATH": folder,
            "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
            "IPYTHONDIR": str(place / "ipython"),
        }
        # Make exports PYTHONDONTWRITEBYTECODE; a kernel that keeps no bytecode compiles all libraries for each report.
        # With one seed for hashes, sets of words are written in the same order today and in two years.
        fixed = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONHASHSEED": "0"}
        yield own | dict.fromkeys(THREADS, "1") | fixed


def kernel_address() -> dict[str, str]:
    """Transport, address and connection file for the next kernel of this process.

    Sockets in the file system where their path is short enough: no port is open, and no two kernels want the same one.
    """
    runtime, name = os.environ.get("JUPYTER_RUNTIME_DIR", ""), uuid4().hex[:8]
    # In the run's own folder the file, which holds the key to the kernel, goes with it, however the kernel ends.
    place = {"connection_file": f"{runtime}/{name}.json"} if runtime else {}
    if not runtime or len(runtime) > SOCKET_PATH_MAX or os.name != "posix":
        return place | {"transport": "tcp"}
    return place | {"transport": "ipc", "ip": f"{runtime}/{name}"}


def _write_spec(folder: Path) -> None:
    launch = [sys.executable, "-m", "kit.kernels.plain_kernel", "-f", "{connection_file}"]
    folder.mkdir(parents=True)
    spec = {"argv": launch, "display_name": "governance-kit report", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
