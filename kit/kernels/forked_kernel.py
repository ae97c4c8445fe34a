"""Forked kernel: a real Jupyter kernel inside a forked process, with all channels, widgets and captured output."""

import sys
from typing import Any

from kit.kernels import child
from kit.kernels.bounds import Bounds
from kit.kernels.guard import set_guard

# What a kernel would warn of on the screen (a port that is open on this machine) is the business of nobody there.
SETTINGS = ("--HistoryManager.enabled=False", "--IPKernelApp.log_level=40")
# The warm parent's own children die with it; the kernel needs no thread that looks for it, nor advice on the screen.
NO_POLLER = "--IPKernelApp.parent_handle=1"


def serve_kernel(request: dict[str, Any]) -> None:
    """Serve the kernel of a connection file until it is shut down."""
    run_kernel(["-f", request["connection_file"], NO_POLLER], Bounds.from_dict(request["bounds"]))


def run_kernel(arguments: list[str], bounds: Bounds) -> None:
    """Run a kernel in this process, within its bounds."""
    from ipykernel.kernelapp import IPKernelApp

    child.limit(bounds)
    sys.argv = ["ipykernel_launcher", *arguments]
    app: Any = IPKernelApp.instance()
    app.initialize([*arguments, *SETTINGS])
    _take_widgets()
    # Only now: the kernel itself makes folders and sockets while it starts.
    set_guard(bounds)
    app.start()


def _take_widgets() -> None:
    """Let widgets find their kernel: an ipywidgets that was imported before it had none to tell."""
    widgets: Any = sys.modules.get("ipywidgets")
    if widgets is not None:
        widgets.register_comm_target()
