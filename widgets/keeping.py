"""Keeping: writes down what is typed beside whoever types, one writing at a time, the latest last."""

import logging
from collections.abc import Callable
from threading import Lock, Thread

from kit.core.errors import KitError

Deed = Callable[[], object]


class Keeping:
    """Does the latest deed that it was given; those that were overtaken before their turn are left out."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._latest: Deed | None = None
        self._worker: Thread | None = None

    def give(self, deed: Deed) -> None:
        """Have *deed* done soon; comes back at once."""
        with self._lock:
            self._latest = deed
            if self._worker is None:
                self._worker = Thread(target=self._work, daemon=True)
                self._worker.start()

    def wait(self) -> None:
        """Wait until nothing is left to do."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def _work(self) -> None:
        while deed := self._next():
            try:
                deed()
            except KitError as error:
                # The database is gone for the moment: the text stands on the page, and the next key tries again.
                logging.getLogger(__name__).warning("%s", error)

    def _next(self) -> Deed | None:
        with self._lock:
            deed, self._latest = self._latest, None
            if deed is None:
                self._worker = None
            return deed
