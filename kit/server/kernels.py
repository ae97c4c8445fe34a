"""Kernels: each belongs to the person and session that opened its page, and takes no code over the wire."""

import json
import os
import sys
from collections.abc import Collection, Mapping
from typing import Any
from uuid import uuid4

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server import CallContext
from jupyter_server.services.kernels.connection.base import deserialize_binary_message, deserialize_msg_from_ws_v1
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError, RequestHandler

from kit.actions.access import Visit
from kit.actions.passport import PUBLIC_VARIABLE, VARIABLE, Office, Passport
from kit.kernels.bounds import Bounds
from kit.kernels.provisioner import NAME as FORKED
from kit.kernels.warm import NotForked
from kit.server.visitor import language_of, visit_of

# What a page may say to its kernel: that widgets changed, and what it needs to find them. Nothing that runs code.
SAYABLE = frozenset({"comm_msg", "comm_close", "comm_info_request", "kernel_info_request"})
# The one kind of widget channel that a page opens by itself: the one by which it asks for the state of all.
OPENABLE = "jupyter.widget.control"
MESSAGE_MAX = 8_000_000
ENDED = 4401
STARTED = "python3"


class OwnKernel(KernelSpecManager):
    """The one kernel there is: this very Python, whatever kernels the machine has, in the server's workspace.

    It is forked from the warm parent, or started by itself under the name of ``STARTED``.
    """

    def find_kernel_specs(self) -> dict[str, str]:
        """The names under which the server knows it."""
        return {FORKED: "", STARTED: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel, with the workspace in its environment."""
        server: Any = self.parent
        bounds = Bounds(memory_mb=server.access.policy.screen_memory_mb, is_guarded=False)
        address = server.warm.address if kernel_name == FORKED else ""
        return KernelSpec(
            argv=[sys.executable, "-m", "kit.kernels.plain_kernel", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            env={"KIT_WORKSPACE": str(server.workspace.root), "KIT_SERVED": "1"} | bounds.as_variable(),
            metadata=_forked(address, bounds) if address else {},
        )


class OwnedKernels(AsyncMappingKernelManager):
    """The running kernels, each with its owner."""

    def __init__(self, **given: Any) -> None:
        base: Any = super()
        base.__init__(**given)
        self.owners: dict[str, Passport] = {}
        self._office = Office()

    async def start_kernel(self, *, path: Any = None, **given: Any) -> str:  # type: ignore[override]
        """Start one for whoever asks for the page; the passport says who that is."""
        visit = visit_of(_request())
        if visit is None:
            raise HTTPError(403)
        passport, kernel = Passport(visit.login, visit.session), str(uuid4())
        self.owners[kernel] = passport
        given |= {"kernel_id": kernel, "env": self._environment(passport, _language())}
        try:
            await self._start_somehow(given | {"path": path})
        except BaseException:
            self.owners.pop(kernel, None)
            raise
        return kernel

    async def _start_somehow(self, given: dict[str, Any]) -> None:
        """Fork it; start it by itself where nothing can be forked."""
        start: Any = super().start_kernel
        try:
            await start(**given | {"kernel_name": FORKED})
        except NotForked as error:
            self.log.warning("%s; a kernel starts by itself, which takes longer", error)
            await start(**given | {"kernel_name": STARTED})

    def is_owner(self, kernel: str, visit: Visit | None) -> bool:
        """True where the kernel was started in that very session."""
        owner = self.owners.get(kernel)
        return owner is not None and visit is not None and owner == Passport(visit.login, visit.session)

    def count_of(self, login: str) -> int:
        """How many kernels run for a person."""
        return sum(owner.login == login for kernel, owner in self.owners.items() if kernel in self)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget the owner with the kernel."""
        self.owners.pop(kernel_id, None)
        base: Any = super()
        return base.remove_kernel(kernel_id)

    def list_kernels(self) -> list[Any]:
        """The kernels of whoever asks."""
        base: Any = super()
        visit = visit_of(_request())
        return [model for model in base.list_kernels() if self.is_owner(model["id"], visit)]

    def sessions(self) -> set[str]:
        """The sessions that have a kernel."""
        return {owner.session for kernel, owner in self.owners.items() if kernel in self}

    async def end_of(self, sessions: Collection[str]) -> None:
        """End the kernels of sessions that have ended."""
        for kernel, owner in list(self.owners.items()):
            if owner.session in sessions and kernel in self:
                for connection in [each for each in PageConnection.open_ones() if each.kernel_id == kernel]:
                    connection.websocket_handler.close(ENDED, "session ended")
                ending: Any = self.shutdown_kernel
                await ending(kernel, now=True)

    def _environment(self, passport: Passport, language: str) -> dict[str, str]:
        """The server's own environment, the passport and the language; nothing else of the request."""
        kept = {name: value for name, value in os.environ.items() if name not in ("KIT_USER", "KIT_SERVED")}
        own = {VARIABLE: self._office.issue(passport), PUBLIC_VARIABLE: self._office.public}
        return kept | own | {"KIT_LANGUAGE": language}


class PageConnection(ZMQChannelsWebsocketConnection):
    """The channel between a page and its kernel: widgets talk, nothing else does."""

    @classmethod
    def open_ones(cls) -> list["PageConnection"]:
        """The connections that are open."""
        return [each for each in cls._open_sockets if isinstance(each, cls)]

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """Hand it on where the session still runs and the message is of a kind that runs no code."""
        doorman = self.websocket_handler.settings["kit_doorman"]
        visit = doorman.find_visit(self.websocket_handler.request)
        if not self.multi_kernel_manager.is_owner(self.kernel_id, visit):
            self.websocket_handler.close(ENDED, "session ended")
            return
        if is_sayable(read_message(incoming_msg, is_packed=bool(self.subprotocol))):
            super().handle_incoming_message(incoming_msg)
        else:
            self.log.warning("a page of %s said what no page may say; it was not handed on", visit.login)


def read_message(raw: str | bytes, *, is_packed: bool) -> Mapping[str, Any]:
    """Channel, header and content as the page sent them (packed: as protocol v1 has it); empty where they are none.

    The kernel reads the same bytes by itself, so a name that stands twice, of which it might take the other, is none.
    """
    try:
        if len(raw) > MESSAGE_MAX or not _counts_truly(raw, is_packed=is_packed):
            return {}
        if is_packed:
            channel, parts = deserialize_msg_from_ws_v1(raw)
            return {"channel": channel, "header": _read(parts[0]), "content": _read(parts[3])}
        said = deserialize_binary_message(raw) if isinstance(raw, bytes) else _read(raw)
    except Exception:  # noqa: BLE001 - whatever comes over the wire and is no message is not handed on
        return {}
    return said if isinstance(said, Mapping) else {}


def is_sayable(message: Mapping[str, Any]) -> bool:
    """True for a message on the shell channel by which widgets and their page talk."""
    header, content = message.get("header"), message.get("content")
    if message.get("channel") != "shell" or not isinstance(header, Mapping):
        return False
    kind = header.get("msg_type")
    if kind == "comm_open":
        return isinstance(content, Mapping) and content.get("target_name") == OPENABLE
    return isinstance(kind, str) and kind in SAYABLE


def _counts_truly(raw: str | bytes, *, is_packed: bool) -> bool:
    """True where a binary message says no more parts than it can hold: Jupyter counts up to whatever it is told."""
    if isinstance(raw, str):
        return not is_packed
    width, order = (8, "little") if is_packed else (4, "big")
    return int.from_bytes(raw[:width], order) < len(raw) // width  # type: ignore[arg-type] # one of two literals


def _read(text: str | bytes) -> Any:
    return json.loads(text, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name stands twice")
    return values


def _forked(address: str, bounds: Bounds) -> dict[str, Any]:
    """What makes jupyter_client take the kernel from the warm parent at *address*."""
    given = {"address": address, "bounds": bounds.as_dict()}
    return {"kernel_provisioner": {"provisioner_name": FORKED, "config": given}}


def _request() -> Any:
    return getattr(CallContext.get(CallContext.JUPYTER_HANDLER), "request", None)


def _language() -> str:
    handler = CallContext.get(CallContext.JUPYTER_HANDLER)
    return language_of(handler) if isinstance(handler, RequestHandler) else ""
