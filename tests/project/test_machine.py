"""Stages as a state machine: what a model, written from the table of docs/lifecycle.md, says must happen.

The model knows nodes, documents and people of the lifecycle in ``office`` by name, no roles, tables or rules of the kit.
"""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kit.store.verify import verify
from kit.views.project.courses import show_courses
from tests.budget.engines import sized
from tests.project.office import PDF, CourseOffice, copy_of

STAGES = ["idea", "work", "finish"]
STAGE_OF = {"write": 0, "decide": 0, "announce": 0, "build": 1, "accept": 2}
AFTER = {"decide": "write"}
NEEDS = {"write": "paper", "accept": "record"}
MAIN = {0: ["write", "decide"], 1: ["build"], 2: ["accept"]}
# By hand from the roles of each node: who may do it at all.
MAY = {
    "write": {"officer", "second"},
    "decide": {"head", "reviewer", "officer", "second"},
    "announce": {"officer", "second"},
    "build": {"officer", "second"},
    "accept": {"reviewer"},
}
REVIEWERS = {"reviewer", "programme", "division"}
LOGINS = st.sampled_from(["officer", "second", "head", "reviewer", "programme", "finance"])
NODES = st.sampled_from(list(STAGE_OF))
SELDOM = st.integers(0, 5).map(lambda drawn: drawn == 0)


class Model:
    """One project as the table of docs/lifecycle.md tells it."""

    def __init__(self) -> None:
        self.stage, self.state, self.farthest = 0, "running", 0
        self.open: set[str] = set()
        self.ended: dict[str, str] = {}
        self.documents: set[str] = set()
        self.is_rectified = True
        self.reach()

    def reach(self) -> None:
        """A node opens once its stage has come and the node before it has ended."""
        self.farthest = max(self.farthest, self.stage)
        for node, stage in STAGE_OF.items():
            waits = AFTER.get(node)
            if stage <= self.stage and node not in self.ended and (waits is None or waits in self.ended):
                self.open.add(node)

    def may_finish(self, node: str, login: str) -> bool:
        """Running, open, theirs, with its document; who wrote does not decide."""
        is_own = node == "decide" and self.ended.get("write") == login
        has_document = node not in NEEDS or NEEDS[node] in self.documents
        return self.state == "running" and node in self.open and login in MAY[node] and has_document and not is_own

    def end(self, node: str, login: str) -> None:
        self.open.discard(node)
        self.ended[node] = login
        self.reach()

    def may_pass(self) -> bool:
        """Every main node of the stage has ended with its document; at work nothing is open to rectify."""
        nodes = [*MAIN[self.stage], *(["announce"] if self.stage == 2 else [])]
        documents = {NEEDS[node] for node in nodes if node in NEEDS}
        is_clear = self.is_rectified or self.stage != 1
        return self.state == "running" and set(nodes) <= set(self.ended) and documents <= self.documents and is_clear


class Stages(RuleBasedStateMachine):
    """Deeds of anybody in any order; each is done exactly where the model says that it may be."""

    pattern: Path
    folder: Path
    numbers = count()
    reached: list[int] = []

    @initialize()
    def begin(self) -> None:
        self.office: CourseOffice = copy_of(self.pattern, self.folder / f"office{next(self.numbers)}")
        self.office.do("project.begin", kind="trial")
        self.model, self.orders = Model(), count()

    def teardown(self) -> None:
        self.reached.append(self.model.farthest)
        faults = verify(self.office.database).faults
        self.office.database.close()
        shutil.rmtree(self.office.workspace.root)
        assert faults == []

    def tried(self, name: str, login: str, may: bool, **values: object) -> bool:
        """Ask for it; it is done where the model allows it, and only there."""
        findings = self.office.ask(name, login, **values)
        assert any(finding.severity == "block" for finding in findings) != may, [f.message for f in findings]
        return may

    @rule(kind=st.sampled_from(["paper", "record"]), number=st.integers(0, 9))
    def file(self, kind: str, number: int) -> None:
        """Each time another content; a document comes once its node has opened."""
        digest = self.office.keep(PDF + f"{kind}{number}{next(self.orders)}".encode())
        node = {paper: node for node, paper in NEEDS.items()}[kind]
        is_reached = node in self.model.open or node in self.model.ended
        values = {"kind": kind, "title": kind, "file_name": "a.pdf", "digest": digest}
        if self.tried("project.file_document", "reviewer", self.model.state == "running" and is_reached, **values):
            self.model.documents.add(kind)

    @rule(node=NODES, login=LOGINS)
    def finish(self, node: str, login: str) -> None:
        may = self.model.may_finish(node, login)
        if self.tried("project.complete_node", login, may, node=node, done_on="2026-03-01"):
            self.model.end(node, login)

    @rule()
    def advance(self) -> None:
        """The next thing that leads on, so that histories get far: a document, a node, the gate."""
        lacking = [NEEDS[node] for node in sorted(self.model.open) if node in NEEDS]
        kinds = [kind for kind in lacking if kind not in self.model.documents]
        doers = [(node, who) for node in sorted(self.model.open) for who in sorted(MAY[node])]
        able = [(node, who) for node, who in doers if self.model.may_finish(node, who)]
        if kinds:
            self.file(kinds[0], 0)
        elif able:
            self.finish(*able[0])
        else:
            self.pass_gate(STAGES[self.model.stage], "head")

    @rule(node=NODES, login=LOGINS, is_meant=SELDOM)
    def skip(self, node: str, login: str, is_meant: bool) -> None:
        may = self.model.state == "running" and node == "decide" and node in self.model.open
        may = may and login in REVIEWERS | {"head"}
        if is_meant and self.tried("project.skip_node", login, may, node=node, case="small", reason="小额"):
            self.model.end(node, "nobody")

    @rule(stage=st.sampled_from(STAGES), login=st.sampled_from(["head", "officer", "finance"]))
    def pass_gate(self, stage: str, login: str) -> None:
        may = STAGES.index(stage) == self.model.stage and self.model.may_pass()
        if self.tried("project.pass_gate", login, may, stage=stage):
            self.model.stage, self.model.state = self.next_stage()
            self.model.reach()

    def next_stage(self) -> tuple[int, str]:
        return (2, "closed") if self.model.stage == 2 else (self.model.stage + 1, "running")

    @rule(stage=st.sampled_from(STAGES), login=LOGINS, is_meant=SELDOM)
    def go_back(self, stage: str, login: str, is_meant: bool) -> None:
        is_earlier = STAGES.index(stage) < self.model.stage
        may = self.model.state == "running" and is_earlier and login in REVIEWERS
        if is_meant and self.tried("project.return_stage", login, may, stage=stage, reason="有误"):
            self.model.stage = STAGES.index(stage)

    @rule(node=NODES, login=LOGINS, is_meant=SELDOM)
    def open_again(self, node: str, login: str, is_meant: bool) -> None:
        is_here = node in self.model.ended and STAGE_OF[node] == self.model.stage
        may = self.model.state == "running" and is_here and login in REVIEWERS | {"head"}
        if is_meant and self.tried("project.reopen_node", login, may, node=node, reason="有误"):
            del self.model.ended[node]
            self.model.open.add(node)

    @rule(deed=st.sampled_from(["suspend", "resume", "terminate", "reopen"]), login=LOGINS, is_meant=SELDOM)
    def stop_or_go_on(self, deed: str, login: str, is_meant: bool) -> None:
        before, after = {
            "suspend": ({"running"}, "suspended"),
            "resume": ({"suspended"}, "running"),
            "terminate": ({"running", "suspended"}, "terminated"),
            "reopen": ({"terminated", "closed"}, "running"),
        }[deed]
        may = self.model.state in before and login in REVIEWERS | ({"head"} if deed == "suspend" else set())
        if is_meant and self.tried(f"project.{deed}", login, may, reason="有因"):
            self.model.state = after

    @rule(is_meant=SELDOM)
    def find_fault(self, is_meant: bool) -> None:
        """A rectification is ordered, and closed the next time."""
        if not is_meant:
            return
        if self.model.is_rectified:
            self.code = f"Z-{next(self.orders)}"
            order = {"problem": "缺", "demand": "补", "due_on": "2026-03-20"}
            self.office.do("risk.order_rectification", "reviewer", code=self.code, **order)
        else:
            self.office.do("risk.report_rectification", code=self.code, result="已补")
            self.office.do("risk.close_rectification", "reviewer", code=self.code, remark="已核查")
        self.model.is_rectified = not self.model.is_rectified

    @invariant()
    def stands_where_the_model_says(self) -> None:
        [row] = show_courses(self.office.reader, "P1").to_dict("records")
        assert (row["stage"], row["state"]) == (STAGES[self.model.stage], self.model.state)


@pytest.fixture
def machine(begun: Path, tmp_path: Path) -> Iterator[type[Stages]]:
    """The machine on copies of the office."""
    Stages.pattern, Stages.folder, Stages.reached = begun, tmp_path, []
    yield Stages
    Stages.reached = []


@pytest.mark.soak
def test_no_gate_is_passed_without_its_conditions(machine: type[Stages]) -> None:
    """Random deeds of six people; some histories reach the end, so that the last gate is tried too."""
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=sized(12, 2000),
            stateful_step_count=sized(40, 60),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert max(machine.reached) == 2
