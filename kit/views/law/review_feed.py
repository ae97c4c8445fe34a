"""Review feed: what a self-review table says of itself, where rules ask for it."""

from fractions import Fraction

from kit.core.language import phrase
from kit.evaluation.kinds import TableKind
from kit.evaluation.points import parse_points
from kit.evaluation.tables import Evaluation, SelfReview, SelfReviewIndicator
from kit.views.law.books import Books, Row
from kit.views.law.feed import Facts, Feed, in_hundredths, key_in

KIND = "self_review"
HUNDRED = 100


def _review_facts(books: Books, review: Row) -> Facts:
    weights, total = _weights(books, review), _points(review["total_printed"])
    is_of_hundred = _points(review["total_weight_printed"]) in {None, HUNDRED}
    grade = books.scheme.scale.named(review["grade_printed"])
    return {
        "evaluation.kind": KIND,
        "evaluation.on": review["submitted_on"],
        "evaluation.total": in_hundredths(total) if is_of_hundred else None,
        "evaluation.grade": grade.code if grade else None,
        "evaluation.weight_execution": in_hundredths(_points(review["budget_weight"])),
        **{f"evaluation.weight_{name}": in_hundredths(weights.get(name)) for name in DIMENSIONS},
        "evaluation.weight_output_benefit": in_hundredths(_together(weights, "output", "benefit")),
        "evaluation.year": review["year"],
    }


DIMENSIONS = ("output", "benefit", "satisfaction")


def _points(text: str | None) -> Fraction | None:
    found = parse_points(text)
    return Fraction(found.value) if found else None


def _weights(books: Books, review: Row) -> dict[str, Fraction]:
    """The points of each dimension; of a table that was cut, or has a row without weight or dimension, none."""
    found: dict[str, Fraction] = {}
    for row in books.where(SelfReviewIndicator, "self_review_id", review["id"]):
        dimension, points = books.scheme.dimension_of(row["level1"]), _points(row["weight"])
        if dimension is None or points is None or not review["complete"]:
            return {}
        found[dimension.code] = found.get(dimension.code, Fraction(0)) + points
    return found


def _together(weights: dict[str, Fraction], *names: str) -> Fraction | None:
    return sum((weights[name] for name in names), Fraction(0)) if weights.keys() >= set(names) else None


def _is_self_review(books: Books, review: Row) -> bool:
    made = books.first(Evaluation, "self_review_id", review["id"])
    return made is not None and made["kind"] == TableKind.SELF_REVIEW


REVIEWS = Feed(
    name="self_reviews",
    subject="evaluation",
    room="evaluation",
    table=SelfReview,
    provides={
        "evaluation.kind": phrase("the kind of table"),
        "evaluation.on": phrase("the day of submission"),
        "evaluation.total": phrase("the printed total, of tables of a hundred points"),
        "evaluation.grade": phrase("the printed grade"),
        "evaluation.weight_execution": phrase("the printed weight of execution"),
        "evaluation.weight_output": phrase("the printed weights of outputs"),
        "evaluation.weight_benefit": phrase("the printed weights of benefits"),
        "evaluation.weight_satisfaction": phrase("the printed weights of satisfaction"),
        "evaluation.weight_output_benefit": phrase("the printed weights of outputs and benefits"),
        "evaluation.year": phrase("the year of the table"),
    },
    facts=_review_facts,
    label=lambda row: str(row["year"]),
    touches={Evaluation: key_in("self_review_id"), SelfReviewIndicator: key_in("self_review_id")},
    is_thing=_is_self_review,
)
