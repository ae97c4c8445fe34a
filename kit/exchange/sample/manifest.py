"""Manifest: what a sample holds: how many of each mess, and where each one was planted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.core.digest import canonical
from kit.exchange.sample.content import SamplePerson
from kit.exchange.sample.mess import KINDS, Mess

FILE = "sample.json"


@dataclass(frozen=True)
class Planted:
    """One mess and where it is."""

    mess: Mess
    project: str
    year: int

    def as_dict(self) -> dict[str, Any]:
        """The mess with its group and by what it is found."""
        kind = KINDS[self.mess]
        return {
            "kind": str(self.mess),
            "group": str(kind.group),
            "trace": str(kind.trace),
            "code": kind.code,
            "project": self.project,
            "year": self.year,
        }


@dataclass(frozen=True)
class Manifest:
    """What one sample holds; the same seed and number of projects give the same manifest, byte for byte."""

    seed: int
    projects: int
    tables: int
    people: Sequence[SamplePerson]
    planted: Sequence[Planted]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind were planted, kinds without any included."""
        found = Counter(one.mess for one in self.planted)
        return {str(mess): found[mess] for mess in Mess}

    def as_dict(self) -> dict[str, Any]:
        """The manifest as ``sample.json`` holds it."""
        return {
            "seed": self.seed,
            "projects": self.projects,
            "tables": self.tables,
            "counts": self.counts,
            "people": [person.model_dump(mode="json") for person in self.people],
            "planted": [one.as_dict() for one in self.planted],
        }

    def write(self, folder: Path) -> Path:
        """Write ``sample.json`` into *folder* and answer its path."""
        path = folder / FILE
        path.write_text(canonical(self.as_dict()) + "\n", encoding="utf-8")
        return path
