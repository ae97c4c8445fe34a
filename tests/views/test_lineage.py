"""Lineage: the rows behind a number are those of its own project and year, counted by hand in a small office."""

from collections.abc import Iterator

import pandas as pd
import pytest

from kit.actions.catalogue import open_database
from kit.store.snapshot import write_snapshot
from kit.views.evaluation import show_indicators, show_self_reviews
from kit.views.figure import Figure, figure_of
from kit.views.lineage import Lineage, lineage_of
from kit.views.project.projects import show_projects
from kit.views.reader import Reader
from tests.browser.office import YEAR, make_office


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, Reader]]:
    """Three projects of two units, of which P-1 and P-3 have a table of three rows: living, and as a snapshot."""
    workspace = make_office(tmp_path_factory.mktemp("lineage") / "workspace")
    database = open_database(workspace)
    file = workspace.root / "snapshot.db"
    write_snapshot(database, file)
    snapshot = Reader.of_snapshot(file)
    yield Reader(database, workspace.resources), snapshot
    snapshot.close()


def figures_of(frame: pd.DataFrame, name: str) -> list[Figure | None]:
    """The figure of each row in one column."""
    return [figure_of(frame, row, name, str(row[name])) for row in frame.to_dict("records")]


def tables_of(rows: tuple[str, ...]) -> list[str]:
    """The tables that rows are of."""
    return [row.partition(":")[0] for row in rows]


def lineage(frame: pd.DataFrame) -> Lineage:
    """The lineage of a frame that must have one."""
    found = lineage_of(frame)
    assert found is not None
    return found


def test_a_view_of_a_snapshot_names_itself_and_the_day(readers: tuple[Reader, Reader]) -> None:
    """With the parameters that it was asked with."""
    found = lineage(show_self_reviews(readers[1], "P-1", YEAR))

    assert (found.view, found.parameters) == ("self_reviews", f"project=P-1, year={YEAR}")
    assert found.as_of[:4] >= "2026"


def test_a_screen_is_spared_it(readers: tuple[Reader, Reader]) -> None:
    """Only what a report reads is traced."""
    assert lineage_of(show_self_reviews(readers[0], "P-1", YEAR)) is None


def test_a_row_of_a_table_stands_behind_its_own_number_only(readers: tuple[Reader, Reader]) -> None:
    """The weights of P-1: three rows of the table of indicators, each behind one of the three numbers."""
    frame = show_indicators(readers[1], "P-1", YEAR)
    found = [set(figure.rows) for figure in figures_of(frame, "weight") if figure]
    own = [rows - set.intersection(*found) for rows in found]

    assert [len(rows) for rows in own] == [1, 1, 1]
    assert len(set.union(*own)) == 3


def test_two_projects_do_not_share_their_tables(readers: tuple[Reader, Reader]) -> None:
    """Two self-reviews, of P-1 and P-3, in one frame."""
    frame = show_self_reviews(readers[1])
    first, second = [set(figure.rows) for figure in figures_of(frame, "total") if figure]

    assert {row for row in first & second if row.startswith(("self_review", "indicator"))} == set()
    assert "self_review" in tables_of(tuple(first))


def test_what_is_chosen_of_a_frame_keeps_where_it_comes_from(readers: tuple[Reader, Reader]) -> None:
    """Filtered, sorted, with a column more, and copied."""
    frame = show_projects(readers[1])
    chosen = frame[frame["code"] == "P-3"].sort_values("name").assign(more=1).copy()

    assert lineage_of(chosen) is lineage_of(frame)


def test_another_value_in_a_column_of_the_view_is_not_the_view_s(readers: tuple[Reader, Reader]) -> None:
    """A total of 101 was given by nobody; 95 is what P-3 prints; a new column is made of the others."""
    frame = show_self_reviews(readers[1], "P-3", YEAR)
    row = frame.iloc[0].to_dict()

    assert figure_of(frame, row, "total_printed", "95") is not None
    assert figure_of(frame, row | {"total_printed": 101.0}, "total_printed", "101") is None
    assert figure_of(frame, row | {"apart": 5.0}, "apart", "5") is not None


def test_a_figure_keeps_its_identity_when_its_value_changes(readers: tuple[Reader, Reader]) -> None:
    """The place is the same: view, column, formula, unit, rows."""
    frame = show_self_reviews(readers[1], "P-3", YEAR)
    row = frame.iloc[0].to_dict()
    first, other, elsewhere = (
        figure_of(frame, row | {name: value}, name, str(value))
        for name, value in (("apart", 1), ("apart", 2), ("other", 1))
    )

    assert first is not None
    assert other is not None
    assert elsewhere is not None
    assert first.id == other.id != elsewhere.id


def test_a_frame_that_no_view_made_has_no_figures() -> None:
    """Typed by hand."""
    assert figure_of(pd.DataFrame({"score": [7.0]}), {"score": 7.0}, "score", "7") is None
