"""Client: asks a server as a browser would, without one: raw paths, cookies, the token that forms carry."""

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

WAIT_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    text: str
    cookies: tuple[str, ...] = ()


@dataclass
class Session:
    """One browser's cookies at one server."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for a path exactly as it is written."""
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        """Send a form, with the token that the page of the form would have carried."""
        if "_xsrf" not in self.cookies:
            self.get("/login")
        body = urlencode(fields | {"_xsrf": self.cookies.get("_xsrf", "")})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.address}
        return self.ask("POST", path, body, kind | (headers or {}))

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """Any request."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=WAIT_SECONDS)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, ({"Cookie": cookie} if cookie else {}) | (headers or {}))
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        given = tuple(answer.headers.get_all("Set-Cookie") or [])
        for line in given:
            name, value = re.match(r"([^=]+)=([^;]*)", line).groups()  # type: ignore[union-attr]
            self.cookies[name] = value.strip('"')
        connection.close()
        return Answer(answer.status, dict(answer.headers.items()), text, given)
