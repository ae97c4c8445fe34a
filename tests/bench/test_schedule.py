"""The benches of plans: they measure what they say, on any size, and compare every value."""

import os
from pathlib import Path

import pytest

from kit.bench import levelling, schedule
from kit.core.errors import EnvironmentLacks, UsageError


def test_the_bench_finds_dates_and_slack_equal_to_networkx() -> None:
    """Three thousand tasks, once."""
    result = schedule.run(tasks=3_000, repeats=1).as_dict()

    assert result["conditions"]["n"] == 3_000
    assert result["figures"]["unequal_values"] == 0


def test_all_published_lengths_are_reproduced(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """960 instances of PSPLIB; the lengths stand in the files themselves (MPM-Time)."""
    monkeypatch.setenv("KIT_SHARED", os.fspath(shared))

    figures = schedule.run(tasks=100, repeats=1).as_dict()["figures"]

    assert (figures["psplib_instances"], figures["psplib_wrong_lengths"]) == (960, 0)


def test_without_the_instances_the_bench_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million tasks are measured without them, levelling is not."""
    monkeypatch.setenv("KIT_SHARED", os.fspath(tmp_path))

    assert "psplib_instances" not in schedule.run(tasks=100, repeats=1).as_dict()["figures"]
    with pytest.raises(EnvironmentLacks, match="KIT_SHARED"):
        levelling.run(1)


def test_the_benches_refuse_sizes_that_measure_nothing() -> None:
    """One task has no links; there are 480 instances."""
    with pytest.raises(UsageError, match="at least 2"):
        schedule.run(tasks=1)
    with pytest.raises(UsageError, match="1 to 480"):
        levelling.run(481)
