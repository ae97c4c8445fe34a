"""Resources: the one resolver that finds ``data/``, ``notebooks/`` and ``reports/``.

In a checkout they stand beside the package; in an installed wheel they are carried inside it. An office overrides any
file of ``data/`` by one of the same path in its workspace.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kit.core.errors import UsageError

PACKAGE = Path(__file__).parent.parent
CARRIED = PACKAGE / "_carried"


def shipped(kind: str) -> Path:
    """The folder that the kit ships for *kind*: ``data``, ``notebooks`` or ``reports``."""
    carried = CARRIED / kind
    return carried if carried.is_dir() else PACKAGE.parent / kind


@dataclass(frozen=True)
class Resources:
    """The data files in force: the office's own before the kit's.

    Those of a run are ``is_frozen``: of a folder that was frozen nothing is added that a later version of the kit
    ships; only a kind of data that the run did not know yet comes from the kit.
    """

    office: Path | None = None
    is_frozen: bool = False

    def find(self, name: str) -> Path:
        """The file ``data/NAME`` in force; raises UsageError where there is none."""
        for folder in self._folders():
            if (folder / name).is_file():
                return folder / name
        raise UsageError(f"no file {name} in the workspace's data folder or in the kit's; check the name")

    def list(self, folder: str, pattern: str = "*.yaml") -> Iterator[Path]:
        """The files in force below ``data/FOLDER``, by name; an office's file hides the kit's of the same name."""
        found: dict[str, Path] = {}
        for base in reversed(self._bases_of(folder)):
            found.update({path.name: path for path in (base / folder).glob(pattern)})
        return iter(found[name] for name in sorted(found))

    def _bases_of(self, folder: str) -> Sequence[Path]:
        bases = self._folders()
        return bases[:1] if self.is_frozen and (bases[0] / folder).is_dir() else bases

    def _folders(self) -> Sequence[Path]:
        own = [self.office / "data"] if self.office else []
        return [*own, shipped("data")]
