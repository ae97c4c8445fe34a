"""The rulebook: what holds on a day, how it is cited, and what is wrong with a file."""

from datetime import date
from pathlib import Path

import pytest

from kit.core.errors import ConfigurationError, UsageError
from kit.core.language import speaking
from kit.law.rulebook import load_rulebook
from kit.workspace.resources import Resources

RULE = """
- code: office.limit
  title: 限额
  title_en: Limit
  instrument: 《办法》
  article: 第一条
  reading: text
  unit: count
  history:
    - since: 2020-01-01
      until: 2020-12-31
      value: 5
    - since: 2021-01-01
      value: 7
"""


def expect_refusal(folder: Path, text: str, line: int, said: str) -> None:
    """The file is refused in one line that names it, its line and what is wrong."""
    with pytest.raises(ConfigurationError) as caught:
        load_rulebook(office(folder, text))

    assert f"own.yaml:{line}:" in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def office(folder: Path, text: str) -> Resources:
    (folder / "data" / "law").mkdir(parents=True)
    (folder / "data" / "law" / "own.yaml").write_text(text, encoding="utf-8")
    return Resources(folder)


@pytest.mark.parametrize(("day", "value"), [("2020-12-31", 5), ("2021-01-01", 7), ("2026-11-23", 7)])
def test_a_rule_has_the_value_of_the_day(tmp_path: Path, day: str, value: int) -> None:
    """Both ends of a period belong to it."""
    law = load_rulebook(office(tmp_path, RULE)).on(date.fromisoformat(day))

    assert law.value("office.limit").value == value


def test_before_its_first_day_a_rule_does_not_hold(tmp_path: Path) -> None:
    """Asking is an error that says where to look."""
    law = load_rulebook(office(tmp_path, RULE)).on(date(2019, 12, 31))

    with pytest.raises(UsageError, match="not in force on 2019-12-31"):
        law.value("office.limit")


def test_what_was_read_in_the_text_is_cited_plainly() -> None:
    """Budget Law, article 13."""
    law = load_rulebook(Resources()).on(date(2023, 1, 1))

    assert law.cite("budget.no_spending_without_budget") == "《中华人民共和国预算法》 第十三条"


def test_what_rests_on_memory_says_so_in_both_languages() -> None:
    """The mark travels with the citation."""
    law = load_rulebook(Resources()).on(date(2023, 1, 1))

    with speaking("en"):
        english = law.cite("performance.weight_output")
    with speaking("zh_CN"):
        chinese = law.cite("performance.weight_output")

    assert "from memory, to be confirmed" in english
    assert "待核实" in chinese.split("条号待核实")[1]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (RULE.replace("      until: 2020-12-31\n", ""), 2, "overlap"),
        (RULE.replace("2020-12-31", "2019-12-31"), 10, "before"),
        (RULE.replace("reading: text", "reading: hearsay"), 7, "memory"),
        (RULE.replace("since: 2021-01-01", "since: 2021-02-30"), 13, "date"),
        (RULE.replace("  title: 限额", "  titel: 限额"), 3, "titel"),
        (RULE.replace("article: 第一条", "article: ["), 8, ""),
        (RULE + RULE, 16, "twice"),
        ("code: x", 1, "list"),
        ("", 1, "empty"),
        ("- &a [x]\n- *a", 2, "aliases"),
        ("[" * 5000 + "]" * 5000, 1, "deep"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    """File, line and what is wrong, in one line."""
    expect_refusal(tmp_path, text, line, said)


CHECKED = (
    RULE
    + """  check:
    subject: tender
    require:
      - {op: at_least, fact: tender.bidders}
"""
)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (CHECKED.replace("tender.bidders", "tender.biders"), 18, "tender.biders"),
        (CHECKED.replace("at_least", "matches"), 18, "at_least"),
        (CHECKED.replace("unit: count", "unit: yuan"), 2, "needs a limit in"),
        (CHECKED.replace("value: 5", "value: five"), 2, "no whole number of count"),
        (CHECKED.replace("value: 5", "value: -5"), 2, "less than nothing"),
        (CHECKED.replace("unit: count", "unit: bananas"), 8, "working_days"),
        (RULE.replace("  unit: count\n", ""), 2, "name the unit"),
        (CHECKED.replace("fact: tender.bidders", "fact: tender.notice_on"), 18, "is a day"),
        (CHECKED.replace("{op: at_least", "{op: within"), 18, "other:"),
        (CHECKED.replace("at_least, fact: tender.bidders", "is, fact: tender.bidders, value: yes"), 18, "no value of"),
        (CHECKED.replace("fact: tender.bidders}", "fact: tender.bidders, rule: office.gone}"), 2, "office.gone"),
        (CHECKED.replace("tender.bidders}", "tender.bidders, pattern: '(a+)+$'}"), 18, "pattern"),
        (
            CHECKED.replace("    subject: tender", "    day: tender.bidders\n    subject: tender"),
            16,
            "no fact that is a day",
        ),
        (CHECKED.replace("reading: text", "reading: memory\n  severity: block"), 2, "may not stop an action"),
        (RULE.replace("since: 2021-01-01", "since: 2020-12-31"), 2, "overlap"),
        (RULE.replace("value: 7", "value: 7\n      where: {level: state}"), 15, "central"),
    ],
)
def test_a_wrong_check_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    """A fact that does not exist, an operator that does not, a unit that does not fit: before anything is checked."""
    expect_refusal(tmp_path, text, line, said)


def test_values_for_different_places_may_hold_at_once(tmp_path: Path) -> None:
    """A city and a county have limits of their own on one and the same day."""
    placed = RULE.replace("      until: 2020-12-31\n", "").replace("value: 5", "value: 5\n      where: {level: city}")

    rule = load_rulebook(office(tmp_path, placed.replace("value: 7", "value: 7\n      where: {level: county}"))).rule(
        "office.limit"
    )

    assert [rule.at(date(2022, 1, 1), {"office.level": level}).value for level in ("city", "county")] == [5, 7]
    assert rule.at(date(2022, 1, 1), {"office.level": "central"}) is None


def test_an_office_declares_facts_of_its_own(tmp_path: Path) -> None:
    """They stand in its workspace and are checked like the kit's."""
    resources = office(tmp_path, CHECKED.replace("tender.bidders", "office.cars"))
    (tmp_path / "data" / "facts").mkdir()
    own = tmp_path / "data" / "facts" / "own.yaml"
    own.write_text("- {name: office.cars, kind: count, title: 车辆数, title_en: cars}", encoding="utf-8")

    assert load_rulebook(resources).rule("office.limit").check.names == ("office.cars",)


def test_a_citation_remembers_its_rule() -> None:
    """So that a finding leads back to the rule, and a waiver of the rule to the finding."""
    cited = load_rulebook(Resources()).on(date(2023, 1, 1)).cite("procurement.supplement_max_percent")

    assert cited.rule == "procurement.supplement_max_percent"
    assert cited == "《中华人民共和国政府采购法》 第四十九条"


def test_a_rule_that_is_not_there_is_said_with_the_remedy() -> None:
    """kit law list shows all."""
    with pytest.raises(UsageError, match="kit law list"):
        load_rulebook(Resources()).rule("no.such")
