"""The draft of a table as it stands on the page."""

from kit.evaluation.printed import PrintedTable
from kit.evaluation.review import review_table
from kit.evaluation.scheme import load_scheme
from kit.workspace.resources import Resources
from tests.browser.office import SOUND
from widgets.draft import Draft, marks_of

TABLE = PrintedTable.model_validate(SOUND)


def test_a_table_opened_and_left_alone_is_the_same_table() -> None:
    """What the page shows makes the table that was opened."""
    assert PrintedTable.model_validate(Draft.of(TABLE).values()) == TABLE


def test_what_the_page_does_not_show_is_kept() -> None:
    """The source of a published table is not lost by correcting a cell."""
    published = TABLE.model_copy(update={"source": "部门决算公开", "text": "2024年3月1日"})

    table = PrintedTable.model_validate(Draft.of(published).values())

    assert (table.source, table.text) == ("部门决算公开", "2024年3月1日")


def test_a_blank_row_is_no_indicator_and_shifts_no_finding() -> None:
    """A row left blank above the second one: the second's score and finding still stand beside it."""
    opened = Draft.of(TABLE)
    short = dict(opened.rows[0]) | {"actual": "100户"}
    draft = Draft(TABLE, opened.fields, opened.funds, [{}, short, {"name": "  "}, *opened.rows[1:]])
    table = PrintedTable.model_validate(draft.values())

    marks = marks_of(draft, review_table(table, load_scheme("mof-2020-10", Resources())))

    assert len(table.indicators) == 3
    # 100 of at least 200 households for 50 points.
    assert [mark.computed for mark in marks] == ["", "25", "", "30", "10"]
    assert [mark.severity for mark in marks] == ["", "question", "", "", ""]
    assert marks[1].differs


def test_what_people_type_is_never_read_as_html() -> None:
    """A script in a cell comes back as words."""
    opened = Draft.of(TABLE)
    rows = [dict(opened.rows[0]) | {"actual": "<script>alert(1)</script>"}, *opened.rows[1:]]
    draft = Draft(TABLE, opened.fields, opened.funds, rows)
    table = PrintedTable.model_validate(draft.values())

    marks = marks_of(draft, review_table(table, load_scheme("mof-2020-10", Resources())))

    assert all("<script" not in mark.html for mark in marks)
