"""Deadline: an end to talks with another machine that answers, but never to the end."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def within(seconds: float, current: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Cut the *current* socket after so many *seconds*: whoever waits on it then meets an OSError or its end.

    A time-out of the socket bounds each wait, not their sum: a server that sends a byte now and then outlasts it.
    """

    def cut() -> None:
        talking = current()
        if talking is not None:
            with suppress(OSError):
                talking.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
