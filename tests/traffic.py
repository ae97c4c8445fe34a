"""Traffic: what a page asks for while a test drives it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

OWN_HOSTS = {"127.0.0.1", "localhost", "::1"}
OWN_SCHEMES = {"data", "blob", "about", "file"}


@dataclass
class Traffic:
    """Every address that a page asked for, and what it complained about on its console."""

    addresses: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)

    def watch(self, page: Any) -> None:
        """Listen to a Playwright page."""
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("websocket", lambda socket: self.addresses.append(socket.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))

    @property
    def off_machine(self) -> list[str]:
        """The addresses that lie outside of this machine."""
        return [address for address in self.addresses if not is_own(address)]

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)


def is_own(address: str) -> bool:
    """True where *address* does not leave the machine."""
    parts = urlsplit(address)
    return parts.scheme in OWN_SCHEMES or parts.hostname in OWN_HOSTS
