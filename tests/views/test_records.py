"""Views of records: who and what is there, what was approved, what happened to it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import open_desk
from kit.core.errors import UsageError
from kit.core.finding import SEVERITY_ORDER, Severity
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.requests import CorrectSelfReview, EnterSelfReview, RecordObjective, SubmitSelfReview
from kit.store.snapshot import write_snapshot
from kit.views.catalogue import all_views, find_view
from kit.views.evaluation import read_printed, show_findings, show_indicators, show_objectives, show_self_reviews
from kit.views.journal import show_entries, show_history
from kit.views.org import show_people, show_units
from kit.views.portfolio import show_project_years
from kit.views.project.projects import show_projects
from kit.views.reader import Reader
from kit.workspace.workspace import Workspace
from tests.browser.office import FAULTY, SOUND, YEAR, make_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """P-1 was corrected from 100 to 99 points printed and tried twice to be entered; P-2 has objectives in two revisions."""
    workspace = make_office(tmp_path_factory.mktemp("records") / "workspace")
    reviewer = open_desk(workspace, "reviewer")
    corrected = PrintedTable.model_validate(SOUND | {"total_printed": "99"})
    assert reviewer.record(CorrectSelfReview(project="P-1", year=YEAR, table=corrected)).ok
    assert not reviewer.record(EnterSelfReview(project="P-1", year=YEAR, table=corrected)).ok
    for day, targets in ((date(2023, 1, 5), ("≥10户", "≥80%")), (date(2023, 6, 1), ("≥12户",))):
        rows = tuple(PrintedIndicator(name=f"指标{target}", target=target, weight="50") for target in targets)
        approved = RecordObjective(project="P-2", year=YEAR, approved_on=day, document="批复", indicators=rows)
        assert reviewer.record(approved).ok
    return workspace


@pytest.fixture(scope="module")
def reader(office: Workspace) -> Reader:
    """The live database of that office."""
    return Reader(open_database(office))


def test_units_people_and_projects_stand_in_order(reader: Reader) -> None:
    """By code or login; a project with the name of its owner and its years."""
    assert list(show_units(reader)["code"]) == ["SL", "TJ"]
    assert {"officer", "reviewer"} <= set(show_people(reader)["login"])
    assert list(show_people(reader)["login"]) == sorted(show_people(reader)["login"])
    assert show_projects(reader, "SL").to_dict("records") == [
        {
            "code": "P-3",
            "name": "水库除险加固",
            "owner": "SL",
            "owner_name": "市水利局",
            "year_from": 2023,
            "year_to": 2023,
        }
    ]


def test_the_latest_revision_of_objectives_is_shown(reader: Reader) -> None:
    """The first had two rows, the second has one."""
    assert list(show_objectives(reader, "P-2", YEAR)["target"]) == ["≥12户"]
    assert show_objectives(reader, "P-1", YEAR).empty


def test_a_correction_shows_what_stood_before(reader: Reader) -> None:
    """Entered with 100, corrected to 99: two steps of one row."""
    key = int(show_self_reviews(reader, "P-1")["id"].iloc[0])

    steps = show_history(reader, "self_review", key)

    assert list(steps["action"]) == ["evaluation.enter_self_review", "evaluation.correct_self_review"]
    assert steps["changed"].iloc[1] == {"total_printed": {"from": "100", "to": "99"}}


def test_a_table_that_is_not_recorded_has_no_history(reader: Reader) -> None:
    """The line says which there are."""
    with pytest.raises(UsageError, match="self_review"):
        show_history(reader, "sqlite_master", 1)


def test_a_refusal_stands_in_the_journal(reader: Reader) -> None:
    """Registered, entered, corrected, refused; numbers without a gap."""
    entries = show_entries(reader, "P-1")

    assert list(entries["outcome"]) == ["done", "done", "done", "refused"]
    assert list(entries["number"]) == [1, 2, 3, 4]
    assert entries["seal"].str.fullmatch(r"[0-9a-f]{64}").all()


def test_indicators_show_both_scores_beside_the_weight(reader: Reader) -> None:
    """P-1 met every target: 50, 30 and 10 points on both sides."""
    rows = show_indicators(reader, "P-1", YEAR)

    for column in ("weight", "score_printed", "score"):
        assert list(rows[column]) == [50, 30, 10]
    assert list(rows["place"]) == [1, 2, 3]


def test_a_printed_table_is_read_back_as_it_was_entered(reader: Reader) -> None:
    """No cell is changed on the way."""
    printed = read_printed(reader, "P-3", YEAR)

    assert printed == PrintedTable.model_validate(FAULTY)
    assert read_printed(reader, "P-2", YEAR) is None


def test_findings_stand_heaviest_first_and_are_counted(reader: Reader) -> None:
    """P-3 is 5 points off, which is a fault; P-1 is 1 off, which four rounded scores explain, so it is a question."""
    found = show_findings(reader)
    weights = {str(severity): place for severity, place in SEVERITY_ORDER.items()}

    assert all(
        list(part.map(weights)) == sorted(part.map(weights)) for _, part in found.groupby("department")["severity"]
    )
    reviews = show_self_reviews(reader)
    assert reviews["faults"].sum() == (found["severity"] == str(Severity.FAULT)).sum() == 1
    assert reviews["questions"].sum() == (found["severity"] == str(Severity.QUESTION)).sum() == 1


def test_a_year_without_a_table_has_no_state(reader: Reader) -> None:
    """P-1 and P-3 are drafts, P-2 is not entered."""
    years = show_project_years(reader).set_index("project")["state"]

    assert (years["P-1"], years["P-3"]) == ("draft", "draft")
    assert pd.isna(years["P-2"])


def test_a_snapshot_shows_what_the_office_shows(office: Workspace, reader: Reader, tmp_path: Path) -> None:
    """Every view that needs nothing named, on the live database and on the file."""
    write_snapshot(open_database(office), tmp_path / "day.db")
    frozen = Reader.of_snapshot(tmp_path / "day.db")
    plain = [view for view in all_views() if all(each.default is not each.empty for each in view.parameters.values())]

    assert len(plain) >= 8
    for view in plain:
        pd.testing.assert_frame_equal(view.show(frozen, {}), view.show(reader, {}))


def test_a_submitted_table_says_when(tmp_path: Path) -> None:
    """The state turns, and the day is kept."""
    workspace = make_office(tmp_path / "workspace")
    assert open_desk(workspace, "reviewer").record(SubmitSelfReview(project="P-1", year=YEAR)).ok

    row = show_self_reviews(Reader(open_database(workspace)), "P-1").iloc[0]

    assert row["state"] == "submitted"
    assert isinstance(row["submitted_on"], date)


@pytest.mark.parametrize(
    ("name", "values", "named"),
    [
        ("self_review", {}, "--list"),
        ("self_reviews", {"colour": "red"}, "colour"),
        ("self_reviews", {"year": "soon"}, "soon"),
        ("indicators", {}, "project"),
        ("history", {"table": "project", "key": "first"}, "first"),
    ],
)
def test_a_view_that_is_asked_wrongly_says_how(reader: Reader, name: str, values: dict[str, str], named: str) -> None:
    """One line that names what was given, or what is missing."""
    with pytest.raises(UsageError, match=named):
        find_view(name).show(reader, values)


def test_every_view_says_what_it_shows() -> None:
    """The list of views reads like one."""
    assert all(view.purpose for view in all_views())
