"""File names: whatever a project's code holds, its report has a file of its own inside the folder."""

import re
from pathlib import Path

import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import open_desk
from kit.project.requests import RegisterProject
from kit.publishing.plan import Order, Planned, plan_reports
from kit.publishing.template import find_template
from kit.views.reader import Reader
from tests.browser.office import YEAR, make_office

# A code may not hold a space or a slash; all else is possible.
CODES = (
    "..",
    "...",
    "a" * 80,
    "A" * 80,
    "项" * 80,
    "{0}{project}",
    "x?y#z%2F..",
    "<b>&'\"",
    "~1",
    "P-1.ipynb",
    "p-1",
    "-rf",
    ":a|b*",
)
NAME_MAX = 80


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> list[Planned]:
    """The reports on an office's projects, those codes among them."""
    workspace = make_office(tmp_path_factory.mktemp("names") / "workspace")
    reviewer = open_desk(workspace, "reviewer")
    for code in CODES:
        project = RegisterProject(code=code, name="x" * 200, owner="TJ", year_from=YEAR, year_to=YEAR)
        assert reviewer.record(project).ok
    templates = [find_template("self_review", None)]
    return plan_reports(Reader(open_database(workspace)), templates, Order(("self_review",)), "zh_CN")


def test_every_project_has_a_report_of_its_own(planned: list[Planned]) -> None:
    """Capitals do not tell files apart everywhere: no two names are the same without them."""
    assert {each.project for each in planned} == {"P-1", "P-2", "P-3", *CODES}
    assert len({each.name.lower() for each in planned}) == len(planned)


def test_every_name_is_one_that_each_file_system_takes(planned: list[Planned]) -> None:
    """Letters, digits and a few signs; short enough; never a way out of the folder."""
    for each in planned:
        assert re.fullmatch(r"[\w.~-]+", each.name), each.name
        assert each.name.startswith("self_review-")
        assert len(each.name) <= NAME_MAX
        assert (Path("/runs/reports") / f"{each.name}.html").resolve().parent == Path("/runs/reports")
        assert len(f"{each.name}.ipynb".encode()) <= 255


def test_the_parameters_keep_the_code_as_it_is(planned: list[Planned]) -> None:
    """What the file name cannot hold, the report still asks for."""
    assert all(each.parameters["project"] == each.project for each in planned)
