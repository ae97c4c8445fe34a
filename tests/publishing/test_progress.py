"""The report on progress and the alert board: what they say of a plan whose dates can be worked out by hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kit.actions.screening import run_screening
from kit.core.language import speaking
from kit.publishing.alert_board import AlertBoard
from kit.publishing.plan import Order
from kit.publishing.progress import ProgressReport
from kit.publishing.run import run_reports
from kit.risk.states import AlertLevel
from tests.schedule.conftest import PlanOffice, founded, office, planned

__all__ = ["founded", "office", "planned"]

DAY = date(2026, 3, 16)
PIECES = (
    "heading",
    "gantt",
    "critical_path",
    "milestones",
    "s_curve",
    "earned_value",
    "baselines",
    "alerts",
    "risks",
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """What the pieces say is compared in the language of the code."""
    with speaking("en"):
        yield


@pytest.fixture
def watched(planned: PlanOffice) -> PlanOffice:
    """The reservoir with a baseline that ends on 20 March; nothing has begun by the 16th, which is screened."""
    planned.do("schedule.set_baseline", name="初始", document="水计〔2026〕3号")
    planned.on(DAY.isoformat())
    run_screening(planned.desk("reviewer"))
    return planned


def report_of(office: PlanOffice) -> ProgressReport:
    """The report on the day."""
    return ProgressReport(office.reader, "P1", None, DAY)


def test_the_report_says_when_the_plan_ends_and_what_determines_it(watched: PlanOffice) -> None:
    """Design (5 days) and works (10 days) from 2 March: 20 March, three critical of four."""
    report = report_of(watched)

    assert "the plan ends on: 2026-03-20" in report.heading.text
    assert "tasks, 3 of them critical: 4" in report.heading.text
    assert [row.split()[0] for row in report.critical_path.text.splitlines()[2:]] == ["1.1", "2", "3"]


def test_each_figure_of_earned_value_stands_beside_its_formula(watched: PlanOffice) -> None:
    """460 万元 in all; by Monday 16 March 60 of the preparations and six of ten days of the works' 400 are planned."""
    text = report_of(watched).earned_value.text

    assert "460" in next(line for line in text.splitlines() if "BAC" in line)
    assert "300" in next(line for line in text.splitlines() if " PV" in line)
    assert "EV / PV" in text


def test_every_piece_stands_there_and_pictures_are_pictures(watched: PlanOffice) -> None:
    """The Gantt chart and the S-curve are drawn; the deadline of the works is listed."""
    report = report_of(watched)

    assert all(getattr(report, name).html for name in PIECES)
    assert "<svg" in report.gantt.html
    assert "<svg" in report.s_curve.html
    assert "2026-03-27" in report.milestones.text


def test_a_project_without_a_plan_says_what_to_do(office: PlanOffice) -> None:
    """And nothing else of plans."""
    report = report_of(office)

    assert "kit import schedule" in report.heading.text
    assert not any(getattr(report, name).html for name in ("gantt", "critical_path", "milestones", "s_curve"))


def test_a_plan_without_a_baseline_says_how_to_set_one(planned: PlanOffice) -> None:
    """Progress is measured against a baseline."""
    assert "schedule.set_baseline" in report_of(planned).s_curve.text


def test_the_board_shows_open_alerts_by_level_with_who_answers(watched: PlanOffice) -> None:
    """Three tasks were to have begun: orange, for the unit officer; a level that is chosen hides the others."""
    board = AlertBoard(watched.reader, day=DAY)

    assert "orange alerts: 1" in board.first_figures.text
    row = next(line for line in board.alerts.text.splitlines() if "Tasks that should have started" in line)
    assert "orange" in row
    assert "unit_officer" in row
    assert "No alert is open" in AlertBoard(watched.reader, level=AlertLevel.RED, day=DAY).alerts.text
    assert "No alert is open" in AlertBoard(watched.reader, owner="U2", day=DAY).alerts.text


@pytest.mark.slow
@pytest.mark.kernel
def test_the_report_is_run_from_its_template(watched: PlanOffice, tmp_path: Path) -> None:
    """From a frozen snapshot, as one page."""
    order = Order(templates=("progress",), projects=("P1",))

    run = run_reports(watched.workspace, watched.database, order)

    assert run.failures == []
    pages = [path.read_text(encoding="utf-8") for path in run.folder.rglob("*progress*.html")]
    assert len(pages) == 1
    assert "甘特图" in pages[0]
