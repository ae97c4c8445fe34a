"""Drafts of the entry screen: what was typed and not saved is there again, and never overwrites somebody else's."""

from dataclasses import replace
from pathlib import Path

from kit.actions.desk import open_desk
from kit.core.actor import Door
from kit.core.errors import KitError
from kit.evaluation.printed import PrintedTable
from kit.evaluation.requests import CorrectSelfReview
from kit.workspace.workspace import Workspace
from tests.browser.office import SOUND, YEAR, make_office
from widgets.draft import Draft
from widgets.keeping import Keeping
from widgets.review_desk import Opened, ReviewDesk


def sit_down(workspace: Workspace, login: str = "officer") -> tuple[ReviewDesk, Opened]:
    """A new page of a person, with P-1 open."""
    desk = ReviewDesk(open_desk(workspace, login, Door.SCREEN))
    return desk, desk.open(desk.projects()[0], YEAR)


def typed(opened: Opened, title: str) -> Draft:
    """The page after a title was typed."""
    draft = Draft.of(opened.table)
    return replace(draft, fields=dict(draft.fields) | {"title": title})


def test_what_was_typed_is_there_again(tmp_path: Path) -> None:
    """Fields, rows and the table below them; only for the person who typed it."""
    workspace = make_office(tmp_path / "office")
    desk, opened = sit_down(workspace)
    desk.keep_draft(opened, typed(opened, "过程稿一"))
    desk.keep_draft(opened, typed(opened, "过程稿二"))

    again, anew = sit_down(workspace)
    other, theirs = sit_down(workspace, "reviewer")

    assert again.kept_draft(anew) == (opened, typed(opened, "过程稿二"))
    assert other.kept_draft(theirs) is None


def test_a_draft_that_was_dropped_is_gone(tmp_path: Path) -> None:
    """Saved or thrown away."""
    workspace = make_office(tmp_path / "office")
    desk, opened = sit_down(workspace)
    desk.keep_draft(opened, typed(opened, "过程稿"))

    desk.drop_draft(opened)

    assert desk.kept_draft(opened) is None


def test_a_draft_on_a_table_that_changed_is_told_so_when_it_is_saved(tmp_path: Path) -> None:
    """Somebody corrects the table while the draft lies there: saving the draft names them and overwrites nothing."""
    workspace = make_office(tmp_path / "office")
    desk, opened = sit_down(workspace)
    desk.keep_draft(opened, typed(opened, "我的"))
    theirs = PrintedTable.model_validate(SOUND | {"title": "更正"})
    assert open_desk(workspace, "reviewer").record(CorrectSelfReview(project="P-1", year=YEAR, table=theirs)).ok

    again, anew = sit_down(workspace)
    found = again.kept_draft(anew)
    assert found is not None
    answer = again.save(found[0], found[1].values())

    assert (answer.ok, answer.stale) == (False, "reviewer")
    assert again.open(again.projects()[0], YEAR).table.title == "更正"


def test_the_latest_is_kept_and_a_failure_stops_nothing() -> None:
    """Of three, the first fails; the last is done, whatever became of those between."""
    done = []

    def fail() -> None:
        raise KitError("the database is gone")

    keeping = Keeping()
    keeping.give(fail)
    keeping.give(lambda: done.append("second"))
    keeping.give(lambda: done.append("third"))
    keeping.wait()

    assert done[-1] == "third"
