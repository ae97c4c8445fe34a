"""Levelling bench: the published instances of thirty and sixty jobs, levelled with proof.

Needs PSPLIB (R. Kolisch, A. Sprecher 1996) in ``KIT_SHARED/datasets/psplib``. Every plan is held against a check apart
from how it was found, and against the published bounds.
"""

from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from kit.bench.psplib import Instance, find_folder, instances, published
from kit.bench.result import Bench, Target, at_most, conditions, rounded, seconds
from kit.core.errors import EnvironmentLacks, UsageError
from kit.schedule.exact import Effort
from kit.schedule.levelling import level
from kit.schedule.load import Levelled, is_feasible
from kit.schedule.serial import generate

SETS = ("j30", "j60")
J30_SECONDS, J60_SECONDS = 300.0, 10.0
GAP_PERCENT_MAX = 0.5
SIZE = 480


@dataclass(frozen=True)
class _Tried:
    """One instance: its answer, the one of serial generation alone, and the seconds taken."""

    instance: Instance
    answer: Levelled
    serial: Levelled
    taken: float


def run(each: int = SIZE) -> Bench:
    """Level *each* instances of j30 (until proved, 300 s at most) and of j60 (10 s at most), evenly chosen."""
    if not 1 <= each <= SIZE:
        raise UsageError(f"there are {SIZE} instances of each size; choose 1 to {SIZE}, not {each}")
    folder = find_folder()
    if folder is None:
        raise EnvironmentLacks("the instances are not at hand; set KIT_SHARED to the folder of datasets/psplib")
    tried = {
        "j30": _try(folder, "j30", each, J30_SECONDS),
        "j60": _try(folder, "j60", each, J60_SECONDS),
    }
    unproved = sum(not one.answer.is_optimal for one in tried["j30"])
    gap = _gap_percent(folder, tried["j60"])
    wrong = sum(_is_wrong(folder, name, one) for name in SETS for one in tried[name])
    return Bench(
        bench="levelling",
        conditions=conditions(n=each, j30_seconds=J30_SECONDS, j60_seconds=J60_SECONDS, workers=Effort().workers),
        figures=rounded({
            "j30_proved": each - unproved,
            "j60_proved": sum(one.answer.is_optimal for one in tried["j60"]),
            "j60_mean_gap_percent": gap,
            "j30_serial_gap_percent": _gap_percent(folder, tried["j30"], serial=True),
            "j60_serial_gap_percent": _gap_percent(folder, tried["j60"], serial=True),
            "wrong_plans": wrong,
            **{f"{name}_median_seconds": median(one.taken for one in tried[name]) for name in SETS},
            **{f"{name}_longest_seconds": max(one.taken for one in tried[name]) for name in SETS},
        }),
        targets=(
            Target("instances of thirty jobs not proved optimal", "= 0", unproved, unproved == 0),
            at_most("sixty jobs: mean gap to the best known", GAP_PERCENT_MAX, round(gap, 4), "%"),
            Target("plans that break a link, a resource or a proved bound", "= 0", wrong, wrong == 0),
        ),
    )  # fmt: skip


def _try(folder: Path, name: str, each: int, limit: float) -> list[_Tried]:
    every = list(instances(folder, name))
    chosen = [every[place * len(every) // each] for place in range(each)]
    return [_try_one(one, limit) for one in chosen]


def _try_one(instance: Instance, limit: float) -> _Tried:
    answers: list[Levelled] = []
    taken = seconds(lambda: answers.append(level(instance.load, Effort(limit))))
    return _Tried(instance, answers[0], generate(instance.load), taken)


def _best(folder: Path, name: str) -> dict[str, int]:
    return published(folder, name, "psplib_best" if name == "j30" else "best_ub")


def _gap_percent(folder: Path, tried: list[_Tried], *, serial: bool = False) -> float:
    best = _best(folder, "j30") | _best(folder, "j60")
    lengths = [(one.serial if serial else one.answer).length / best[one.instance.name] for one in tried]
    return 100 * (mean(lengths) - 1)


def _is_wrong(folder: Path, name: str, one: _Tried) -> bool:
    """True where a plan cannot be, is shorter than a proved bound, or a bound lies above a known plan."""
    best = _best(folder, name)[one.instance.name]
    proved = best if name == "j30" else published(folder, name, "best_lb")[one.instance.name]
    is_below = one.answer.length < proved or one.answer.bound > best or one.serial.bound > best
    return is_below or not all(is_feasible(one.instance.load, each.starts) for each in (one.answer, one.serial))
