"""Channel: speaks to a kernel over the server's websocket as a hostile page could."""

import json
import re
import struct
import time
from typing import Any
from uuid import uuid4

import websocket

from tests.browser.client import Session

QUIET_SECONDS = 3.0
PACKED = "v1.kernel.websocket.jupyter.org"


def open_screen(session: Session, path: str = "/library") -> str:
    """Open a screen without a browser; the identity of its kernel."""
    answer = session.get(path)
    assert answer.status == 200, answer.text[:300]
    found = re.search(r'"kernelId": "([\w-]+)"', answer.text)
    assert found is not None
    return found.group(1)


def connect(session: Session, kernel: str, *, origin: str | None = None, packed: bool = False) -> Any:
    """A websocket to the kernel's channel; raises ``websocket.WebSocketBadStatusException`` where it is refused."""
    address = session.address.replace("http", "ws", 1)
    return websocket.create_connection(
        f"{address}/api/kernels/{kernel}/channels",
        cookie="; ".join(f"{name}={value}" for name, value in session.cookies.items()),
        origin=origin or session.address,
        subprotocols=[PACKED] if packed else None,
        timeout=QUIET_SECONDS,
    )


def message(kind: str, content: dict[str, Any], channel: str = "shell") -> dict[str, Any]:
    """A message of the protocol."""
    header = {"msg_id": uuid4().hex, "msg_type": kind, "username": "", "session": uuid4().hex, "version": "5.4"}
    header["date"] = "2026-03-02T04:00:00Z"
    return {"channel": channel, "header": header, "parent_header": {}, "metadata": {}, "content": content}


def packed(said: dict[str, Any]) -> bytes:
    """The same in the form of version 1: offsets, channel, and the four parts."""
    parts = [said["channel"].encode()]
    parts += [json.dumps(said[name]).encode() for name in ("header", "parent_header", "metadata", "content")]
    count = len(parts) + 1
    offsets = [8 * (1 + count)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return struct.pack(f"<{1 + len(offsets)}Q", len(offsets), *offsets) + b"".join(parts)


def replies(connection: Any, seconds: float = QUIET_SECONDS) -> list[str]:
    """The kinds of messages that come until it is quiet."""
    ends, kinds = time.monotonic() + seconds, []
    while time.monotonic() < ends:
        try:
            raw = connection.recv()
        except (websocket.WebSocketTimeoutException, websocket.WebSocketConnectionClosedException):
            break
        found = re.search(r'"msg_type": ?"(\w+)"', raw if isinstance(raw, str) else raw.decode(errors="replace"))
        kinds += [found.group(1)] if found else []
    return kinds
