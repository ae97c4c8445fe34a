"""Memory: the most that this process and all that it started held at once, while something named ran."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

LOOK_SECONDS = 0.5
MB = 1024 * 1024


@dataclass
class Watched:
    """The peaks by name, in MiB: the proportional share (PSS), so that what processes share is counted once."""

    peaks: dict[str, int] = field(default_factory=dict)
    at: str = ""

    @contextmanager
    def named(self, name: str) -> Iterator[None]:
        """What runs inside the ``with`` block is counted under *name*."""
        self.at = name
        self.look()
        try:
            yield
        finally:
            self.at = ""

    def look(self) -> None:
        """Note how much is held now."""
        name = self.at
        if name:
            self.peaks[name] = max(self.peaks.get(name, 0), _held() // MB)


@contextmanager
def watching() -> Iterator[Watched]:
    """Look twice a second, inside the ``with`` block, at what is held."""
    watched, ended = Watched(), threading.Event()

    def look_again() -> None:
        while not ended.wait(LOOK_SECONDS):
            watched.look()

    thread = threading.Thread(target=look_again, daemon=True)
    thread.start()
    try:
        yield watched
    finally:
        ended.set()
        thread.join()


def _held() -> int:
    own = psutil.Process()
    total = 0
    for process in [own, *own.children(recursive=True)]:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total
