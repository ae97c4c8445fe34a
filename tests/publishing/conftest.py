"""Fixtures: an office whose names are hostile, and two runs of reports in it, one sound and one with faulty reports."""

from pathlib import Path

import nbformat
import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import open_desk
from kit.evaluation.requests import SubmitSelfReview
from kit.project.requests import RegisterProject
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.workspace.workspace import Workspace
from tests.browser.office import YEAR, make_office

HOSTILE = "<img src=x onerror=alert(1)>{0}'; DROP TABLE--"
TIMEOUT_SECONDS = 8
PARAMETERS = 'snapshot: str = ""\nlanguage: str = "zh_CN"\n'
REPORTS = {
    "sound": 'print("<b>plain</b>")',
    "failing": 'print("before")\nraise ValueError("no <b>money</b> left")',
    "hanging": "import time\ntime.sleep(600)",
    "dying": "import os\nos._exit(7)",
}


def write_report(folder: Path, name: str, code: str, parameters: str = PARAMETERS) -> None:
    """An office's own report notebook of one cell."""
    cells = [
        nbformat.v4.new_markdown_cell(f"# Report {name}\n\nTries the run.", metadata={"tags": ["purpose"]}),
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code),
    ]
    folder.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The office of the browser tests with a project of hostile name more, and reports of its own."""
    workspace = make_office(tmp_path_factory.mktemp("publishing") / "workspace")
    for name, code in REPORTS.items():
        write_report(workspace.root / "reports", name, code)
    reviewer = open_desk(workspace, "reviewer")
    project = RegisterProject(code="..P{9}", name=HOSTILE, owner="TJ", year_from=YEAR, year_to=YEAR)
    assert reviewer.record(project).ok
    assert reviewer.record(SubmitSelfReview(project="P-1", year=YEAR)).ok
    return workspace


@pytest.fixture(scope="session")
def run(office: Workspace) -> Run:
    """The kit's reports on all projects."""
    return run_reports(office, open_database(office), Order(("self_review", "portfolio")))


@pytest.fixture(scope="session")
def faulty_run(office: Workspace) -> Run:
    """The office's own reports, three of which cannot end well."""
    return run_reports(office, open_database(office), Order(tuple(REPORTS), timeout_seconds=TIMEOUT_SECONDS))
