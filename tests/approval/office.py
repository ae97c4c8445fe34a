"""Office: people of each role of a route that is written out here, two lines of money, and their deeds."""

from typing import Any

from kit.actions.desk import Desk, read_request
from kit.actions.registry import find_action
from kit.core.actor import Actor, Role
from kit.org.requests import RegisterPerson
from kit.store.store import Receipt
from tests.budget.conftest import Office
from tests.budget.engines import Offices, table

People = dict[str, tuple[Role, ...]]
PEOPLE: People = {
    "asker": (Role.DEPARTMENT_FINANCE, Role.HEAD_OF_UNIT),
    "head": (Role.HEAD_OF_UNIT, Role.FINANCE_PROGRAMME),
    "reviewer": (Role.COMPETENT_REVIEWER,),
    "division": (Role.PERFORMANCE_DIVISION,),
    "treasurer": (Role.FINANCE_PROGRAMME,),
}
ROUTE = """\
code: virement
title: 调剂
action: budget.move_funds
is_required: true
source: 本单位规定
steps:
  - {name: 一, roles: [head_of_unit], workdays: 3}
  - name: 二
    roles: [competent_reviewer, performance_division]
    mode: all
    workdays: 5
    when: [{field: amount, operator: ge, value: 1000元}]
  - {name: 三, roles: [finance_programme], workdays: 5, differs_from: [一]}
"""
GRANT = {"year": 2026, "document": "财预〔2026〕1号", "fund": "一般公共预算", "source": "市级"}


def prepared(offices: Offices, route: str = ROUTE, roles_of: People | None = None, name: str = "virement") -> Office:
    """An office with the people of the route, the route itself, and two lines of 100 万元."""
    office = offices.make()
    setup = Desk(office.workspace, office.database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})), office.clock)
    people = [
        RegisterPerson(login=login, name=login, unit=None, roles=roles) for login, roles in (roles_of or PEOPLE).items()
    ]
    assert all(receipt.ok for receipt in setup.record_batch(people))
    folder = office.workspace.root / "data" / "routes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(route, encoding="utf-8")
    for code in ("A", "B"):
        office.do("grant_allotment", code=code, amount="100万元", purpose=f"用途{code}", **GRANT)
    return office


def payload(amount: int) -> dict[str, Any]:
    """The move of *amount* yuan from A to B."""
    return {"project": "P1", "line": "A", "to_line": "B", "amount": f"{amount}元", "document": "调1"}


def act(office: Office, login: str, verb: str, **values: Any) -> set[str]:
    """Do it: the codes that stop it, none where it is done."""
    request, findings = read_request(find_action(f"approval.{verb}").request, {"code": "S1"} | values)
    assert request is not None, findings
    receipt = office.desk(login).record(request)
    assert isinstance(receipt, Receipt)
    return {finding.code for finding in receipt.findings if finding.severity == "block"}


def content(office: Office) -> str:
    """The digest that the approval shows."""
    return str(table(office.database, "approval")[0]["digest"])


def submit(office: Office, amount: int) -> None:
    assert act(office, "asker", "submit", action="budget.move_funds", payload=payload(amount)) == set()


def agree(office: Office, login: str) -> set[str]:
    return act(office, login, "agree", digest=content(office))


def moved(office: Office) -> int:
    """How many yuan have arrived at line B."""
    return office.balances("B")[0] - 1_000_000
