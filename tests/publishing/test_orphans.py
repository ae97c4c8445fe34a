"""Orphans: a number that no figure stands behind is found, and nothing is said of a report in which each has one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from kit.actions.catalogue import open_database
from kit.actions.screening import run_screening
from kit.core.errors import UsageError
from kit.publishing.orphans import find_numbers, find_orphans, find_orphans_of_run
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.publishing.template import list_templates
from kit.workspace.resources import shipped
from kit.workspace.workspace import Workspace
from tests.schedule.conftest import make_plan_office

FAULTS = yaml.safe_load((Path(__file__).parent / "orphan_faults.yaml").read_text(encoding="utf-8"))
NEEDED = "import pandas as pd\nfrom kit.publishing.cited import cite, cite_count, plain\n"
PIECES = "from kit.publishing.page import facts, note, table, tiles, words"
FIGURE = {"id": "a1", "text": "28.0", "value": "28"}


def cells_of(kind: str, fault: dict[str, Any]) -> nbformat.NotebookNode:
    """The cell of a faulty template."""
    make = nbformat.v4.new_markdown_cell if kind == "text" else nbformat.v4.new_code_cell
    return make(fault["says"])


def spoil(workspace: Workspace, name: str, kind: str, fault: dict[str, Any]) -> None:
    """The kit's own self-review report with one cell more."""
    content = nbformat.read(shipped("reports") / "self_review.ipynb", as_version=4)
    content.cells += [nbformat.v4.new_code_cell(NEEDED + PIECES), cells_of(kind, fault)]
    (workspace.root / "reports").mkdir(exist_ok=True)
    nbformat.write(content, workspace.root / "reports" / f"{name}.ipynb")


@pytest.fixture(scope="module")
def spoiled(office: Workspace) -> tuple[Run, dict[str, dict[str, Any]]]:
    """A run of fifty reports on one project, each from a template with one fault."""
    faults = {f"{kind}{number}": fault for kind in FAULTS for number, fault in enumerate(FAULTS[kind])}
    for name, fault in faults.items():
        spoil(office, name, name.rstrip("0123456789"), fault)
    return run_reports(office, open_database(office), Order(tuple(faults), ("P-3",))), faults


@pytest.mark.kernel
@pytest.mark.slow
def test_fifty_faults_are_found_and_nothing_beside_them(spoiled: tuple[Run, dict[str, dict[str, Any]]]) -> None:
    """What is found in each report is what its one fault put there."""
    run, faults = spoiled
    found = {outcome.name: outcome.orphans for outcome in run.outcomes}

    assert run.failures == []
    assert len(faults) == 50
    for name, fault in faults.items():
        orphans = found[f"{name}-P-3"]
        if "some" in fault:
            assert orphans, fault["says"]
        else:
            assert [orphan["text"] for orphan in orphans] == fault["found"], fault["says"]
            assert all(bool(orphan["figure"]) == fault.get("wrong", False) for orphan in orphans)


@pytest.mark.kernel
@pytest.mark.slow
def test_the_run_says_what_it_found(spoiled: tuple[Run, dict[str, dict[str, Any]]]) -> None:
    """The same in the run, its manifest and in what is found by hand afterwards."""
    run, _faults = spoiled

    by_hand = find_orphans_of_run(run.folder)

    assert run.as_dict()["orphans"] == len(by_hand) == sum(len(outcome.orphans) for outcome in run.outcomes)
    assert {each["report"] for each in by_hand} == {outcome.name for outcome in run.outcomes}


@pytest.mark.kernel
@pytest.mark.slow
def test_nothing_is_said_of_reports_in_which_each_number_has_its_figure(run: Run) -> None:
    """The self-review and portfolio reports of the office, with a hostile name among the projects."""
    assert [(outcome.name, outcome.orphans) for outcome in run.outcomes if outcome.orphans] == []
    assert find_orphans_of_run(run.folder) == []


@pytest.mark.kernel
@pytest.mark.slow
def test_no_shipped_report_has_a_number_without_its_figure(tmp_path: Path) -> None:
    """Every template on a project with plan, baseline, alerts and an allotment, in both languages."""
    office = make_plan_office(tmp_path / "office")
    office.draw()
    office.do("schedule.set_baseline", name="初始")
    office.now = datetime(2026, 4, 20, 4, tzinfo=UTC)
    run_screening(office.desk("reviewer"))
    line = {"year": 2026, "code": "2026-001", "fund": "一般公共预算", "source": "本级", "amount": "100万元"}
    office.do("budget.grant_allotment", "finance", **line, document="财预〔2026〕1号")
    names = tuple(template.name for template in list_templates(None))

    for language in ("zh_CN", "en"):
        order = Order(names, ("P1",), {"language": language}, out=tmp_path / language)
        run = run_reports(office.workspace, office.database, order)
        assert run.failures == []
        assert [(outcome.name, outcome.orphans) for outcome in run.outcomes if outcome.orphans] == []


def test_a_folder_that_is_no_run_is_one_line(tmp_path: Path) -> None:
    """It says what to do."""
    with pytest.raises(UsageError, match="no finished run"):
        find_orphans_of_run(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "2023年度", "截至2024年6月30日", "6月30日前", "2026-03-31 18:00", "fiscal year 2023", "二〇二四年",
        "第55条", "第五十五条", "财预〔2020〕10号", "Article 9(2)", "GB/T 9704-2012", "mof-2020-10", "P-3", "A4",
        "（Lipke 2003）", "(Okabe and Ito 2008)",
        "第三方", "一级指标", "万元", "统一", "唯一", "十分重要",
    ],
)  # fmt: skip
def test_days_articles_and_names_are_no_numbers(text: str) -> None:
    """What the rule excepts."""
    assert list(find_numbers(text)) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<p><span data-figure="a1">28.0</span></p>', []),
        ('<p><span data-figure="a1">28.1</span></p>', ["28.1"]),
        ('<p><span data-figure="zz">28.0</span></p>', ["28.0"]),
        ("<p>28.0</p>", ["28.0"]),
        ("<p>2<b>8</b></p>", ["28"]),
        ("<h2>第 3 节 12</h2><p>无</p>", []),
        ("<table><tr><th>2</th><td>3</td></tr></table>", ["3"]),
        ("<p>1</p><p>2</p>", ["1", "2"]),
        ("<p>（Total 2003.5）（共 2003 项）</p>", ["2003.5", "2003"]),
        ("<p>5<br>6</p></div></section>", ["56"]),
        ("<p>&#55;</p>", ["7"]),
        ("<script>9</script><style>8</style>", []),
    ],
)
def test_where_a_number_stands(body: str, found: list[str]) -> None:
    """Broken pages too; headings, scripts and names of columns are silent."""
    assert [orphan.text for orphan in find_orphans(f"<main>{body}</main>", [FIGURE])] == found
