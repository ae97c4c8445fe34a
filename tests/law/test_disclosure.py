"""Disclosure: by which day the law wants what published; expected days are counted on the calendar by hand."""

from datetime import date
from typing import Any

import pytest

from kit.views.law.disclosure import show_disclosure
from kit.views.reader import Reader
from tests.budget.conftest import Office
from tests.budget.test_lawful import sign

CONTRACT = "procurement.contract_publication_days"
FROM_CONTRACT = {"kind": "goods", "regime": "procurement_law"}


def shown(office: Office, day: date, **values: Any) -> list[dict[str, Any]]:
    """What the view says about contracts on a day."""
    found = show_disclosure(Reader(office.database, office.workspace.resources), day=day, **values)
    return found[found["rule"] == CONTRACT].to_dict("records")


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [(date(2026, 6, 16), "to_come", 1), (date(2026, 6, 17), "to_come", 0), (date(2026, 6, 19), "past", -2)],
)
def test_a_contract_is_published_within_two_working_days(funded: Office, day: date, state: str, left: int) -> None:
    """Signed on Monday 15 June 2026: Tuesday and Wednesday are the two working days (采购法实施条例 第五十条)."""
    sign(funded, "C1", **FROM_CONTRACT)

    (row,) = shown(funded, day)

    assert (row["project"], row["thing"], row["since"]) == ("P1", "C1", date(2026, 6, 15))
    assert (row["due_on"], row["state"], row["days_left"]) == (date(2026, 6, 17), state, left)
    assert "第五十条" in row["basis"]
    assert row["missing"].startswith("合同公告日")


def test_a_contract_under_another_law_has_no_such_day(funded: Office) -> None:
    """The article speaks of procurement contracts alone."""
    sign(funded, "C1", kind="works", regime="bidding_law")

    assert shown(funded, date(2026, 6, 19)) == []


def test_what_nobody_records_is_unknown_and_names_the_missing_day(funded: Office) -> None:
    """Departments publish within 20 days of the reply (预算法 第十四条); the day of the reply is in no room."""
    found = show_disclosure(Reader(funded.database, funded.workspace.resources)).set_index("rule")

    row = found.loc["budget.department_publication_days"]
    assert (row["state"], row["due_on"], row["days_left"]) == ("unknown", None, None)
    assert row["missing"]
    assert "第十四条" in row["basis"]
    assert {"budget.government_publication_days", "disclosure.active_days"} <= set(found.index)


def test_what_is_dated_stands_before_what_is_unknown(funded: Office) -> None:
    """The most pressing first."""
    sign(funded, "C1", **FROM_CONTRACT)

    found = show_disclosure(Reader(funded.database, funded.workspace.resources))

    assert found.iloc[0]["thing"] == "C1"
    assert set(found["state"].iloc[1:]) == {"unknown"}


def test_another_project_has_none_of_it(funded: Office) -> None:
    """The contract is P1's."""
    sign(funded, "C1", **FROM_CONTRACT)

    assert shown(funded, date(2026, 6, 19), project="P2") == []
