"""Board: an office whose approvals can be seen on a screen: who asks, who signs, one request on its way."""

from pathlib import Path

from kit.actions.desk import Desk
from kit.core.actor import Actor, Role
from kit.org.requests import RegisterPerson
from tests.approval.office import GRANT, ROUTE
from tests.budget.conftest import Office
from tests.views.fund_office import make_fund_office

NAMES = {
    "asker": ("李申", (Role.DEPARTMENT_FINANCE,)),
    "head": ("王审", (Role.HEAD_OF_UNIT,)),
    "reviewer": ("周会", (Role.COMPETENT_REVIEWER,)),
    "division": ("吴绩", (Role.PERFORMANCE_DIVISION,)),
    "treasurer": ("郑财", (Role.FINANCE_PROGRAMME,)),
}


def make_board_office(root: Path) -> Office:
    """Lines A and B of 100 万元 each, the people of a required route, nothing asked for yet."""
    office = make_fund_office(root)
    setup = Desk(office.workspace, office.database, Actor("setup", frozenset({Role.SYSTEM_ADMIN})), office.clock)
    people = [RegisterPerson(login=login, name=name, unit=None, roles=roles) for login, (name, roles) in NAMES.items()]
    assert all(receipt.ok for receipt in setup.record_batch(people))
    for code in ("A", "B"):
        office.do("grant_allotment", code=code, amount="100万元", purpose=f"用途{code}", **GRANT)
    routes = office.workspace.root / "data" / "routes"
    routes.mkdir(parents=True, exist_ok=True)
    (routes / "virement.yaml").write_text(ROUTE, encoding="utf-8")
    return office
