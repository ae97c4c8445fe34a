"""Splitting: a ceiling of 20,000 yuan, window of 30 days; every expected value is arithmetic written beside it."""

import json
from datetime import date
from pathlib import Path

import pytest

from kit.bench.splitting import interval
from kit.bench.splitting import run as run_bench
from kit.cli.law_splitting import read_purchases
from kit.cli.main import run as run_kit
from kit.core.errors import UsageError
from kit.procurement.purchase import Purchase, SmallPurchases, read_small_purchases
from kit.procurement.splitting import related_suppliers, screen_purchases
from kit.workspace.resources import Resources

RULES = SmallPurchases(ceiling=20_000, window_days=30, near_percent=70, near_count=3, max_days=60, max_percent=150)
SUM, NEAR = "procurement.split_by_supplier", "procurement.split_near_ceiling"
CATEGORIES, MONTHS = "procurement.split_over_categories", "procurement.split_over_months"


def buy(code: str, yuan: int, day: str = "2026-03-02", supplier: str = "甲", **values: object) -> Purchase:
    """A purchase of office paper for unit U1."""
    usual = {"unit": "U1", "category": "A05", "related": ()} | values
    return Purchase.model_validate({"code": code, "day": day, "supplier": supplier, "amount": yuan * 100, **usual})


def held(*purchases: Purchase) -> dict[str, set[str]]:
    """The codes of the findings, by purchase."""
    return {
        each.purchase.code: {f.code for f in each.findings}
        for each in screen_purchases(purchases, RULES)
        if each.findings
    }


def test_two_that_reach_the_ceiling_within_the_window_are_held_at_the_second() -> None:
    """12,000 + 8,000 = 20,000 on 2 and 31 March: 30 days with both ends."""
    assert held(buy("a", 12_000), buy("b", 8_000, "2026-03-31")) == {"b": {SUM}}


def test_a_yuan_less_or_a_day_later_passes() -> None:
    """12,000 + 7,999 = 19,999; 1 April is the 31st day."""
    assert held(buy("a", 12_000), buy("b", 7_999, "2026-03-31")) == {}
    assert held(buy("a", 12_000), buy("b", 8_000, "2026-04-01")) == {}


def test_another_unit_another_category_and_another_supplier_are_others() -> None:
    """Below the ceiling each on its own: another category reaches it together with the first and says so."""
    assert held(buy("a", 12_000), buy("b", 12_000, unit="U2")) == {}
    assert held(buy("a", 12_000), buy("b", 12_000, supplier="乙")) == {}
    assert held(buy("a", 12_000), buy("b", 12_000, category="A06")) == {"b": {CATEGORIES}}


def test_related_suppliers_are_one_however_many_steps_lie_between_them() -> None:
    """甲 with 乙, 乙 with 丙: 9,000 from 甲 and 11,000 from 丙 are 20,000."""
    purchases = (
        buy("a", 9_000),
        buy("b", 10, supplier="乙", related=("甲",)),
        buy("c", 11_000, supplier="丙", related=("乙",)),
    )

    assert held(*purchases) == {"c": {SUM}}
    kin = related_suppliers(purchases)
    assert len({kin["甲"], kin["乙"], kin["丙"]}) == 1


def test_three_close_beneath_the_ceiling_from_strangers_are_held() -> None:
    """70 percent of 20,000 are 14,000: three of 14,000 are near, with 13,999 among them only two are."""
    three = [buy(code, 14_000, supplier=code) for code in "abc"]
    two = [buy("a", 13_999, supplier="a"), *three[1:]]

    assert held(*three) == {"c": {NEAR}}
    assert held(*two) == {}


def test_over_two_months_half_as_much_again_as_the_ceiling_from_one_supplier_is_held() -> None:
    """15,000 on 1 January, 10,000 on the 31st and 5,000 on 1 March, the 60th day, are 30,000; no 30 days reach 20,000."""
    early, late = buy("a", 15_000, "2026-01-01"), buy("b", 10_000, "2026-01-31")

    assert held(early, late, buy("c", 5_000, "2026-03-01")) == {"c": {MONTHS}}
    assert held(early, late, buy("c", 4_999, "2026-03-01")) == {}
    assert held(early, late, buy("c", 5_000, "2026-03-02")) == {}


def test_what_reaches_the_ceiling_alone_is_not_small() -> None:
    """20,000 is not below 20,000, and it does not make the next one a split."""
    assert held(buy("a", 20_000), buy("b", 100)) == {"a": {"procurement.not_small"}}


def test_the_kit_ships_without_a_ceiling() -> None:
    """No national instrument sets one; an office does."""
    assert read_small_purchases(Resources()).ceiling is None


def test_the_interval_is_that_of_wilson() -> None:
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81 of 263 give 0.2553 to 0.3662."""
    low, high = interval(81, 263)

    assert (round(low, 1), round(high, 1)) == (25.5, 36.6)


def test_the_bench_counts_every_way_and_holds_ours_against_the_rival() -> None:
    """A split on one day to one supplier is found by both, whatever else is."""
    figures = run_bench(1_000).figures

    assert figures["ours_found_same_day_percent"] == figures["rival_found_same_day_percent"] == 100
    assert figures["ours_found_low_percent"] < figures["ours_found_percent"] < figures["ours_found_high_percent"]


# --- files ----------------------------------------------------------------------------------------------------------

HEAD = "code,day,unit,category,supplier,amount,related\n"


def write(folder: Path, *lines: str) -> Path:
    """A file of purchases."""
    file = folder / "purchases.csv"
    file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_file_is_read_with_amounts_as_people_write_them(tmp_path: Path) -> None:
    """1.2万元 are 1,200,000 fen."""
    (found,) = read_purchases(write(tmp_path, "a,2026-03-02,U1,A05,甲,1.2万元,乙;丙"))

    assert (found.amount, found.day, found.related) == (1_200_000, date(2026, 3, 2), ("乙", "丙"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a,2026-02-30,U1,A05,甲,1,", "purchases.csv:2: day"),
        ("a,2026-02-03,U1,A05,甲,many,", "purchases.csv:2: amount"),
        ("a,2026-02-03,U1,A05,甲,-5,", "purchases.csv:2: amount"),
        ("a,2026-02-03,,A05,甲,5,", "purchases.csv:2: unit"),
        ("a,2026-02-03", "purchases.csv:2"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    """File, line and field."""
    with pytest.raises(UsageError, match=said):
        read_purchases(write(tmp_path, line))


def test_the_command_is_off_until_the_office_sets_a_ceiling(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then it holds the second of two, and says so by its status."""
    office = tmp_path / "office"
    assert run_kit(["init", str(office)]) == 0
    file = write(tmp_path, "a,2026-03-02,U1,A05,甲,1.2万元,", "b,2026-03-03,U1,A05,甲,8000,")
    words = ["law", "splitting", str(file), "--workspace", str(office), "--json"]
    assert run_kit(words) == 2
    assert "no ceiling for small purchases is set" in capsys.readouterr().err

    rules = office / "data" / "procurement" / "small_purchases.yaml"
    rules.parent.mkdir(parents=True)
    rules.write_text(RULES.model_dump_json(), encoding="utf-8")

    assert run_kit(words) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["counts"], [row["purchase"] for row in answer["held"]]) == ({"purchases": 2, "held": 1}, ["b"])
