"""Provisioner: lets jupyter_client take its kernels from a warm parent instead of starting them.

A kernel specification names it as ``kernel_provisioner: {"provisioner_name": "kit-forked"}``; the parent's address
stands in the provisioner's ``config`` or in ``KIT_WARM_PARENT``.
"""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Dict, Integer, Unicode

from kit.kernels.bounds import UNBOUND, Bounds
from kit.kernels.link import Ended
from kit.kernels.warm import Forked, fork_kernel

NAME = "kit-forked"
VARIABLE = "KIT_WARM_PARENT"
LOOK_SECONDS = 0.05


class ForkedProvisioner(KernelProvisionerBase):
    """One kernel of the warm parent."""

    address = Unicode(help="Where the warm parent listens.").tag(config=True)
    bounds = Dict(help="The bounds of the kernel; none where it is empty.").tag(config=True)
    status = Integer(None, allow_none=True)
    forked: Forked | None = None

    @property
    def has_process(self) -> bool:
        """True while the kernel is there."""
        return self.forked is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Write the connection file, which the kernel then reads."""
        owner: Any = self.parent
        owner.write_connection_file()
        self.connection_info = owner.get_connection_info()
        # The base class would leave PATH and the like out; a forked kernel has its parent's and gets what is asked.
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ARG002 - nothing is launched
        """Fork the kernel; raises NotForked."""
        bounds = Bounds.from_dict(self.bounds) if self.bounds else UNBOUND
        address = self.address or os.environ.get(VARIABLE, "")
        self.status = None
        owner: Any = self.parent
        folder = str(kwargs.get("cwd") or Path.cwd())
        self.forked = fork_kernel(address, kwargs.get("env", {}), folder, bounds, owner.connection_file)
        return self.connection_info

    async def poll(self) -> int | None:
        """None while the kernel runs, else how it ended."""
        if self.status is None and self.forked is not None and self.forked.link.waits(0):
            self.status = _status_of(self.forked)
        return self.status

    async def wait(self) -> int | None:
        """Wait for the kernel's end."""
        while self.forked is not None and await self.poll() is None:  # noqa: ASYNC110 - another process ends, no task
            await asyncio.sleep(LOOK_SECONDS)
        if self.forked is not None:
            self.forked.close()
            self.forked = None
        return self.status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel."""
        if self.forked is not None and await self.poll() is None:
            self.forked.signal(signal.Signals(signum))

    async def kill(self, restart: bool = False) -> None:  # noqa: ARG002 - the same either way
        """End the kernel at once, with whatever it started."""
        if self.forked is not None and await self.poll() is None:
            self.forked.kill()

    async def terminate(self, restart: bool = False) -> None:  # noqa: ARG002 - the same either way
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:  # noqa: ARG002 - the same either way
        """Hang up, which ends a kernel that is still there."""
        if self.forked is not None:
            self.forked.close()
            self.forked = None


def _status_of(forked: Forked) -> int:
    try:
        _kind, status = forked.link.receive()
    except Ended:
        return -signal.SIGKILL
    return int(status)


def register() -> None:
    """Make the provisioner known in this process, also where the kit runs from a checkout and no entry point does."""
    from importlib.metadata import EntryPoint

    known = KernelProvisionerFactory.instance().provisioners
    known.setdefault(NAME, EntryPoint(NAME, f"{__name__}:ForkedProvisioner", KernelProvisionerFactory.GROUP_NAME))
