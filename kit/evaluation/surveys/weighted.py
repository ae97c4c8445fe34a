"""Weighted: the rows of a survey with the weights that its design and the margins of the population give them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kit.evaluation.given import Grid, read_number
from kit.evaluation.surveys.design import Design
from kit.evaluation.surveys.given import SurveyGiven
from kit.evaluation.surveys.weights import rake

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def weigh(given: SurveyGiven, answers: Grid) -> Design:
    """The design of the *answers*; raises nothing once `check_columns` found nothing."""
    strata, sampled = _strata(given, answers)
    base = _base(given, answers)
    margins = margins_of(given)
    weights = rake(base, {name: answers.texts(name) for name in margins}, margins) if margins else base
    return Design(weights, strata, _units(given, answers, strata), sampled)


def margins_of(given: SurveyGiven) -> dict[str, dict[str, float]]:
    """The population by column and value."""
    margins: dict[str, dict[str, float]] = {}
    for margin in given.margins:
        margins.setdefault(margin.column, {})[margin.value] = margin.population
    return margins


def is_weighted(given: SurveyGiven) -> bool:
    """True where answers stand for unequal numbers of people."""
    return bool(given.margins or given.weight_column or (given.strata and given.stratum_column))


def _base(given: SurveyGiven, answers: Grid) -> Floats:
    """The weights of the file; else N_h / n_h where strata are known; else one for each."""
    if given.weight_column:
        numbers = [read_number(text) for text in answers.texts(given.weight_column)]
        return np.array([number or 0.0 for number in numbers])
    if given.strata and given.stratum_column:
        names = answers.texts(given.stratum_column)
        populations = {stratum.stratum: stratum.population for stratum in given.strata}
        return np.array([populations[name] / names.count(name) for name in names])
    return np.ones(len(answers.rows))


def _strata(given: SurveyGiven, answers: Grid) -> tuple[Places, Floats]:
    """The stratum of each row, and which share of each stratum was asked."""
    if not given.stratum_column:
        known = len(answers.rows) / given.population if given.population else 0.0
        return np.zeros(len(answers.rows), dtype=np.int64), np.array([min(known, 1.0)])
    names = answers.texts(given.stratum_column)
    places = _coded(names)
    populations = {stratum.stratum: stratum.population for stratum in given.strata}
    asked = {name: names.count(name) for name in dict.fromkeys(names)}
    shares = [min(asked[name] / populations[name], 1.0) if name in populations else 0.0 for name in asked]
    return places, np.array(shares)


def _units(given: SurveyGiven, answers: Grid, strata: Places) -> Places:
    """The unit of each row: its cluster within its stratum, else the row itself."""
    if not given.cluster_column:
        return np.arange(len(answers.rows))
    named = zip(strata.tolist(), answers.texts(given.cluster_column), strict=True)
    return _coded([f"{stratum} {cluster}" for stratum, cluster in named])


def _coded(names: Sequence[str]) -> Places:
    places = {name: n for n, name in enumerate(dict.fromkeys(names))}
    return np.array([places[name] for name in names], dtype=np.int64)
