"""The grid: what the page sends and what it is told."""

from widgets.grid import Column, Grid, Mark
from widgets.live import Live

COLUMNS = [Column("name", "名称")]


def test_marks_answer_the_state_of_the_rows_that_was_sent() -> None:
    """The page counts its states; an answer bears the count, so that a late one is passed over."""
    grid = Grid(COLUMNS)
    heard: list[int] = []
    grid.on_type(lambda: heard.append(len(grid.rows)))

    grid._handle_custom_msg({"rows": [{"name": "甲"}, {"name": "乙"}], "turn": 7}, [])
    grid.mark([Mark("1"), Mark("2")])

    assert heard == [2]
    assert grid.marks["turn"] == 7


def test_opening_another_table_outdates_what_was_typed_before() -> None:
    """Its count lies beyond any that typing could reach."""
    grid = Grid(COLUMNS)
    grid.set_rows([{"name": "甲"}])
    first = grid.opening

    grid.set_rows([{"name": "乙"}], locked=True)

    assert grid.opening > first
    assert (grid.given, grid.locked) == ([{"name": "乙"}], True)


def test_a_press_brings_what_was_typed_until_then() -> None:
    """Pressing a button right after the last key loses nothing."""
    live = Live("<input name=a>")
    heard: list[object] = []
    live.on_type(lambda: heard.append(dict(live.typed)))
    live.on_press(lambda name, value: heard.append((name, value)))

    live._handle_custom_msg({"typed": {"a": "1"}, "press": "save", "value": None}, [])

    assert heard == [{"a": "1"}, ("save", None)]
