"""Plans: what is wrong in an order is said before anything runs, and nothing is left behind."""

from pathlib import Path
from typing import Any

import pytest

from kit.actions.catalogue import open_database
from kit.core.errors import UsageError
from kit.publishing.plan import Order
from kit.publishing.run import run_reports
from kit.workspace.workspace import Workspace
from tests.browser.office import make_office

ONE = ("self_review",)


@pytest.fixture
def fresh(tmp_path: Path) -> Workspace:
    """An office without runs."""
    return make_office(tmp_path / "workspace")


@pytest.mark.parametrize(
    ("order", "named"),
    [
        (Order(ONE, ("P-7",)), "P-7"),
        (Order(ONE, ()), "--project"),
        (Order(ONE, ("P-1",), {"year": "1999"}), "1999"),
        (Order(ONE, ("P-1",), {"year": "soon"}), "soon"),
        (Order(ONE, ("P-1",), {"colour": "red"}), "colour"),
        (Order(ONE, ("P-1",), {"snapshot": "other.db"}), "snapshot"),
        (Order(ONE, None, {"year": "1999"}), "1999"),
        (Order(("portfolio",), ("P-1",)), "--project"),
        (Order(("nothing",), None), "nothing"),
        (Order((), None), "kit report list"),
        (Order(ONE, None, jobs=0), "--jobs 0"),
        (Order(ONE, None, timeout_seconds=0), "--timeout 0"),
    ],
)
def test_a_wrong_order_is_refused_before_anything_is_written(fresh: Workspace, order: Order, named: str) -> None:
    """The line names what was wrong; no folder is made."""
    with pytest.raises(UsageError, match=named):
        run_reports(fresh, open_database(fresh), order)

    assert list(fresh.runs.iterdir()) == []


def test_a_folder_that_holds_files_is_left_as_it_is(fresh: Workspace, tmp_path: Path) -> None:
    """--out takes an empty or a new folder only."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")

    with pytest.raises(UsageError, match="mine"):
        run_reports(fresh, open_database(fresh), Order(ONE, None, out=tmp_path / "mine"))

    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_command_that_is_refused_ends_with_two(fresh: Workspace, capsys: Any) -> None:
    """One line on the error stream, nothing else."""
    from kit.cli.main import run

    status = run(["report", "run", "self_review", "--project", "P-7", "--workspace", str(fresh.root)])

    said = capsys.readouterr()
    assert (status, said.out, said.err.count("\n")) == (2, "", 1)
    assert "P-7" in said.err
