"""Templates: their typed parameters, read without running anything."""

from pathlib import Path

import pytest

from kit.core.errors import UsageError
from kit.publishing.template import Template, find_template, list_templates, read_template
from tests.publishing.conftest import write_report

TYPED = 'year: int\nshare: float = 0.5\nis_open: bool = False\nowner: str | None = None\nlanguage: str = "en"\n'


def template(folder: Path, parameters: str = TYPED) -> Template:
    """A report with those parameters."""
    write_report(folder, "own", "year", parameters)
    return read_template(folder / "own.ipynb")


def test_the_kit_ships_reports_on_one_project_and_on_all() -> None:
    """Four about a project, two about all of them; each says what it is for."""
    shipped = {each.name: each for each in list_templates(None)}

    assert set(shipped) == {"self_review", "portfolio", "budget_execution", "progress", "compliance", "backtest"}
    assert all(each.title and each.purpose for each in shipped.values())
    assert shipped["self_review"].takes("project")
    assert shipped["budget_execution"].takes("project")
    assert not shipped["portfolio"].takes("project")
    assert shipped["progress"].takes("project")
    assert not shipped["backtest"].takes("project")
    apart = {name for name, each in shipped.items() if each.is_apart}
    assert apart == {"budget_execution", "progress", "compliance", "backtest"}


def test_texts_are_read_in_the_annotated_type(tmp_path: Path) -> None:
    """What a command line gives as text arrives as number, truth and nothing."""
    values = {"year": "2023", "share": "0.75", "is_open": "是", "owner": "TJ"}

    assert template(tmp_path).read_values(values) == {"year": 2023, "share": 0.75, "is_open": True, "owner": "TJ"}


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"year": "2023", "yaer": "2023"}, "yaer"),
        ({"year": "20x3"}, "20x3"),
        ({"year": True}, "True"),
        ({"year": "2023", "share": "nan"}, "nan"),
        ({"year": "2023", "is_open": "perhaps"}, "perhaps"),
        ({"year": "2023", "language": "fr"}, "fr"),
        ({}, "year"),
        ({"year": None}, "None"),
    ],
)
def test_a_name_or_type_that_does_not_fit_is_refused(tmp_path: Path, values: dict[str, object], named: str) -> None:
    """The line names what was given, or what is missing."""
    with pytest.raises(UsageError, match=named):
        template(tmp_path).read_values(values)


@pytest.mark.parametrize("name", ["snapshot", "project"])
def test_what_the_run_fills_nobody_sets(name: str) -> None:
    """Another snapshot than the frozen one would make the manifest untrue."""
    with pytest.raises(UsageError, match=name):
        find_template("self_review", None).read_values({name: "elsewhere.db"})


@pytest.mark.parametrize(
    "parameters", ["year = 2023", "year: list[int] = []", "year: int = 'x'", "year: int = len('x')", "import os", "a b"]
)
def test_a_parameters_cell_that_is_not_plain_is_named(tmp_path: Path, parameters: str) -> None:
    """Annotated assignments of plain values, nothing else; nothing of the cell is run."""
    with pytest.raises(UsageError, match=r"own\.ipynb"):
        template(tmp_path, parameters)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": [1]}', '{"cells": []}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, content: str) -> None:
    """Half a file left by an editor gives one line."""
    (tmp_path / "own.ipynb").write_text(content, encoding="utf-8")

    with pytest.raises(UsageError, match=r"own\.ipynb"):
        read_template(tmp_path / "own.ipynb")


def test_an_office_report_hides_the_one_of_the_kit(tmp_path: Path) -> None:
    """The file of the same name in the workspace is taken."""
    write_report(tmp_path / "reports", "portfolio", "1")

    assert find_template("portfolio", tmp_path).path.parent == tmp_path / "reports"


def test_an_unknown_report_is_named_with_those_there_are() -> None:
    """The line says what to choose from."""
    with pytest.raises(UsageError, match=r"portfolio, progress, self_review"):
        find_template("selfreview", None)
