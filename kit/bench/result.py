"""Bench result: what was measured, under which conditions, and which targets were met, missed ones included."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Target:
    """One target that a benchmark was built for; ``want`` is written as people say it (``<= 5 s``)."""

    name: str
    want: str
    got: float
    met: bool

    def as_dict(self) -> dict[str, Any]:
        """The target for JSON."""
        return {"name": self.name, "want": self.want, "got": self.got, "met": self.met}


@dataclass(frozen=True)
class Bench:
    """The result of one benchmark.

    ``figures`` are in the unit at the end of their name; ``ratios`` are rival / ours.
    """

    bench: str
    conditions: dict[str, Any]
    figures: dict[str, float]
    ratios: dict[str, float] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()

    @property
    def is_met(self) -> bool:
        """True where every target was met."""
        return all(target.met for target in self.targets)

    def as_dict(self) -> dict[str, Any]:
        """The result as ``kit bench NAME --json`` prints it."""
        return {
            "bench": self.bench,
            "conditions": self.conditions,
            "figures": self.figures,
            "ratios": self.ratios,
            "targets": [target.as_dict() for target in self.targets],
        }


def conditions(**sizes: Any) -> dict[str, Any]:
    """Cores that this process may use, Python and machine, and the *sizes* of the run."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        **sizes,
    }


def at_most(name: str, limit: float, got: float, unit: str) -> Target:
    """The target that *got* is at most *limit*."""
    return Target(name, f"<= {limit:g} {unit}".strip(), got, got <= limit)


def at_least(name: str, limit: float, got: float) -> Target:
    """The target that the ratio *got* is at least *limit*."""
    return Target(name, f">= {limit:g} times", round(got, 3), got >= limit)


def interleaved(runs: dict[str, Callable[[], Any]], repeats: int) -> dict[str, float]:
    """The median seconds of each of *runs*; they are called in turn, so that a busy moment hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, call in runs.items():
            taken[name].append(seconds(call))
    return {name: median(times) for name, times in taken.items()}


def seconds(call: Callable[[], Any]) -> float:
    """How long one call takes."""
    started = perf_counter()
    call()
    return perf_counter() - started


def rounded(figures: dict[str, float], digits: int = 4) -> dict[str, float]:
    """*figures* rounded for printing."""
    return {name: round(value, digits) for name, value in figures.items()}
