"""Books: what an action looks up before it moves money: project, lines, day, and whether it is done already."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from kit.budget.checks.keys import check_key
from kit.budget.checks.lines import check_project, check_unknown_lines
from kit.budget.deed import Deed
from kit.budget.tables import BudgetLine, ClosedYear, PostingKey
from kit.core.actor import Role
from kit.core.digest import canonical, digest
from kit.core.request import Request
from kit.project.checks import check_own_unit
from kit.project.tables import Project
from kit.store.work import Work

FINANCE = {Role.DEPARTMENT_FINANCE, Role.FINANCE_PROGRAMME}
SPENDING = {Role.UNIT_OFFICER, Role.DEPARTMENT_FINANCE}


def open_books(work: Work, project: str, on: date | None = None) -> Deed:
    """The day of the deed and the law of that day; refuses a project that is not there or not the person's."""
    found = work.find(Project, code=project)
    work.refuse_if(check_project(found is not None, project))
    assert found is not None
    actor = work.setting.actor
    work.refuse_if(check_own_unit(actor.unit, found.owner, actor.roles <= {Role.UNIT_OFFICER}))
    today = work.setting.today
    day = on or today
    closed = frozenset(row.year for row in work.select(ClosedYear, project=project))
    return Deed(day, today, work.setting.rulebook.on(day), closed)


def line_of(work: Work, project: str, code: str, field: str = "line") -> BudgetLine:
    """The line of that code; refuses one that the project has not: nothing is spent without one."""
    line = work.find(BudgetLine, project=project, code=code)
    work.refuse_if(check_unknown_lines([code], {code} if line else (), field, work.law))
    assert line is not None
    return line


def lines_of(work: Work, project: str, codes: Iterable[str]) -> dict[str, BudgetLine]:
    """The lines of those codes that the project has."""
    found = {code: work.find(BudgetLine, project=project, code=code) for code in dict.fromkeys(codes)}
    return {code: line for code, line in found.items() if line is not None}


def is_done(work: Work, request: Request) -> bool:
    """True where this was asked before under the same key; refuses the same key with another content."""
    key: str | None = getattr(request, "key", None)
    if key is None:
        return False
    asked = {"key": key, "action": type(request).__name__, "digest": digest(canonical(_content(request)))}
    found = work.find(PostingKey, key=key)
    if found is None:
        work.add(PostingKey, **asked)
        return False
    work.refuse_if(check_key(found.digest == asked["digest"] and found.action == asked["action"], key))
    return True


def _content(request: Request) -> dict[str, Any]:
    return request.model_dump(mode="json", exclude_none=True, exclude={"key"})
