"""Kernel manager: starts, or takes from a warm parent, and ends the kernels of notebooks that run by themselves."""

import sys
from typing import Any
from uuid import uuid4

from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict, Unicode

from kit.kernels.provisioner import ForkedProvisioner


class QuietKernelManager(AsyncKernelManager):
    """A kernel that is about to end is ended, not interrupted first.

    jupyter_client interrupts every kernel before it shuts it down; an idle one then complains on the screen of whoever
    runs the notebooks.
    """

    async def _async_interrupt_kernel(self) -> None:
        if not self.shutting_down:
            await super()._async_interrupt_kernel()

    interrupt_kernel = _async_interrupt_kernel


class BoundKernelManager(QuietKernelManager):
    """Starts a kernel of this interpreter that keeps the bounds of its environment."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command of the kit's own launcher, whatever the specification names."""
        command = [sys.executable, "-m", "kit.kernels.plain_kernel", "-f", str(self.connection_file)]
        return command + (extra_arguments or [])


class ForkedKernelManager(QuietKernelManager):
    """Takes the kernel from the warm parent at ``address``, whatever its specification says of starting one."""

    address = Unicode(help="Where the warm parent listens.").tag(config=True)
    bounds = Dict(help="The bounds of the kernel; none where it is empty.").tag(config=True)

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or uuid4().hex
            self.provisioner = ForkedProvisioner(
                kernel_id=self.kernel_id,
                kernel_spec=self.kernel_spec,
                parent=self,
                address=self.address,
                bounds=self.bounds,
            )
        return await super()._async_pre_start_kernel(**options)

    pre_start_kernel = _async_pre_start_kernel  # type: ignore[assignment] # as in jupyter_client's own class
