"""Pages: the documentation of the rules says what the data say."""

from kit.law.case import load_cases
from kit.law.page import count_rules, law_pages
from kit.law.rulebook import load_rulebook
from kit.workspace.resources import Resources
from tests.environment import CHECKOUT

FOLDER = CHECKOUT / "docs" / "law"
RULEBOOK = load_rulebook(Resources())


def test_the_pages_are_those_of_the_data() -> None:
    """After a change of a rule: kit law pages docs/law."""
    wanted = law_pages(RULEBOOK, load_cases(Resources(), RULEBOOK))
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}

    assert sorted(wanted) == sorted(found)
    assert [name for name, text in wanted.items() if found[name] != text] == []


def test_a_page_holds_method_article_parameters_and_cases() -> None:
    """The time to prepare a bid: article 35, twenty days, and the case that is a day short."""
    text = (FOLDER / "procurement.bid_period_days.md").read_text(encoding="utf-8")

    for part in ("第三十五条", "20 days", "Requires", "2003-01-01", "| fail |", "read in the text", "Cannot be waived"):
        assert part in text


def test_the_counts_add_up() -> None:
    """Each rule is a check, a parameter, or says what it would need."""
    counted = count_rules(RULEBOOK)
    parameters = [rule for rule in RULEBOOK.rules.values() if not rule.check and not rule.needs]

    assert counted["rules"] == counted["executable"] + counted["undecided"] + len(parameters)
    assert counted["recorded"] <= counted["executable"]
