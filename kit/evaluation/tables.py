"""Tables of evaluation: objectives, self-review tables with their indicators, evaluations, evidence."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded

DIGEST = String(64)


class Objective(Recorded):
    """The performance objectives (绩效目标) of a project and year, as approved, revision by revision."""

    __tablename__ = "objective"
    __table_args__ = (UniqueConstraint("project", "year", "revision"),)

    project: Mapped[str] = mapped_column(CODE)
    year: Mapped[int]
    revision: Mapped[int]
    approved_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(200))


class ObjectiveIndicator(Recorded):
    """One approved indicator of an objective."""

    __tablename__ = "objective_indicator"
    __table_args__ = (UniqueConstraint("objective_id", "place"),)

    objective_id: Mapped[int]
    place: Mapped[int]
    level1: Mapped[str | None] = mapped_column(Text)
    level2: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    target: Mapped[str | None] = mapped_column(Text)
    weight: Mapped[str | None] = mapped_column(Text)


class SelfReview(Recorded):
    """A self-review table (自评表) as entered, every value the printed text; ``funds`` are its source lines.

    ``scheme_named`` is the scoring scheme that was chosen for it; none means the one that fits its form.
    """

    __tablename__ = "self_review"
    __table_args__ = (UniqueConstraint("project", "year"),)

    project: Mapped[str] = mapped_column(CODE)
    year: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(20))
    scheme_named: Mapped[str | None] = mapped_column(String(80))
    printed_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    department: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    year_printed: Mapped[str | None] = mapped_column(Text)
    budget_initial: Mapped[str | None] = mapped_column(Text)
    budget_adjusted: Mapped[str | None] = mapped_column(Text)
    budget_executed: Mapped[str | None] = mapped_column(Text)
    budget_rate_printed: Mapped[str | None] = mapped_column(Text)
    budget_weight: Mapped[str | None] = mapped_column(Text)
    budget_score_printed: Mapped[str | None] = mapped_column(Text)
    budget_unit: Mapped[str | None] = mapped_column(Text)
    funds: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    total_weight_printed: Mapped[str | None] = mapped_column(Text)
    total_printed: Mapped[str | None] = mapped_column(Text)
    grade_printed: Mapped[str | None] = mapped_column(Text)
    complete: Mapped[bool] = mapped_column(Boolean)
    rows_complete: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(Text)
    submitted_on: Mapped[date | None]


class SelfReviewIndicator(Recorded):
    """One indicator row of a self-review table, as entered; ``place`` counts from 1."""

    __tablename__ = "self_review_indicator"
    __table_args__ = (UniqueConstraint("self_review_id", "place"),)

    self_review_id: Mapped[int]
    place: Mapped[int]
    level1: Mapped[str | None] = mapped_column(Text)
    level2: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    target: Mapped[str | None] = mapped_column(Text)
    actual: Mapped[str | None] = mapped_column(Text)
    weight: Mapped[str | None] = mapped_column(Text)
    score: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    op_column: Mapped[str | None] = mapped_column(Text)
    unit_column: Mapped[str | None] = mapped_column(Text)


class Evaluation(Recorded):
    """What the kit makes of a self-review table: own scores, printed ones beside them, findings.

    Scores and rates are decimal texts, exact. ``scheme_digest`` names the very scheme that was applied; ``findings``
    hold code, severity, row, and the phrase with its values.
    """

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("self_review_id"),)

    self_review_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    scheme: Mapped[str] = mapped_column(String(80))
    scheme_digest: Mapped[str] = mapped_column(DIGEST)
    execution_rate: Mapped[str | None] = mapped_column(String(40))
    execution_score: Mapped[str | None] = mapped_column(String(40))
    total: Mapped[str | None] = mapped_column(String(40))
    grade: Mapped[str | None] = mapped_column(String(20))
    row_scores: Mapped[list[str | None]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class Evidence(Recorded):
    """A file that supports an indicator (佐证材料), kept by its content in the workspace's ``files/``."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("self_review_id", "place", "digest"),)

    self_review_id: Mapped[int]
    place: Mapped[int]
    digest: Mapped[str] = mapped_column(DIGEST)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    page: Mapped[str | None] = mapped_column(String(40))
