"""Review: its JSON form, and what must hold for every consistent table."""

import json
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kit.core.language import speaking
from kit.evaluation.review import as_number, review_table
from tests.evaluation.forms import OUT, faults, form, plain_rows, row


def test_a_review_is_json_of_the_stable_form() -> None:
    """The keys are those that scripts rely on; figures are numbers or null."""
    shown = json.loads(json.dumps(review_table(form(plain_rows(), total="90")).as_dict()))

    assert list(shown) == ["id", "kind", "computed", "printed", "findings"]
    assert shown["computed"] == {"execution_rate": 1, "execution_score": 10, "total": 100, "grade": "优"}
    assert shown["printed"] == {"execution_rate": 1, "execution_score": 10, "total": 90, "grade": None}
    assert list(shown["findings"][0]) == ["code", "severity", "row", "message", "basis"]


def test_a_message_names_what_is_printed_and_what_the_sum_gives() -> None:
    """In the language spoken, with what to check."""
    (finding,) = (
        f for f in review_table(form(plain_rows(), total="90")).findings if f.code == "evaluation.total_differs"
    )

    with speaking("en"):
        assert "printed as 90" in finding.message
        assert "add up to 100" in finding.message
        assert "Check" in finding.message


def test_a_figure_is_rounded_half_up_for_json() -> None:
    """2/3 of a hundred is 66.67, 0.125 is 0.13, -0.125 is -0.13, 100 stays whole."""
    assert [
        as_number(Fraction(200, 3)),
        as_number(Fraction(1, 8)),
        as_number(Fraction(-1, 8)),
        as_number(Fraction(100)),
    ] == [
        66.67,
        0.13,
        -0.13,
        100,
    ]


def _round(value: Fraction, places: int) -> str:
    scaled = (value * 10**places + Fraction(1, 2)).__floor__()
    return f"{scaled // 10**places}" + (f".{scaled % 10**places:0{places}d}" if places else "")


def _cut(value: Fraction, places: int) -> str:
    scaled = (value * 10**places).__floor__()
    return f"{scaled // 10**places}" + (f".{scaled % 10**places:0{places}d}" if places else "")


_SHARES = st.lists(st.integers(0, 1000).map(lambda n: Fraction(n, 1000)), min_size=3, max_size=9)


@st.composite
def _consistent(draw: st.DrawFn) -> dict[str, object]:
    """True weights of a hundred, true scores within them, true amounts, and how each is printed."""
    shares = draw(_SHARES)
    cuts = sorted(draw(st.lists(st.integers(1, 89), min_size=len(shares) - 1, max_size=len(shares) - 1, unique=True)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 90], strict=True)]
    adjusted = Fraction(draw(st.integers(100, 10**9)), 10**4)
    executed = adjusted * draw(st.integers(0, 1000)) / 1000
    return {
        "weights": weights,
        "scores": [weight * share for weight, share in zip(weights, shares, strict=True)],
        "adjusted": adjusted,
        "executed": executed,
        "score_places": draw(st.integers(0, 3)),
        "amount_places": draw(st.integers(0, 4)),
        "rate_places": draw(st.integers(0, 2)),
        "print": draw(st.sampled_from([_round, _cut])),
        "print_rate": draw(st.sampled_from([_round, _cut])),
    }


def _printed(true: dict, off_total: Fraction = Fraction(0), off_rate: Fraction = Fraction(0)) -> object:  # type: ignore[type-arg]
    places, show = true["score_places"], true["print"]
    rows = [
        row(OUT, f"指标{n}", str(weight), show(score, places))
        for n, (weight, score) in enumerate(zip(true["weights"], true["scores"], strict=True))
    ]
    rate = true["executed"] / true["adjusted"]
    total = sum(true["scores"], rate * 10) + off_total
    amounts = [show(true[name], true["amount_places"]) for name in ("adjusted", "executed")]
    shown_rate = true["print_rate"](rate * 100 + off_rate, true["rate_places"]) + "%"
    money = f"_ {amounts[0]} {amounts[1]} {shown_rate} 10 {show(rate * 10, places)}"
    return form(rows, money, show(total, places))


@settings(max_examples=150, deadline=None)
@given(_consistent())
def test_no_consistent_table_has_a_fault_however_it_is_rounded(true: dict) -> None:  # type: ignore[type-arg]
    """Weights make a hundred, the sums are right, everything is rounded or cut off to some decimals: no fault."""
    assert faults(_printed(true)) == set()  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(_consistent(), st.integers(2, 30))
def test_an_error_in_the_total_beyond_rounding_is_found(true: dict, error: int) -> None:  # type: ignore[type-arg]
    """Each of n+1 printed scores and the total may be off by one last digit; what is more than that is found."""
    steps = Fraction(len(true["scores"]) + 2, 10 ** true["score_places"])

    assert "total_differs" in faults(_printed(true, off_total=error + steps))  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(_consistent(), st.integers(1, 20))
def test_an_error_in_the_rate_beyond_rounding_is_found(true: dict, error: int) -> None:  # type: ignore[type-arg]
    """Amounts of four digits and more, an error of whole percents beyond two last digits of everything."""
    adjusted = true["adjusted"] + 1000
    executed = adjusted * Fraction(83, 100)
    exact = {**true, "adjusted": adjusted, "executed": executed, "amount_places": 4}
    off = error + Fraction(2, 10 ** exact["rate_places"])

    assert "rate_differs" in faults(_printed(exact, off_rate=off))  # type: ignore[arg-type]
