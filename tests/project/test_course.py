"""The course of a project: stages in order, nodes that open and end, gates that name all that is missing."""

from datetime import date
from typing import Any

import pytest

from kit.views.approval import show_approvals
from kit.views.project.courses import show_courses, show_passages
from kit.views.project.gates import show_gate
from kit.views.project.nodes import show_node_holdings, show_nodes
from tests.project.office import CourseOffice


def nodes(office: CourseOffice, day: str = "2026-03-01") -> dict[str, dict[str, Any]]:
    """The nodes of P1 by code."""
    frame = show_nodes(office.reader, "P1", day=date.fromisoformat(day))
    return {row["node"]: row for row in frame.to_dict("records")}


def stage(office: CourseOffice) -> str:
    return str(show_courses(office.reader, "P1")["stage"][0])


def test_a_project_begins_at_the_first_stage_with_the_nodes_that_wait_for_nothing(office: CourseOffice) -> None:
    """From Sunday 1 March 2026 the tenth working day is Friday 13 March; who reviews has the unit above the owner."""
    office.do("project.begin", kind="trial")

    found = nodes(office)
    assert set(found) == {"write", "announce"}
    assert found["write"]["due_on"] == date(2026, 3, 13)
    assert found["write"]["unit"] == "U1"
    assert stage(office) == "idea"


def test_a_node_opens_when_those_before_it_have_ended(office: CourseOffice) -> None:
    """Thirty days after 5 March are 4 April."""
    office.do("project.begin", kind="trial")
    office.on("2026-03-05")
    office.file("paper")
    office.finish("write")

    assert nodes(office)["decide"]["due_on"] == date(2026, 4, 4)


def test_a_gate_names_everything_that_is_missing_at_once(office: CourseOffice) -> None:
    """The document, the node that brings it, and the decision with the article behind it."""
    office.do("project.begin", kind="trial")

    findings = office.ask("project.pass_gate", "head", stage="idea")

    assert sorted(finding.code for finding in findings) == [
        "project.gate_document",
        "project.gate_node",
        "project.gate_node",
    ]
    assert "《政府投资条例》 第九条" in [finding.basis for finding in findings]
    frame = show_gate(office.reader, "P1")
    assert list(frame["code"]) == ["paper", "write", "decide"]
    assert not frame["is_met"].any()


def test_what_another_room_knows_holds_a_gate(office: CourseOffice) -> None:
    """An open rectification holds the second gate until it is closed."""
    office.decided()
    office.go_on("idea")
    office.finish("build")
    office.do("risk.order_rectification", "reviewer", code="Z-1", problem="缺", demand="补", due_on="2026-03-20")

    assert set(office.refused("project.pass_gate", "head", stage="work")) == {"project.gate_need"}

    office.do("risk.report_rectification", code="Z-1", result="已补")
    office.do("risk.close_rectification", "reviewer", code="Z-1", remark="已核查")
    office.go_on("work")
    assert stage(office) == "finish"


def test_a_project_goes_to_its_end_and_is_closed(office: CourseOffice) -> None:
    """The last gate waits for the parallel node too; each passage keeps the documents that it rested on."""
    office.decided()
    office.go_on("idea")
    office.finish("build")
    office.go_on("work")
    office.file("record", "reviewer")
    office.finish("accept", "reviewer")
    assert "project.gate_node" in office.refused("project.pass_gate", "head", stage="finish")

    office.finish("announce")
    office.go_on("finish")

    frame = show_courses(office.reader, "P1")
    assert list(frame["state"]) == ["closed"]
    way = show_passages(office.reader, "P1")
    assert list(way["to_stage"].dropna()) == ["idea", "work", "finish"]
    assert list(way["from_stage"].dropna()) == ["idea", "work", "finish"]
    assert set(way["documents"].iloc[-1]) == {"paper", "record"}
    assert "project.state_wrong" in office.refused("project.pass_gate", "head", stage="finish")


@pytest.mark.parametrize(
    ("name", "login", "values", "code"),
    [
        ("project.begin", "officer", {"kind": "nothing"}, "project.kind_unknown"),
        ("project.begin", "officer", {"kind": "trial", "project": "P9"}, "project.unknown"),
        ("project.begin", "stranger", {"kind": "trial"}, "project.other_unit"),
        ("project.pass_gate", "head", {"stage": "idea"}, "project.not_begun"),
        ("project.complete_node", "officer", {"node": "write", "done_on": "2026-03-01"}, "project.not_begun"),
        ("project.begin", "finance", {"kind": "trial"}, "access.role_missing"),
    ],
)
def test_what_cannot_begin(office: CourseOffice, name: str, login: str, values: dict[str, Any], code: str) -> None:
    """Each with its code."""
    assert code in office.refused(name, login, **values)


@pytest.mark.parametrize(
    ("name", "login", "values", "code"),
    [
        ("project.begin", "officer", {"kind": "trial"}, "project.begun"),
        ("project.complete_node", "officer", {"node": "nothing"}, "project.node_unknown"),
        ("project.complete_node", "officer", {"node": "build"}, "project.node_closed"),
        ("project.complete_node", "finance", {"node": "write"}, "project.node_role"),
        ("project.complete_node", "officer", {"node": "write"}, "project.document_missing"),
        ("project.complete_node", "officer", {"node": "write", "done_on": "2026-03-02"}, "project.day_ahead"),
        ("project.pass_gate", "head", {"stage": "work"}, "project.stage_passed"),
        ("project.return_stage", "reviewer", {"stage": "work", "reason": "x"}, "project.stage_not_earlier"),
        ("project.return_stage", "reviewer", {"stage": "nothing", "reason": "x"}, "project.stage_unknown"),
        ("project.skip_node", "head", {"node": "write", "case": "small", "reason": "x"}, "project.node_needed"),
        ("project.reopen_node", "head", {"node": "write", "reason": "x"}, "project.node_open"),
        ("project.assign_node", "head", {"node": "write"}, "project.nobody_named"),
        ("project.assign_node", "head", {"node": "write", "holder": "nobody"}, "project.person_unknown"),
        ("project.assign_node", "head", {"node": "write", "unit": "U9"}, "project.unit_unknown"),
        ("project.resume", "reviewer", {"reason": "x"}, "project.state_wrong"),
        ("project.reopen", "reviewer", {"reason": "x"}, "project.state_wrong"),
    ],
)
def test_what_cannot_be_done_under_way(
    office: CourseOffice, name: str, login: str, values: dict[str, Any], code: str
) -> None:
    """Each with its code, and nothing has moved."""
    office.do("project.begin", kind="trial")
    usual = {"done_on": "2026-03-01"} if name == "project.complete_node" else {}

    assert code in office.refused(name, login, **(usual | values))
    assert stage(office) == "idea"


def test_whoever_wrote_it_does_not_decide_on_it(office: CourseOffice) -> None:
    """The second officer may, the first may not, whatever role they hold."""
    office.do("project.begin", kind="trial")
    office.file("paper")
    office.finish("write")

    today = {"node": "decide", "done_on": "2026-03-01"}
    assert "project.node_own" in office.refused("project.complete_node", "officer", **today)
    office.finish("decide", "second")
    assert "project.node_ended" in office.refused("project.complete_node", "head", **today)


def test_only_whoever_holds_a_node_completes_it(office: CourseOffice) -> None:
    """Given to the second officer, the first one no longer may."""
    office.do("project.begin", kind="trial")
    office.file("paper")
    office.do("project.assign_node", "head", node="write", holder="second")

    assert "project.node_held" in office.refused("project.complete_node", "officer", node="write", done_on="2026-03-01")
    office.finish("write", "second")


def test_a_node_is_left_out_in_a_case_that_the_lifecycle_names(office: CourseOffice) -> None:
    """Its decision may be spared where the project is small."""
    office.do("project.begin", kind="trial")
    office.file("paper")
    office.finish("write")
    case = {"node": "decide", "reason": "总额低于限额"}
    assert "project.case_unknown" in office.refused("project.skip_node", "head", case="large", **case)
    assert "access.role_missing" in office.refused("project.skip_node", "officer", case="small", **case)

    office.do("project.skip_node", "head", case="small", **case)

    assert nodes(office)["decide"]["outcome"] == "skipped"
    office.go_on("idea")


def test_going_back_leaves_what_was_done_until_it_is_opened_again(office: CourseOffice) -> None:
    """Back from work to the idea: the gate is open still, until the decision is opened again."""
    office.decided()
    office.go_on("idea")
    assert "project.node_elsewhere" in office.refused("project.reopen_node", "head", node="decide", reason="x")

    office.do("project.return_stage", "reviewer", stage="idea", reason="方案有变")
    office.on("2026-03-10")
    office.do("project.reopen_node", "head", node="decide", reason="重新决定")

    found = nodes(office)["decide"]
    assert found["due_on"] == date(2026, 4, 9)
    assert "project.gate_node" in office.refused("project.pass_gate", "head", stage="idea")
    office.finish("decide", "head")
    office.go_on("idea")
    assert list(show_passages(office.reader, "P1")["direction"]) == ["forward", "forward", "back", "forward"]


def test_nobody_is_late_for_the_days_on_which_a_project_stood_still(office: CourseOffice) -> None:
    """Suspended from 3 to 13 March, ten days: 13 March becomes 23 March."""
    office.do("project.begin", kind="trial")
    office.on("2026-03-03")
    office.do("project.suspend", "head", reason="等待规划")
    assert "project.state_wrong" in office.refused("project.complete_node", node="write", done_on="2026-03-03")
    assert len(show_nodes(office.reader, "P1", overdue=True, day=date(2026, 5, 1))) == 0
    office.on("2026-03-13")
    office.do("project.resume", "reviewer", reason="规划已定")

    assert nodes(office)["write"]["due_on"] == date(2026, 3, 23)
    late = show_nodes(office.reader, "P1", overdue=True, day=date(2026, 3, 25))
    assert list(zip(late["node"], late["days_late"], strict=True)) == [("write", 2)]


def test_what_its_lifecycle_opens_later_or_halts_waits(office: CourseOffice) -> None:
    """No plan before the stage of work, none while it stands still; a risk may be entered until it has ended."""
    plan = {"tasks": [{"code": "1", "name": "施工", "duration_days": "5"}], "start": "2026-03-02"}
    risk = {
        "code": "R-1", "title": "险", "likelihood": 3, "impact": 3, "owner": "officer", "response": "reduce",
        "measures": "防", "review_on": "2026-06-30",
    }  # fmt: skip
    office.do("project.begin", kind="trial")
    assert "project.too_early" in office.refused("schedule.draw_plan", **plan)
    office.do("project.suspend", "head", reason="停")
    assert "project.halted" in office.refused("schedule.draw_plan", **plan)
    office.do("risk.register", **risk)
    office.do("project.terminate", "reviewer", reason="不再需要")
    assert "project.halted" in office.refused("risk.register", **(risk | {"code": "R-2"}))

    office.do("project.reopen", "reviewer", reason="恢复需要")
    office.file("paper")
    office.finish("write")
    office.finish("decide", "head")
    office.go_on("idea")
    office.do("schedule.draw_plan", **plan)


def test_a_project_that_has_no_course_is_held_by_nothing(office: CourseOffice) -> None:
    """Those that an office had before it used lifecycles go on as they were."""
    office.do("schedule.draw_plan", tasks=[{"code": "1", "name": "施工", "duration_days": "5"}], start="2026-03-02")


def test_a_project_under_way_is_taken_over_and_stays_marked(office: CourseOffice) -> None:
    """The nodes of the stages behind it stand as taken over and ask for no document."""
    values = {"kind": "trial", "stage": "work", "began_on": "2024-05-01", "source": "旧系统台账第3页"}
    assert "project.day_ahead" in office.refused(
        "project.take_over", "reviewer", **(values | {"began_on": "2027-01-01"})
    )
    office.do("project.take_over", "reviewer", **values)

    [row] = show_courses(office.reader, "P1").to_dict("records")
    assert (row["stage"], row["is_taken_over"], row["began_on"]) == ("work", True, date(2024, 5, 1))
    found = nodes(office)
    assert [found[code]["outcome"] for code in ("write", "decide", "announce")] == ["taken_over"] * 3
    office.finish("build")
    office.go_on("work")
    assert list(show_passages(office.reader, "P1")["direction"]) == ["taken_over", "forward"]


def test_who_held_an_overdue_node_is_named_with_the_days(office: CourseOffice) -> None:
    """Due on 13 March; the officer held it to the 17th (4 days late), the second to the 20th (3 days).

    Working days: 2 to 17 March are 12, the 18th to the 20th 3.
    """
    office.do("project.begin", kind="trial")
    office.do("project.assign_node", "head", node="write", holder="officer")
    office.on("2026-03-17")
    office.do("project.assign_node", "head", node="write", holder="second")
    office.on("2026-03-20")
    office.file("paper")
    office.finish("write", "second")

    frame = show_node_holdings(office.reader, "P1", day=date(2026, 4, 1))
    rows = frame[(frame["node"] == "write") & frame["holder"].notna()]
    assert list(rows[["holder", "workdays", "late_days"]].itertuples(index=False, name=None)) == [
        ("officer", 12, 4),
        ("second", 3, 3),
    ]


def test_the_day_of_a_node_settles_a_fact_of_the_law(office: CourseOffice) -> None:
    """The day of acceptance is fed to the rules about the project."""
    from kit.views.law.books import open_books
    from kit.views.law.project_feed import PROJECTS

    office.decided()
    office.go_on("idea")
    office.finish("build")
    office.go_on("work")
    office.on("2026-03-20")
    office.file("record", "reviewer")
    office.finish("accept", "reviewer", done_on="2026-03-18")

    books = open_books(office.reader)
    [project] = [row for row in PROJECTS.things(books) if row["code"] == "P1"]
    facts = PROJECTS.facts(books, project)
    assert facts["project.accepted_on"] == date(2026, 3, 18)
    assert facts["project.is_simplified"] is False


def test_a_required_route_holds_a_gate_until_its_last_signature(office: CourseOffice) -> None:
    """The gate is asked for by the officer, passed by the reviewer's signature, and all is asked for again then."""
    route = ["code: gate", "title: 过关", "action: project.pass_gate", "is_required: true", "source: 本单位规定"]
    steps = ["steps:", "  - {name: 审核, roles: [competent_reviewer], workdays: 3}"]
    folder = office.workspace.root / "data" / "routes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gate.yaml").write_text("\n".join([*route, *steps]) + "\n", encoding="utf-8")
    office.decided()

    assert office.refused("project.pass_gate", "head", stage="idea").keys() == {"approval.missing"}
    asked = {"code": "G1", "action": "project.pass_gate", "payload": {"project": "P1", "stage": "idea"}}
    office.do("approval.submit", **asked)
    assert stage(office) == "idea"
    [approval] = show_approvals(office.reader).to_dict("records")
    office.do("approval.agree", "reviewer", code="G1", digest=approval["digest"])
    assert stage(office) == "work"
