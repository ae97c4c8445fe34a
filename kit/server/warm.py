"""Warm: the process that page kernels are forked from, kept running beside the server and never waited for."""

import logging
import threading

from kit.core.errors import EnvironmentLacks
from kit.kernels.provisioner import register
from kit.kernels.warm import WarmParent

# By name, not by import: the kit knows nothing of the screens that show it.
MODULES = (
    "widgets.screens.alerts",
    "widgets.screens.approvals",
    "widgets.screens.funds",
    "widgets.screens.library",
    "widgets.screens.progress",
    "widgets.screens.self_review_entry",
    "kit.actions.catalogue",
    "kit.views.catalogue",
)


class WarmPages:
    """Starts the warm parent beside the loop that serves everybody, and anew where it has gone.

    Until it is there, and while it is gone, pages get kernels that start by themselves.
    """

    def __init__(self) -> None:
        register()
        self._parent = WarmParent(MODULES)
        self._starting = threading.Lock()
        self._is_stopped = False

    @property
    def address(self) -> str:
        """Where the parent listens; empty where there is none yet, in which case one is being started."""
        if self._parent.number is not None and not self._starting.locked():
            return self._parent.address
        self.start()
        return ""

    @property
    def number(self) -> int | None:
        """The process number of the parent, while it runs."""
        return self._parent.number

    def start(self) -> None:
        """Begin to start it, where nobody does so already."""
        if not self._is_stopped and self._starting.acquire(blocking=False):
            threading.Thread(target=self._start, name="kit-warm", daemon=True).start()

    def stop(self) -> None:
        """End it, and with it the kernels that came from it."""
        self._is_stopped = True
        with self._starting:
            self._parent.stop()

    def _start(self) -> None:
        try:
            if not self._is_stopped:
                assert self._parent.address
        except (EnvironmentLacks, OSError) as error:
            logging.getLogger(__name__).warning("no kernel can be forked on this machine: %s", error)
        finally:
            self._starting.release()
