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
  history:
    - since: 2020-01-01
      until: 2020-12-31
      value: 5
    - since: 2021-01-01
      value: 7
"""


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
        (RULE.replace("2020-12-31", "2019-12-31"), 9, "before"),
        (RULE.replace("reading: text", "reading: hearsay"), 7, "memory"),
        (RULE.replace("since: 2021-01-01", "since: 2021-02-30"), 12, "date"),
        (RULE.replace("  title: 限额", "  titel: 限额"), 3, "titel"),
        (RULE.replace("article: 第一条", "article: ["), 8, ""),
        (RULE + RULE, 15, "twice"),
        ("code: x", 1, "list"),
        ("", 1, "empty"),
        ("- &a [x]\n- *a", 2, "aliases"),
        ("[" * 5000 + "]" * 5000, 1, "deep"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    """File, line and what is wrong, in one line."""
    with pytest.raises(ConfigurationError) as caught:
        load_rulebook(office(tmp_path, text))

    assert f"own.yaml:{line}:" in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_rule_that_is_not_there_is_said_with_the_remedy() -> None:
    """kit law list shows all."""
    with pytest.raises(UsageError, match="kit law list"):
        load_rulebook(Resources()).rule("no.such")
