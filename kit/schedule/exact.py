"""Exact levelling: the shortest plan with its proof, by a cumulative constraint for each resource.

Google OR-Tools, CP-SAT (L. Perron, F. Didier); without it plans are levelled by serial generation alone.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kit.core.errors import EnvironmentLacks
from kit.schedule.clock import Minutes
from kit.schedule.load import Levelled, Load
from kit.schedule.network import Link
from kit.schedule.passes import NONE, compute_times
from kit.schedule.serial import settled


@dataclass(frozen=True)
class Effort:
    """How long to search, with how many workers, from which seed."""

    seconds: float = 10.0
    workers: int = 2
    seed: int = 1


def shorten(load: Load, serial: Levelled, effort: Effort) -> Levelled:
    """The shortest plan found in time, never longer than *serial*, with the bound that was proved.

    Raises EnvironmentLacks where ortools is not installed. What is fixed may overdraw a resource: then *serial* stands.
    """
    model = _Model(load, serial)
    solver = _solver(effort)
    status = solver.solve(model.made)
    if status not in (model.cp.OPTIMAL, model.cp.FEASIBLE):
        return serial
    found = np.array([solver.value(start) for start in model.starts], dtype=np.int64) * model.unit + model.origin
    bound = max(serial.bound, round(solver.best_objective_bound) * model.unit + model.origin)
    return settled(load, found, bound, "CP-SAT")


class _Model:
    """The model; times count from the earliest moment, in the largest unit that all of them are multiples of."""

    def __init__(self, load: Load, serial: Levelled) -> None:
        self.cp = _cp_model()
        self.made = self.cp.CpModel()
        self._load, self._serial = load, serial
        self.origin = int(serial.starts.min())
        self.unit = self._unit()
        self.starts = self._add_starts()
        self._add_links()
        self._add_resources()
        self._add_end()

    def _unit(self) -> int:
        load = self._load
        moments = [load.floor - self.origin, (load.fixed - self.origin)[load.fixed != NONE]]
        numbers = np.concatenate([load.network.duration, load.network.lag, *moments])
        return int(np.gcd.reduce(np.abs(numbers))) or 1

    def _scaled(self, instant: int) -> int:
        return (instant - self.origin) // self.unit

    @cached_property
    def _duration(self) -> list[int]:
        durations: list[int] = (self._load.network.duration // self.unit).tolist()
        return durations

    def _add_starts(self) -> list[Any]:
        """Each start lies between what its links allow from the front and, for the length found, from the end."""
        times = compute_times(self._load.network, self._load.limits)
        latest: Minutes = times.late_start + (self._serial.length - times.length)
        hints, fixed = self._serial.starts.tolist(), self._load.fixed
        spans = zip(times.start.tolist(), latest.tolist(), strict=True)
        found = []
        for task, (first, last) in enumerate(spans):
            ends = (hints[task],) * 2 if fixed[task] != NONE else (first, max(first, last))
            found.append(self.made.new_int_var(*map(self._scaled, ends), ""))
            self.made.add_hint(found[-1], self._scaled(hints[task]))
        return found

    def _add_links(self) -> None:
        network = self._load.network
        lags = (network.lag // self.unit).tolist()
        ends = zip(network.source.tolist(), network.target.tolist(), network.kind.tolist(), lags, strict=True)
        for source, target, kind, lag in ends:
            if self._load.fixed[target] == NONE:
                before = 0 if kind in (Link.START_START, Link.START_FINISH) else self._duration[source]
                after = self._duration[target] if kind in (Link.FINISH_FINISH, Link.START_FINISH) else 0
                self.made.add(self.starts[target] + after >= self.starts[source] + before + lag)

    def _add_resources(self) -> None:
        spans = zip(self.starts, self._duration, strict=True)
        tasks = [self.made.new_fixed_size_interval_var(start, length, "") for start, length in spans]
        for resource, capacity in enumerate(self._load.resources.capacity.tolist()):
            demands = self._load.resources.demand[:, resource].tolist()
            used = [(task, demand) for task, demand in zip(tasks, demands, strict=True) if demand]
            self.made.add_cumulative([task for task, _demand in used], [demand for _task, demand in used], capacity)

    def _add_end(self) -> None:
        end = self.made.new_int_var(self._scaled(self._serial.bound), self._scaled(self._serial.length), "")
        for start, length in zip(self.starts, self._duration, strict=True):
            self.made.add(end >= start + length)
        self.made.minimize(end)


def _solver(effort: Effort) -> Any:
    solver = _cp_model().CpSolver()
    solver.parameters.max_time_in_seconds = effort.seconds
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    return solver


def _cp_model() -> Any:
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise EnvironmentLacks("levelling with proof needs ortools: pip install 'governance-kit[levelling]'") from None
    return cp_model
