"""The review desk: opening, keeping and submitting without a page."""

from pathlib import Path

import pytest

from kit.actions.desk import open_desk
from kit.core.actor import Door
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import CorrectSelfReview
from kit.workspace.workspace import Workspace
from tests.browser.office import SOUND, YEAR, make_office
from widgets.review_desk import Opened, ReviewDesk


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An office with a draft of P-1."""
    return make_office(tmp_path / "workspace")


def opened_draft(workspace: Workspace) -> tuple[ReviewDesk, Opened]:
    """The officer's desk with the draft of P-1 open."""
    desk = ReviewDesk(open_desk(workspace, "officer", Door.SCREEN))
    return desk, desk.open(desk.projects()[0], YEAR)


def test_an_officer_sees_the_projects_of_the_own_unit_only(workspace: Workspace) -> None:
    """P-3 belongs to another unit."""
    desk = ReviewDesk(open_desk(workspace, "officer", Door.SCREEN))

    assert [project.code for project in desk.projects()] == ["P-1", "P-2"]


def test_a_reviewer_sees_the_projects_of_every_unit(workspace: Workspace) -> None:
    """The competent department enters for any unit."""
    desk = ReviewDesk(open_desk(workspace, "reviewer", Door.SCREEN))

    assert [project.code for project in desk.projects()] == ["P-1", "P-2", "P-3"]


def test_work_begins_with_the_draft(workspace: Workspace) -> None:
    """P-1 holds the only draft of the unit."""
    desk, opened = opened_draft(workspace)

    assert desk.first_key(desk.projects()) == ("P-1", YEAR)
    assert opened.state == "draft"


def test_a_table_changed_meanwhile_is_not_overwritten(workspace: Workspace) -> None:
    """The answer names who was quicker, and their table stands."""
    desk, opened = opened_draft(workspace)
    theirs = PrintedTable.model_validate(SOUND | {"title": "更正"})
    open_desk(workspace, "reviewer").record(CorrectSelfReview(project="P-1", year=YEAR, table=theirs))

    answer = desk.save(opened, SOUND | {"title": "我的"})

    assert (answer.ok, answer.stale) == (False, "reviewer")
    assert desk.open(desk.projects()[0], YEAR).table.title == "更正"


def test_open_faults_need_an_explanation(workspace: Workspace) -> None:
    """10 + 50 + 30 + 10 cannot make the 95 that is entered: submitting waits for an explanation."""
    desk, opened = opened_draft(workspace)
    desk.save(opened, SOUND | {"total_printed": "95"})
    faulty = desk.open(desk.projects()[0], YEAR)

    refused = desk.submit(faulty, "")
    accepted = desk.submit(faulty, "总分栏为四舍五入前的中间数")

    assert [finding.code for finding in refused.findings] == ["evaluation.faults_open"]
    assert accepted.ok


def test_a_submitted_table_is_locked(workspace: Workspace) -> None:
    """It can be read; nothing stops one from reading it."""
    desk, opened = opened_draft(workspace)

    answer = desk.submit(opened, "")
    again = desk.open(desk.projects()[0], YEAR)

    assert answer.ok
    assert again.is_locked
    assert desk.barriers(again) == []


def test_a_text_beyond_all_measure_is_a_finding(workspace: Workspace) -> None:
    """Five thousand signs in one cell are refused in words, not by an exception."""
    desk, opened = opened_draft(workspace)

    answer = desk.save(opened, SOUND | {"title": "长" * 5000})

    assert not answer.ok
    assert answer.findings
