"""Link: JSON messages between two processes over one socket, each as a whole or not at all."""

import json
import socket
from multiprocessing.connection import Connection
from typing import Any

Message = list[Any]


class Ended(Exception):
    """The other end is gone."""


class Link:
    """One end of a link; a message is a JSON list whose first item says what it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def of_socket(cls, end: socket.socket) -> "Link":
        """A link over a connected socket, which it owns from now on."""
        return cls(Connection(end.detach()))

    @classmethod
    def to(cls, address: str) -> "Link":
        """A link to whoever listens at *address*; raises OSError."""
        end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            end.connect(address)
        except OSError:
            end.close()
            raise
        return cls.of_socket(end)

    def send(self, *message: Any) -> None:
        """Send one message; raises Ended."""
        try:
            self._connection.send_bytes(json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        except OSError:
            raise Ended from None

    def receive(self) -> Message:
        """The next message; raises Ended."""
        try:
            found: Message = json.loads(self._connection.recv_bytes().decode("utf-8", "surrogatepass"))
        except (EOFError, OSError, ValueError):
            # A process that is killed in the middle of a message leaves half of one; what follows cannot be read.
            raise Ended from None
        return found

    def waits(self, seconds: float) -> bool:
        """True where a message (or the end) comes within *seconds*."""
        try:
            return self._connection.poll(max(0.0, seconds))
        except (EOFError, OSError):
            return True

    def fileno(self) -> int:
        """The descriptor, for those who wait on several."""
        return self._connection.fileno()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
