"""Schedule bench: a million tasks beside networkx, and the lengths of all published instances where they are at hand.

The rival sorts the same graph topologically and passes over it twice, task by task, as a planner would write it with
networkx; its dates and slack must be equal to ours.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kit.bench.psplib import find_folder, instances, published
from kit.bench.result import Bench, Target, at_least, conditions, interleaved, rounded
from kit.core.errors import EnvironmentLacks, UsageError
from kit.schedule.network import Network
from kit.schedule.passes import Limits, Times, compute_times

SEED = 1959
LEVELS = 1_000
TIMES_FASTER = 8.0
SETS = ("j30", "j60")
INSTANCES = 960


def run(tasks: int = 1_000_000, repeats: int = 3) -> Bench:
    """Compute a random plan of *tasks* tasks *repeats* times, beside networkx; medians of the times."""
    if tasks < 2 or repeats < 1:
        raise UsageError(f"a plan of at least 2 tasks is computed at least once, not {tasks} and {repeats}")
    network = random_network(tasks)
    graph = _graph(network)
    runs = {"ours": lambda: _compute(network), "networkx": lambda: _compute_plainly(graph)}
    times = interleaved(runs, repeats)
    unequal = _count_unequal(_compute(network), _compute_plainly(graph))
    ratio = times["networkx"] / times["ours"]
    lengths = _wrong_lengths()
    return Bench(
        bench="schedule",
        conditions=conditions(n=tasks, links=len(network.source), repeats=repeats, psplib=lengths is not None),
        figures=rounded({
            "ours_seconds": times["ours"],
            "networkx_seconds": times["networkx"],
            "unequal_values": unequal,
            **({} if lengths is None else {"psplib_instances": lengths[0], "psplib_wrong_lengths": lengths[1]}),
        }),
        ratios=rounded({"networkx_to_ours": ratio}),
        targets=(
            at_least("both passes beside networkx", TIMES_FASTER, ratio),
            Target("dates and slack unlike networkx", "= 0", unequal, unequal == 0),
            *([] if lengths is None else [_lengths_target(*lengths)]),
        ),
    )  # fmt: skip


def random_network(tasks: int) -> Network:
    """A plan of up to a thousand levels: each task waits for one to three, mostly of the level before."""
    chance = np.random.default_rng(SEED)
    width = max(1, tasks // LEVELS)
    target = np.repeat(np.arange(width, tasks), chance.integers(1, 4, tasks - width))
    back = 1 + (chance.random(len(target)) < 0.1)
    source = np.maximum(target // width - back, 0) * width + chance.integers(0, width, len(target))
    pairs = np.unique(np.stack([source, target]), axis=1)
    return Network(
        chance.integers(1, 30, tasks).astype(np.int64),
        pairs[0].astype(np.int32),
        pairs[1].astype(np.int32),
        np.zeros(pairs.shape[1], dtype=np.int8),
        np.zeros(pairs.shape[1], dtype=np.int64),
    )


def _compute(network: Network) -> Times:
    # A network made anew, so that its levels are found each time as the rival sorts each time.
    fresh = Network(network.duration, network.source, network.target, network.kind, network.lag)
    return compute_times(fresh, Limits.free(fresh.size))


# --- the rival -----------------------------------------------------------------------------------------------------


def _graph(network: Network) -> Any:
    try:
        import networkx as nx
    except ImportError:
        raise EnvironmentLacks("the rival needs networkx: pip install networkx") from None
    graph = nx.DiGraph()
    graph.add_nodes_from((task, {"days": days}) for task, days in enumerate(network.duration.tolist()))
    graph.add_edges_from(zip(network.source.tolist(), network.target.tolist(), strict=True))
    return graph


def _compute_plainly(graph: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Start and total slack of each task."""
    import networkx as nx

    days = graph.nodes(data="days")
    order = list(nx.topological_sort(graph))
    start: dict[int, int] = {}
    for task in order:
        start[task] = max((start[before] + days[before] for before in graph.predecessors(task)), default=0)
    end = max(start[task] + days[task] for task in order)
    late: dict[int, int] = {}
    for task in reversed(order):
        late[task] = min((late[after] for after in graph.successors(task)), default=end) - days[task]
    starts, slacks = zip(*((start[task], late[task] - start[task]) for task in range(len(order))), strict=True)
    return np.array(starts, dtype=np.int64), np.array(slacks, dtype=np.int64)


def _count_unequal(ours: Times, rival: tuple[NDArray[np.int64], NDArray[np.int64]]) -> int:
    return int((ours.start != rival[0]).sum() + (ours.total_slack != rival[1]).sum())


# --- published lengths -----------------------------------------------------------------------------------------------


def _wrong_lengths() -> tuple[int, int] | None:
    """How many instances there are and how many have another length than published; None where they are not at hand."""
    folder = find_folder()
    if folder is None:
        return None
    found: dict[str, bool] = {}
    for name in SETS:
        known = published(folder, name, "mpm_time_header")
        found |= {one.name: _compute(one.network).length == known[one.name] for one in instances(folder, name)}
    return len(found), sum(not equal for equal in found.values())


def _lengths_target(count: int, wrong: int) -> Target:
    name = f"critical path lengths unlike the published ones, of {count}"
    return Target(name, "= 0", wrong, wrong == 0 and count == INSTANCES)
