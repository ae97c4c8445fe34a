"""Lifecycles as data: what the kit ships holds together, and a wrong file is named with its line."""

from pathlib import Path

import pytest

from kit.actions.catalogue import all_actions
from kit.actions.office import found_office
from kit.core.errors import ConfigurationError
from kit.law.rulebook import load_rulebook
from kit.project.lifecycle import Lifecycle, check_names, load_lifecycles
from kit.views.law.project_feed import COURSE_DAYS, COURSE_FLAGS, KIND_FLAGS
from kit.workspace.resources import Resources
from kit.workspace.workspace import Settings
from tests.project.office import LIFECYCLE, CourseOffice, write_lifecycle

NINE = [
    "proposal",
    "feasibility",
    "budgeting",
    "procurement",
    "execution",
    "midterm",
    "acceptance",
    "evaluation",
    "archive",
]
SHIPPED = {kind: lifecycle for kind, (lifecycle, _) in load_lifecycles(Resources()).items()}
every_kind = pytest.mark.parametrize("lifecycle", SHIPPED.values(), ids=SHIPPED)


def test_three_kinds_go_through_the_nine_stages() -> None:
    """立项建议 → 可行性论证 → 预算编制 → 招标采购 → 实施执行 → 中期评估 → 竣工验收 → 绩效评价 → 归档."""
    assert set(SHIPPED) == {"general", "investment", "government_it"}
    for lifecycle in SHIPPED.values():
        assert [stage.code for stage in lifecycle.stages] == NINE


@every_kind
def test_everything_that_a_lifecycle_names_exists(lifecycle: Lifecycle) -> None:
    """Actions, rules, facts."""
    rulebook = load_rulebook(Resources())
    check_names(lifecycle, {each.name for each in all_actions()}, rulebook.rules, rulebook.facts)


@every_kind
def test_every_fact_of_a_node_reaches_the_law(lifecycle: Lifecycle) -> None:
    """A fact that no feed gives would be settled in vain."""
    named = {name for node in lifecycle.nodes() for name in node.facts} | set(lifecycle.flags)

    assert named <= {*COURSE_DAYS, *COURSE_FLAGS, *KIND_FLAGS}


@every_kind
def test_a_limit_by_a_rule_is_a_span(lifecycle: Lifecycle) -> None:
    """So many days, working days or months; in force today."""
    rules = load_rulebook(Resources()).rules
    limits = [node.limit.rule for node in lifecycle.nodes() if node.limit and node.limit.rule]

    assert {str(rules[code].unit) for code in limits} <= {"days", "working_days", "months"}


@every_kind
def test_the_stages_of_approval_come_in_the_order_of_the_law(lifecycle: Lifecycle) -> None:
    """政府投资条例 第九条: the proposal is approved before the study, the study before the design."""
    codes = [node.code for node in lifecycle.nodes()]
    order = [code for code in ("proposal_approval", "feasibility_approval", "design_approval") if code in codes]

    assert [code for code in codes if code in order] == order


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("after: [write]", "after: [accept]", "names 'accept', which is no node before it"),
        ("code: announce", "code: write", "stands twice"),
        ("code: work", "code: idea", "stands twice"),
        ("limit: {workdays: 10, source: 本单位规定}", "limit: {workdays: 10, days: 3, source: 规定}", "give one of"),
        ("line: parallel", "line: sideways", "main"),
        ("retention: permanent", "retention: 7", "permanent"),
        ("responsible: [head_of_unit, competent_reviewer, unit_officer]", "responsible: [king]", "unit_officer"),
        ("needs: [no_open_rectification]", "needs: [good_weather]", "allotted_funds"),
        ("opens: [schedule.draw_plan]", "opens: [schedule.draw_plans]", "there is no action 'schedule.draw_plans'"),
        ("rules: [investment.stages]", "rules: [investment.stage]", "there is no rule 'investment.stage'"),
        ("facts: [project.accepted_on]", "facts: [project.accepted]", "there is no fact 'project.accepted'"),
    ],
)
def test_a_wrong_lifecycle_is_named_with_its_file(office: CourseOffice, before: str, after: str, said: str) -> None:
    """One line that says what to mend, before anything is written."""
    assert before in LIFECYCLE
    write_lifecycle(office.workspace.root, LIFECYCLE.replace(before, after, 1))

    with pytest.raises(ConfigurationError) as error:
        office.ask("project.begin", kind="trial")

    assert "trial.yaml" in str(error.value)
    assert said in str(error.value)


def test_two_files_for_one_kind_are_named(tmp_path: Path) -> None:
    """The office's own one has to bear the name of the shipped one to replace it."""
    workspace = found_office(tmp_path / "office", Settings(), "admin", "test")
    write_lifecycle(workspace.root, LIFECYCLE)
    write_lifecycle(workspace.root, LIFECYCLE, "other")

    with pytest.raises(ConfigurationError, match="trial has a lifecycle already"):
        load_lifecycles(workspace.resources)
