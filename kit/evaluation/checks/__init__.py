"""Checks of self-review tables: plain functions from a context to findings; this is the one place that lists them."""

from collections.abc import Callable

from kit.core.finding import Finding
from kit.evaluation.checks.approved import check_approved_targets
from kit.evaluation.checks.grades import check_grade
from kit.evaluation.checks.money import check_over_execution, check_rate, check_sum_line
from kit.evaluation.checks.rows import (
    check_copied_operators,
    check_full_scores_reached,
    check_large_over_achievement,
    check_losses_explained,
    check_scores_present,
    check_units,
)
from kit.evaluation.checks.totals import check_total
from kit.evaluation.checks.weights import check_execution_weight, check_scores_within_weights, check_weights
from kit.evaluation.checks.whole import (
    check_all_full,
    check_cost_targets,
    check_dimensions,
    check_execution_score,
    check_filled,
    check_low_execution,
    check_survey,
)
from kit.evaluation.checks.years import check_year
from kit.evaluation.context import Context

CHECKS: tuple[Callable[[Context], list[Finding]], ...] = (
    check_total,
    check_weights,
    check_rate,
    check_sum_line,
    check_execution_weight,
    check_scores_within_weights,
    check_grade,
    check_year,
    check_over_execution,
    check_scores_present,
    check_filled,
    check_units,
    check_losses_explained,
    check_full_scores_reached,
    check_low_execution,
    check_cost_targets,
    check_large_over_achievement,
    check_copied_operators,
    check_survey,
    check_dimensions,
    check_approved_targets,
    check_execution_score,
    check_all_full,
)


def run_checks(context: Context) -> list[Finding]:
    """Everything that the checks of one table say."""
    return [finding for check in CHECKS for finding in check(context)]
