"""Webhook: the channel to another system: JSON by HTTPS POST, signed, in the form of Standard Webhooks.

The headers are ``webhook-id`` (the same however often it is tried), ``webhook-timestamp`` (seconds since 1970) and
``webhook-signature`` (``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``); whoever receives them refuses
an old timestamp and an id that came before (https://www.standardwebhooks.com, 1.0.0).
"""

import base64
import binascii
import hmac
import http.client
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from kit.core.digest import canonical
from kit.core.errors import EnvironmentLacks
from kit.exchange.delivery.channel import ANSWER_SECONDS, ATTEMPT_SECONDS, ChannelDown, NotNow, Undeliverable
from kit.exchange.delivery.deadline import within
from kit.exchange.delivery.trust import trusted
from kit.store.outbox import OutboxRow
from kit.workspace.secret import read_secret
from kit.workspace.sending import WebhookSettings

PREFIX = "whsec_"
# Shorter keys can be guessed (RFC 2104 asks for no less than half the hash).
KEY_MIN = 16
GONE = 410
BUSY = {429, 503}
WAIT_SECONDS_MAX = 86_400


def read_key(secret: str) -> bytes:
    """The key that a secret stands for: base64 after ``whsec_``, else its own bytes; raises EnvironmentLacks."""
    try:
        is_coded, said = secret.startswith(PREFIX), secret.removeprefix(PREFIX)
        key = base64.b64decode(said, validate=True) if is_coded else secret.encode()
    except binascii.Error:
        raise EnvironmentLacks(f"a secret that begins with {PREFIX} goes on in base64; this one does not") from None
    if len(key) < KEY_MIN:
        raise EnvironmentLacks(f"the secret of a webhook is shorter than {KEY_MIN} bytes; choose a longer one")
    return key


def sign(key: bytes, number: str, timestamp: int, body: bytes) -> str:
    """The signature of one message."""
    signed = f"{number}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


class WebhookChannel:
    """One address that takes messages; a connection for each, since they are few."""

    def __init__(self, settings: WebhookSettings, root: Path, clock: Callable[[], float] = time.time) -> None:
        self._parts, self._clock = urlsplit(settings.url), clock
        self._key = read_key(read_secret(settings.secret, root))
        self._trust = trusted(settings.authorities, root) if self._parts.scheme == "https" else None

    def send(self, row: OutboxRow) -> None:
        """Post one message; only an answer of 2xx has taken it on. Redirections are not followed."""
        connection = self._connection()
        with within(ATTEMPT_SECONDS, lambda: connection.sock):
            try:
                answer = self._post(connection, row)
            except (http.client.HTTPException, OSError) as error:
                raise ChannelDown(f"{type(error).__name__}: {error}") from None
            finally:
                connection.close()
        _judge(answer)

    def close(self) -> None:
        """Nothing is open between two messages."""

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._trust is None:
            return http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
        return http.client.HTTPSConnection(host, port, timeout=ANSWER_SECONDS, context=self._trust)

    def _post(self, connection: http.client.HTTPConnection, row: OutboxRow) -> http.client.HTTPResponse:
        body, timestamp = _body(row), int(self._clock())
        path = (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "governance-kit",
            "Idempotency-Key": row.number,
            "webhook-id": row.number,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(self._key, row.number, timestamp, body),
        }
        connection.request("POST", path, body, headers)
        return connection.getresponse()


def _body(row: OutboxRow) -> bytes:
    said = {"subject": row.subject, "text": row.body, "facts": row.facts}
    return canonical({"type": row.topic, "timestamp": row.written_at, "data": said}).encode()


def _judge(answer: http.client.HTTPResponse) -> None:
    said = f"the address answers {answer.status} {answer.reason}"
    if 200 <= answer.status < 300:
        return
    if answer.status == GONE:
        raise Undeliverable(said)
    if answer.status in BUSY:
        raise ChannelDown(said, _asked_to_wait(answer.headers.get("Retry-After", "")))
    raise NotNow(said)


def _asked_to_wait(value: str) -> int:
    return min(int(value), WAIT_SECONDS_MAX) if value.isascii() and value.isdigit() and len(value) < 10 else 0
