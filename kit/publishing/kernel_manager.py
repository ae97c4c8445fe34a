"""Kernel manager: starts and ends the kernels of report runs."""

from jupyter_client.manager import AsyncKernelManager


class ReportKernelManager(AsyncKernelManager):
    """A kernel that is about to end is ended, not interrupted first.

    jupyter_client interrupts every kernel before it shuts it down; an idle one then complains on the screen of whoever
    runs the reports.
    """

    async def _async_interrupt_kernel(self) -> None:
        if not self.shutting_down:
            await super()._async_interrupt_kernel()

    interrupt_kernel = _async_interrupt_kernel
