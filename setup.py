"""Build: a wheel carries ``data/``, ``notebooks/`` and ``reports/`` in the package, where kit.workspace looks first.

Everything else about the distribution stands in pyproject.toml.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).parent
CARRIED = ("data", "notebooks", "reports")
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


class CarryingBuild(build_py):
    """Copy the three folders into the build, never into the source tree.

    An editable install carries nothing: it reads the checkout's own folders.
    """

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            for source, target in self._carried():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        own = super().get_outputs(include_bytecode)
        return own if self.editable_mode else [*own, *(str(target) for _, target in self._carried())]

    def _carried(self) -> list[tuple[Path, Path]]:
        build = Path(self.build_lib) / "kit" / "_carried"
        return [(file, build / file.relative_to(HERE)) for kind in CARRIED for file in files_of(HERE / kind)]


class CarryingSource(sdist):
    """A source distribution holds the three folders as well, so that a wheel built from it carries them."""

    def add_defaults(self) -> None:
        super().add_defaults()
        self.filelist.extend([str(file.relative_to(HERE)) for kind in CARRIED for file in files_of(HERE / kind)])


def files_of(folder: Path) -> list[Path]:
    """The files below *folder* that belong to the project, without what tools leave there."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if not LEFT_OUT.intersection(path.relative_to(folder).parts)]


setup(cmdclass={"build_py": CarryingBuild, "sdist": CarryingSource})
