"""PSPLIB: instances of the resource-constrained project scheduling problem, read from their published files.

R. Kolisch, A. Sprecher (1996), "PSPLIB - a project scheduling problem library", EJOR 96, 205-216.
"""

import csv
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kit.schedule.load import Load, Resources
from kit.schedule.network import Network


@dataclass(frozen=True)
class Instance:
    """One project: durations, successors, what each job takes of each resource, and how much there is."""

    name: str
    durations: list[int]
    links: list[tuple[int, int]]
    demands: list[list[int]]
    capacities: list[int]

    @property
    def network(self) -> Network:
        """The jobs and their links."""
        source, target = ([link[end] for link in self.links] for end in (0, 1))
        count = len(self.links)
        return Network(
            np.array(self.durations, dtype=np.int64),
            np.array(source, dtype=np.int32),
            np.array(target, dtype=np.int32),
            np.zeros(count, dtype=np.int8),
            np.zeros(count, dtype=np.int64),
        )

    @property
    def load(self) -> Load:
        """The same with what the jobs take of the resources."""
        demand, capacity = (np.array(values, dtype=np.int64) for values in (self.demands, self.capacities))
        return Load.free(self.network, Resources(demand, capacity))


def find_folder() -> Path | None:
    """The folder of the instances in ``KIT_SHARED``, else in a folder ``shared`` nearby; None where there is none."""
    shared = os.environ.get("KIT_SHARED")
    folders = [Path(shared)] if shared else [Path.cwd() / "shared", Path.cwd().parent / "shared"]
    return next((folder / PLACE for folder in folders if (folder / PLACE).is_dir()), None)


def instances(folder: Path, name: str) -> Iterator[Instance]:
    """All instances of a set (``j30``, ``j60``)."""
    with tarfile.open(folder / f"{name}.sm.tar.gz") as archive:
        for member in sorted(archive.getmembers(), key=lambda each: each.name):
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield parse(Path(member.name).name, content.read().decode())


def published(folder: Path, name: str, column: str) -> dict[str, int]:
    """A column of the published results by instance."""
    with (folder / "known_results.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {row["instance"]: int(float(row[column])) for row in rows if row["set"] == name and row[column]}


def parse(name: str, text: str) -> Instance:
    """One file in the form ``.sm``."""
    lines = text.splitlines()
    at = {word: next(n for n, line in enumerate(lines) if line.startswith(word)) for word in WORDS}
    precedence = _numbers(lines[at["PRECEDENCE"] + 2 : at["REQUESTS"] - 1])
    requests = _numbers(lines[at["REQUESTS"] + 3 : at["RESOURCEAVAIL"] - 1])
    links = [(row[0] - 1, after - 1) for row in precedence for after in row[3:]]
    capacities = _numbers([lines[at["RESOURCEAVAIL"] + 2]])[0]
    return Instance(name, [row[2] for row in requests], links, [row[3:] for row in requests], capacities)


def _numbers(lines: list[str]) -> list[list[int]]:
    return [[int(word) for word in line.split()] for line in lines]


PLACE = Path("datasets") / "psplib"
WORDS = ("PRECEDENCE", "REQUESTS", "RESOURCEAVAIL")
