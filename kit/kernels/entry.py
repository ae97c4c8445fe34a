"""Entry: what papermill finds of the engine when it looks for those that are installed.

papermill looks while it is itself being imported, so that a module which imports papermill cannot be what it finds.
"""

from typing import Any


class InstalledEngine:
    """The engine ``kit`` of an installed kit: what papermill asks of an engine, answered by ``WarmEngine``."""

    @classmethod
    def execute_notebook(cls, *arguments: Any, **options: Any) -> Any:
        """Run a notebook."""
        return _engine().execute_notebook(*arguments, **options)

    @classmethod
    def nb_kernel_name(cls, *arguments: Any, **options: Any) -> Any:
        """The kernel that a notebook asks for."""
        return _engine().nb_kernel_name(*arguments, **options)

    @classmethod
    def nb_language(cls, *arguments: Any, **options: Any) -> Any:
        """The language that a notebook is written in."""
        return _engine().nb_language(*arguments, **options)


def _engine() -> Any:
    from kit.kernels.engine import WarmEngine

    return WarmEngine
