"""Office: people who take a project through a short lifecycle that is written out here."""

import shutil
from pathlib import Path
from typing import Any

from kit.actions.desk import Desk
from kit.actions.office import found_office
from kit.core.actor import Actor, Role
from kit.core.digest import digest
from kit.org.requests import RegisterPerson, RegisterUnit
from kit.project.requests import RegisterProject
from kit.store.database import Database
from kit.workspace.files import place_of
from kit.workspace.workspace import Settings, Workspace
from tests.schedule.conftest import PlanOffice

PEOPLE = {
    "officer": ("U1", Role.UNIT_OFFICER),
    "second": ("U1", Role.UNIT_OFFICER),
    "stranger": ("U2", Role.UNIT_OFFICER),
    "head": ("U1", Role.HEAD_OF_UNIT),
    "reviewer": (None, Role.COMPETENT_REVIEWER),
    "finance": (None, Role.DEPARTMENT_FINANCE),
    "programme": (None, Role.FINANCE_PROGRAMME),
    "division": (None, Role.PERFORMANCE_DIVISION),
}
LIFECYCLE = """\
code: trial
title: 试行
title_en: Trial
source: 本单位规定
halted:
  suspended: [schedule.draw_plan]
  ended: [schedule.draw_plan, risk.register]
stages:
  - code: idea
    title: 设想
    title_en: Idea
    nodes:
      - code: write
        title: 起草
        title_en: Write
        responsible: [unit_officer]
        limit: {workdays: 10, source: 本单位规定}
        documents:
          - {code: paper, title: 方案, title_en: Paper, retention: 30}
          - {code: extra, title: 附件, title_en: Extra, retention: 10, is_required: false}
      - code: decide
        title: 决定
        title_en: Decide
        responsible: [head_of_unit, competent_reviewer, unit_officer]
        after: [write]
        differs_from: [write]
        limit: {days: 30, source: 本单位规定}
        rules: [investment.stages]
        cases:
          - {code: small, title: 小额, title_en: small}
      - code: announce
        title: 公示
        title_en: Announce
        line: parallel
        responsible: [unit_officer]
  - code: work
    title: 实施
    title_en: Work
    opens: [schedule.draw_plan]
    needs: [no_open_rectification]
    nodes:
      - code: build
        title: 建设
        title_en: Build
        responsible: [unit_officer]
        limit: {months: 3, source: 本单位规定}
  - code: finish
    title: 收尾
    title_en: Finish
    nodes:
      - code: accept
        title: 验收
        title_en: Accept
        responsible: [competent_reviewer]
        facts: [project.accepted_on]
        limit: {rule: investment.acceptance_filing_days, source: 条例}
        documents:
          - {code: record, title: 验收单, title_en: Record, retention: permanent}
"""
PDF = b"%PDF-1.7\n"


class CourseOffice(PlanOffice):
    """An office whose people take projects through their lifecycles, on a day that the test sets."""

    def keep(self, content: bytes) -> str:
        """Keep a file; answers its digest."""
        place_of(self.workspace.files, digest(content)).write_bytes(content)
        return digest(content)

    def file(self, kind: str, login: str = "officer", content: bytes | None = None, **values: Any) -> list[str]:
        """File a document of a kind."""
        kept = self.keep(content or PDF + kind.encode())
        usual = {"title": kind, "file_name": f"{kind}.pdf", "digest": kept}
        return self.do("project.file_document", login, kind=kind, **(usual | values))

    def finish(self, node: str, login: str = "officer", **values: Any) -> list[str]:
        """Complete a node today."""
        return self.do("project.complete_node", login, node=node, **({"done_on": str(self.now.date())} | values))

    def decided(self) -> None:
        """The first stage is done: written by the officer, decided by the head."""
        self.do("project.begin", kind="trial")
        self.file("paper")
        self.finish("write")
        self.finish("decide", "head")

    def go_on(self, stage: str) -> None:
        """Pass the gate of a stage."""
        self.do("project.pass_gate", "head", stage=stage)


def found(place: Path) -> Path:
    """The folder of such an office, with projects P1 of U1 and P2 of U2."""
    workspace = found_office(place / "office", Settings(), "admin", "test")
    database = Database(workspace.database_address)
    setup = Desk(workspace, database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})))
    units = [
        RegisterUnit(code="D1", name="水利厅"),
        RegisterUnit(code="U1", name="水利局", parent="D1"),
        RegisterUnit(code="U2", name="教育局"),
    ]
    people = [
        RegisterPerson(login=login, name=login, unit=unit, roles=(role,)) for login, (unit, role) in PEOPLE.items()
    ]
    assert all(receipt.ok for receipt in setup.record_batch([*units, *people]))
    registrar = Desk(workspace, database, Actor("registrar", frozenset({Role.PERFORMANCE_DIVISION})))
    for code, owner in (("P1", "U1"), ("P2", "U2")):
        project = RegisterProject(code=code, name=f"项目{code}", owner=owner, year_from=2024, year_to=2028)
        assert registrar.record(project).ok
    write_lifecycle(workspace.root, LIFECYCLE)
    database.close()
    return workspace.root


def write_lifecycle(root: Path, text: str, name: str = "trial") -> Path:
    """Put a lifecycle into an office's own data."""
    folder = root / "data" / "lifecycles"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def copy_of(folder: Path, place: Path) -> CourseOffice:
    """An office of its own that begins as another stands."""
    shutil.copytree(folder, place)
    workspace = Workspace(place, Settings())
    return CourseOffice(workspace, Database(workspace.database_address))
