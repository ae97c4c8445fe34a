"""Ledger and journal benches: a small run says what was measured, and whether each target was met."""

import pytest

from kit.bench import journal, ledger
from kit.core.errors import UsageError

pytestmark = pytest.mark.slow


def test_the_journal_bench_verifies_what_it_wrote() -> None:
    """1,500 entries over two projects: no fault, and the ratio is that of the two times."""
    bench = journal.run(entries=1500, repeats=1)

    assert bench.figures["faults"] == 0
    assert bench.conditions["n"] == 1500
    ratio = bench.figures["verify_seconds"] / bench.figures["read_and_hash_seconds"]
    assert bench.ratios["verify_to_read_and_hash"] == pytest.approx(ratio, rel=0.05)
    assert [target.met for target in bench.targets][1]


@pytest.mark.postgres
def test_the_ledger_bench_measures_both_engines_beside_their_bare_loops() -> None:
    """Five actions an engine: every figure of the targets is there."""
    bench = ledger.run(actions=5, repeats=1)

    assert {"sqlite_action_cpu_ms", "sqlite_bares_per_second", "batch_movements_per_second"} <= set(bench.figures)
    assert {"sqlite_action_to_bare", "batch_to_core"} <= set(bench.ratios)
    assert bench.conditions["postgres"] != "yes" or "eight_writers_to_one" in bench.ratios


@pytest.mark.parametrize("run", [journal.run, ledger.run])
def test_a_bench_of_nothing_is_refused(run: object) -> None:
    """One line instead of a division by zero."""
    with pytest.raises(UsageError):
        run(0)  # type: ignore[operator]
