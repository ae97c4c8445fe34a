"""Answering: the agreement of scorers from their scores to what a report may say, and what goes to arbitration."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kit.core.finding import Finding, fault, note, question
from kit.core.language import Phrase, phrase
from kit.evaluation.agreement.alpha import alpha
from kit.evaluation.agreement.correlation import FORMS, intraclass
from kit.evaluation.agreement.given import AgreementGiven, Level
from kit.evaluation.agreement.kappa import Weighting, category_counts, cross_table, fleiss, kappa
from kit.evaluation.agreement.limits import AgreementLimits
from kit.evaluation.agreement.ratings import Ratings, read_ratings
from kit.evaluation.agreement.resampling import bounds
from kit.evaluation.answer import Answer, Cell, Figure, Listing, refused, written

METHOD = "agreement"
SHOWN = 10
Floats = NDArray[np.float64]
Measure = Callable[[Floats], Floats | float]
KRIPPENDORFF = "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability"
SHROUT = "Shrout & Fleiss 1979, Psychological Bulletin 86"


@dataclass(frozen=True)
class Statistic:
    """A measure of agreement with its interval."""

    key: str
    name: Phrase
    value: float
    low: float | None
    high: float | None
    formula: str
    source: str

    @property
    def known(self) -> float | None:
        """The value, None where the scores leave it undefined."""
        return None if np.isnan(self.value) else self.value


def answer_agreement(given: AgreementGiven, limits: AgreementLimits) -> Answer:
    """How far the scorers agree, and which items differ by more than may stand."""
    title = phrase("Agreement of scorers: {title}", title=given.title or "—")
    ratings, findings = read_ratings(given)
    findings = findings or list(_check_shape(ratings))
    if findings:
        return refused(METHOD, title, findings)
    statistics = tuple(_statistics(given, ratings))
    apart = _apart(given, ratings)
    return Answer(
        METHOD,
        title,
        tuple(_figures(ratings, statistics)),
        (_listed(statistics), *_pairs(given, ratings), _scorers(ratings), _arbitration(ratings, apart)),
        tuple(_state(given, ratings, statistics[0], limits)),
        tuple(_must_not(statistics[0], limits)),
        tuple(_check(given, ratings, statistics[0], apart, limits)),
    )


def _check_shape(ratings: Ratings) -> Iterator[Finding]:
    if len(ratings.scorers) < 2:
        said = phrase("one scorer cannot agree with anybody; give a column to each scorer")
        yield fault("evaluation.agreement_scorers_few", said, "scores")
    elif len(ratings.shared) < 2:
        said = phrase("fewer than two items were scored by two scorers; nothing can be compared")
        yield fault("evaluation.agreement_items_few", said, "scores")


def _statistics(given: AgreementGiven, ratings: Ratings) -> Iterator[Statistic]:
    shared, whole = ratings.shared, ratings.whole
    [(low, high)] = _bounds(given, lambda rows: alpha(rows, given.level), shared)
    name = phrase("Krippendorff's alpha")
    yield Statistic("alpha", name, alpha(shared, given.level), low, high, "α = 1 - D_o / D_e", KRIPPENDORFF)
    if len(whole) < 2:
        return
    if given.level is Level.INTERVAL:
        yield from _correlations(given, whole)
    else:
        places = len(ratings.categories)
        [(low, high)] = _bounds(given, lambda rows: fleiss(category_counts(rows, places)), whole)
        value = fleiss(category_counts(whole, places))
        source = "Fleiss 1971, Psychological Bulletin 76"
        yield Statistic("fleiss", phrase("Fleiss' kappa"), value, low, high, "κ = (P̄ - P̄e) / (1 - P̄e)", source)


def _correlations(given: AgreementGiven, whole: Floats) -> Iterator[Statistic]:
    formulas = {
        "icc_1_1": "(BMS-WMS) / (BMS+(k-1)WMS)", "icc_2_1": "(BMS-EMS) / (BMS+(k-1)EMS+k(JMS-EMS)/n)",
        "icc_3_1": "(BMS-EMS) / (BMS+(k-1)EMS)", "icc_1_k": "(BMS-WMS) / BMS",
        "icc_2_k": "(BMS-EMS) / (BMS+(JMS-EMS)/n)", "icc_3_k": "(BMS-EMS) / BMS",
    }  # fmt: skip
    names = (
        phrase("ICC(1,1): one score, scorers differ from item to item"), phrase("ICC(2,1): one score, scorers drawn"),
        phrase("ICC(3,1): one score, these scorers"), phrase("ICC(1,k): mean, scorers differ from item to item"),
        phrase("ICC(2,k): mean, scorers drawn"), phrase("ICC(3,k): mean, these scorers"),
    )  # fmt: skip
    values, ends = intraclass(whole), _bounds(given, intraclass, whole)
    for key, name, value, (low, high) in zip(FORMS, names, values.tolist(), ends, strict=True):
        yield Statistic(key, name, value, low, high, formulas[key], SHROUT)


def _bounds(given: AgreementGiven, statistic: Measure, values: Floats) -> list[tuple[float | None, float | None]]:
    return bounds(statistic, values, given.confidence, given.replicates, given.seed)


def _apart(given: AgreementGiven, ratings: Ratings) -> list[int]:
    """The places of the items whose scores differ by more than may stand, the widest first."""
    differences = ratings.differences
    tolerance = 0.0 if given.level is Level.NOMINAL else given.tolerance
    return [int(n) for n in np.argsort(-differences, kind="stable") if differences[n] > tolerance + 1e-9]


def _check(
    given: AgreementGiven, ratings: Ratings, alpha_found: Statistic, apart: list[int], limits: AgreementLimits
) -> Iterator[Finding]:
    shared = len(ratings.shared)
    if shared < limits.few_items:
        said = phrase("{count} items were scored by two or more; the interval says more than the value", count=shared)
        yield question("evaluation.agreement_items_few", said, "scores")
    if missing := int(np.isnan(ratings.values).sum()):
        said = phrase("{count} scores are missing; ICC and Fleiss' kappa rest on the {whole} items that all scored",
                      count=missing, whole=len(ratings.whole))  # fmt: skip
        yield note("evaluation.agreement_score_missing", said, "scores")
    if alpha_found.known is None:
        said = phrase("all scores are alike: chance and agreement cannot be told apart; no statistic may be quoted")
        yield question("evaluation.agreement_constant", said, "scores")
    elif alpha_found.known < limits.alpha_min:
        said = phrase("alpha of {alpha} is below {least}: clear up the scoring rules and score again",
                      alpha=written(alpha_found.known, 3), least=limits.alpha_min)  # fmt: skip
        yield question("evaluation.agreement_low", said)
    if apart:
        said = phrase("{count} items differ by more than {tolerance} and go to arbitration: {items}",
                      count=len(apart), tolerance=written(given.tolerance),
                      items=", ".join(ratings.items[n] for n in apart[:SHOWN]))  # fmt: skip
        yield question("evaluation.agreement_arbitration", said, "scores")


# --- what is shown -------------------------------------------------------------------------------------------------


def _figures(ratings: Ratings, statistics: tuple[Statistic, ...]) -> Iterator[Figure]:
    yield Figure("items", phrase("items scored by two or more"), len(ratings.shared))
    yield Figure("scorers", phrase("scorers"), len(ratings.scorers))
    for each in statistics:
        yield Figure(each.key, each.name, each.known, each.formula, each.source, digits=3)


def _listed(statistics: tuple[Statistic, ...]) -> Listing:
    columns = (("statistic", phrase("Statistic")), ("value", phrase("Value")), ("low", phrase("lower bound")),
               ("high", phrase("upper bound")))  # fmt: skip
    rows = tuple((each.name, each.known, each.low, each.high) for each in statistics)
    return Listing("statistics", phrase("Agreement with bootstrap intervals"), columns, rows, 3)


def _pairs(given: AgreementGiven, ratings: Ratings) -> Iterator[Listing]:
    """Each two scorers: how often they agree, who scores higher, and kappa for categories."""
    columns = [("first", phrase("First scorer")), ("second", phrase("Second scorer")), ("items", phrase("items")),
               ("equal", phrase("equal")), ("first_higher", phrase("first higher")),
               ("second_higher", phrase("second higher")), ("difference", phrase("mean difference"))]  # fmt: skip
    if given.level is not Level.INTERVAL:
        columns += [("kappa", phrase("kappa")), ("linear", phrase("kappa, linear weights")),
                    ("quadratic", phrase("kappa, quadratic weights"))]  # fmt: skip
    rows = tuple(_pair(given, ratings, *pair) for pair in combinations(range(len(ratings.scorers)), 2))
    shares = frozenset({"equal", "first_higher", "second_higher"})
    yield Listing("pairs", phrase("Scorers in pairs"), tuple(columns), rows, 3, shares)


def _pair(given: AgreementGiven, ratings: Ratings, one: int, other: int) -> tuple[Cell, ...]:
    both = ratings.values[:, [one, other]]
    first, second = both[~np.isnan(both).any(axis=1)].T
    names = (ratings.scorers[one], ratings.scorers[other], len(first))
    if not len(first):
        return (*names, *[None] * (4 if given.level is Level.INTERVAL else 7))
    shares = [float((first == second).mean()), float((first > second).mean()), float((first < second).mean())]
    own: list[float | None] = [*shares, float((first - second).mean())]
    if given.level is not Level.INTERVAL:
        table = cross_table(first, second, len(ratings.categories))
        own += [_known(kappa(table, weighting)) for weighting in Weighting]
    return (*names, *own)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _scorers(ratings: Ratings) -> Listing:
    columns = (("scorer", phrase("Scorer")), ("items", phrase("items")), ("mean", phrase("mean")))
    scored = [column[~np.isnan(column)] for column in ratings.values.T]
    rows = tuple(
        (name, len(own), float(own.mean()) if len(own) else None)
        for name, own in zip(ratings.scorers, scored, strict=True)
    )
    return Listing("scorers", phrase("Scorers"), columns, rows, 3)


def _arbitration(ratings: Ratings, apart: list[int]) -> Listing:
    named = ((f"scorer_{n}", phrase("{name}", name=name)) for n, name in enumerate(ratings.scorers, 1))
    columns = (("item", phrase("Item")), *named, ("difference", phrase("difference")))
    rows = tuple(_row(ratings, n) for n in apart)
    return Listing("arbitration", phrase("For arbitration"), columns, rows)


def _row(ratings: Ratings, n: int) -> tuple[Cell, ...]:
    return (ratings.items[n], *ratings.texts[n], float(ratings.differences[n]))


def _state(given: AgreementGiven, ratings: Ratings, found: Statistic, limits: AgreementLimits) -> Iterator[Phrase]:
    yield phrase("{scorers} scorers scored {items} items.", scorers=len(ratings.scorers), items=len(ratings.items))
    if given.note:
        yield phrase("{name}", name=given.note)
    if found.known is None:
        return
    values = {"alpha": written(found.known, 3), "low": written(found.low, 3), "high": written(found.high, 3)}
    if found.known >= limits.alpha_good:
        yield phrase("They agree well (Krippendorff's alpha {alpha}, interval {low} to {high}).", **values)
    elif found.known >= limits.alpha_min:
        yield phrase(
            "They agree enough for a first conclusion (Krippendorff's alpha {alpha}, interval {low} to {high}).",
            **values,
        )
    else:
        yield phrase("They do not agree enough (Krippendorff's alpha {alpha}, interval {low} to {high}).", **values)


def _must_not(found: Statistic, limits: AgreementLimits) -> Iterator[Phrase]:
    if found.known is None or found.low is None or found.low < limits.alpha_min:
        yield phrase("that the scores are reliable: agreement may be below {least}", least=limits.alpha_min)
    yield phrase("the share of equal scores as agreement: part of it is chance")
