"""Judgements: three-valued answers, the value of the day, the place, and the days as the State Council set them."""

from datetime import date

import pytest

from kit.core.language import speaking
from kit.law.judgement import Judgement, Outcome, State, judge
from kit.law.rulebook import load_rulebook
from kit.law.trace import explain
from kit.workspace.resources import Resources

RULEBOOK = load_rulebook(Resources())
TODAY = date(2026, 3, 2)
OPEN = {"tender.regime": "procurement_law", "tender.method": "open_tender"}


def held(code: str, **facts: object) -> Judgement:
    """The judgement of a rule; dots of fact names are written as two underscores."""
    return judge(RULEBOOK, RULEBOOK.rules[code], {name.replace("__", "."): v for name, v in facts.items()}, TODAY)


def framework(selected: date, signed: date) -> Judgement:
    return held("procurement.framework_signing_days", framework__selected_on=selected, framework__signed_on=signed)


# --- the law of the day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "article"), [("2025-12-31", "第二十一条"), ("2026-01-01", "第二十三条")])
def test_log_retention_cites_the_article_of_its_day(day: str, article: str) -> None:
    """The amendment of 28 October 2025 renumbered article 21 of the Cybersecurity Law to 23 from 2026 on."""
    found = held("security.network_log_months", system__on=date.fromisoformat(day), system__log_months=6)

    assert found.outcome is Outcome.PASS
    assert found.dated is not None
    assert found.dated.article == article


@pytest.mark.parametrize(
    ("day", "deduction", "outcome"),
    [("2022-06-30", 600, "pass"), ("2022-07-01", 600, "fail"), ("2022-07-01", 1000, "pass")],
)
def test_the_price_deduction_was_raised_in_the_middle_of_2022(day: str, deduction: int, outcome: str) -> None:
    """财库〔2020〕46号 asks for 6 percent at least, 财库〔2022〕19号 for 10 from July 2022 on."""
    facts = {"tender.notice_on": date.fromisoformat(day), "tender.object": "goods", "tender.small_deduction": deduction}

    found = judge(RULEBOOK, RULEBOOK.rules["procurement.small_deduction_min"], OPEN | facts, TODAY)

    assert found.outcome == outcome


def test_before_its_first_day_a_rule_is_not_in_force() -> None:
    """Framework agreements have rules of their own since March 2022."""
    assert framework(date(2022, 2, 28), date(2022, 12, 31)).state is State.NOT_IN_FORCE
    assert framework(date(2022, 3, 1), date(2022, 12, 31)).state is State.FAIL


# --- the place -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "region", "amount", "outcome"),
    [
        ("central", "11", 200_000_000, "fail"),
        ("central", "11", 199_999_999, "n/a"),
        # 四川: 400万, at every level.
        ("city", "51", 399_999_999, "n/a"),
        ("city", "51", 400_000_000, "fail"),
        # 河南: 400万 for the province, 200万 below it.
        ("provincial", "41", 399_999_999, "n/a"),
        ("county", "41", 200_000_000, "fail"),
        # A region whose notice nobody has entered: no guess.
        ("city", "33", 10**12, "n/a"),
    ],
)
def test_there_is_no_national_tender_threshold(level: str, region: str, amount: int, outcome: str) -> None:
    """政府采购法 articles 7, 8 and 27 leave it to the State Council and the provinces."""
    found = held(
        "procurement.tender_threshold", office__level=level, office__region=region, purchase__object="goods",
        purchase__amount=amount, purchase__method="inquiry", purchase__has_method_approval=False,
        purchase__started_on=TODAY,
    )  # fmt: skip

    assert found.outcome == outcome


def test_without_the_level_it_says_what_is_missing() -> None:
    """And nothing else."""
    found = held(
        "procurement.tender_threshold", purchase__started_on=TODAY, office__region="51", purchase__object="goods"
    )

    assert found.state is State.MISSING
    assert found.missing == ("office.level",)


# --- days ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selected", "signed", "state"),
    [
        # The thirtieth day after 3 September 2025 is 3 October, a day off; the holiday ends on 8 October.
        (date(2025, 9, 3), date(2025, 10, 9), State.PASS),
        (date(2025, 9, 3), date(2025, 10, 10), State.FAIL),
        # The thirtieth day after 29 August is Sunday 28 September 2025, a make-up workday: nothing rolls.
        (date(2025, 8, 29), date(2025, 9, 28), State.PASS),
        (date(2025, 8, 29), date(2025, 9, 29), State.FAIL),
        # The day itself is not counted.
        (date(2025, 6, 2), date(2025, 7, 2), State.PASS),
        (date(2025, 6, 2), date(2025, 7, 3), State.FAIL),
    ],
)
def test_a_period_of_order_110_is_counted_by_its_article_49(selected: date, signed: date, state: State) -> None:
    """The first day is not counted; a last day that is a day off gives way to the first workday after it."""
    assert framework(selected, signed).state is state


@pytest.mark.parametrize(
    ("signed", "filed", "state"),
    [
        # Seven working days after 26 September 2025: 28 (make-up Sunday), 29, 30, then after the holiday 9, 10, 11, 13.
        (date(2025, 9, 26), date(2025, 10, 13), State.PASS),
        (date(2025, 9, 26), date(2025, 10, 14), State.FAIL),
    ],
)
def test_working_days_follow_holidays_and_make_up_days(signed: date, filed: date, state: State) -> None:
    """The State Council's arrangement of 2025: 1 to 8 October off, 28 September and 11 October worked."""
    found = held("procurement.framework_filing_days", framework__signed_on=signed, framework__filed_on=filed)

    assert found.state is state


def test_a_year_that_is_not_announced_is_not_guessed() -> None:
    """Seven working days into 2031 cannot be counted today."""
    found = held(
        "procurement.framework_filing_days",
        framework__signed_on=date(2030, 12, 30),
        framework__filed_on=date(2031, 1, 20),
    )

    assert found.state is State.MISSING
    assert found.missing == ("calendar.2030",)


@pytest.mark.parametrize(
    ("usable", "made", "state"),
    [(date(2025, 11, 30), date(2026, 2, 28), State.PASS), (date(2025, 11, 30), date(2026, 3, 1), State.FAIL)],
)
def test_three_months_end_on_the_last_day_where_a_month_is_short(usable: date, made: date, state: State) -> None:
    """民法典 article 202: a month without that day ends on its last one."""
    assert held("investment.accounts_months", project__usable_on=usable, project__accounts_on=made).state is state


# --- three values --------------------------------------------------------------------------------------------------


def order(**facts: object) -> Judgement:
    return held("budget.accounting_duties_apart", payment__on=TODAY, **facts)


def test_one_breach_is_a_fail_even_where_the_rest_is_unknown() -> None:
    """Who keeps the books also approves: nothing that comes to light later mends it."""
    assert order(payment__bookkeeper="甲", payment__approver="甲").outcome is Outcome.FAIL


def test_without_a_breach_what_is_unknown_keeps_the_answer_open() -> None:
    """The handler and the custodian are not known."""
    found = order(payment__bookkeeper="甲", payment__approver="乙")

    assert found.outcome is Outcome.NOT_APPLICABLE
    assert found.missing == ("payment.handler", "payment.custodian")


def test_an_exemption_that_is_unknown_holds_a_fail_back() -> None:
    """A contract published late may be a secret one; whether it is, is missing. Published in time it passes anyway."""
    facts = {"contract__regime": "procurement_law", "contract__signed_on": date(2026, 3, 2)}

    late = held("procurement.contract_publication_days", **facts, contract__published_on=date(2026, 3, 20))
    in_time = held("procurement.contract_publication_days", **facts, contract__published_on=date(2026, 3, 4))

    assert late.missing == ("contract.is_secret",)
    assert in_time.outcome is Outcome.PASS


def test_the_trace_says_which_value_of_which_day_decided() -> None:
    """Fact, limit, instrument, article and first day."""
    facts = OPEN | {"tender.documents_on": date(2026, 3, 2), "tender.deadline_on": date(2026, 3, 20)}
    found = judge(RULEBOOK, RULEBOOK.rules["procurement.bid_period_days"], facts, TODAY)

    with speaking("en"):
        (line,) = explain(found, RULEBOOK, facts)

    for part in ("2026-03-20", "2026-03-02", "20 days", "《中华人民共和国政府采购法》 第三十五条", "2003-01-01"):
        assert part in line
