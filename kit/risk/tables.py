"""Tables of risk: alerts, the register of risks, rectification, and how rules have fared."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded


class Alert(Recorded):
    """An alert (预警): one condition of one project, raised once; ``turn`` counts how often it came back after closing.

    ``text`` and ``facts`` are the words of the indicator and the values in them, said in a language when read.
    """

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("project", "rule", "turn"),)

    project: Mapped[str] = mapped_column(CODE)
    rule: Mapped[str] = mapped_column(CODE, index=True)
    turn: Mapped[int]
    level: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), index=True)
    text: Mapped[str] = mapped_column(String(400))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    basis: Mapped[str | None] = mapped_column(String(400))
    unit: Mapped[str | None] = mapped_column(CODE)
    route: Mapped[str] = mapped_column(String(40))
    raised_on: Mapped[date]
    seen_on: Mapped[date]
    due_on: Mapped[date]
    escalations: Mapped[int]
    assigned_to: Mapped[str | None] = mapped_column(CODE)
    acknowledged_by: Mapped[str | None] = mapped_column(CODE)
    acknowledged_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(1000))


class Risk(Recorded):
    """A risk (风险) of a project in its register: how likely, how bad, whose it is, what is done, when to review it."""

    __tablename__ = "risk"
    __table_args__ = (
        UniqueConstraint("project", "code"),
        CheckConstraint("likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", name="scale"),
    )

    project: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    title: Mapped[str] = mapped_column(String(200))
    cause: Mapped[str | None] = mapped_column(String(1000))
    likelihood: Mapped[int]
    impact: Mapped[int]
    owner: Mapped[str] = mapped_column(CODE)
    response: Mapped[str] = mapped_column(String(20))
    measures: Mapped[str] = mapped_column(String(1000))
    review_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    alert_id: Mapped[int | None]
    closed_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(1000))


class Rectification(Recorded):
    """A rectification (整改): the problem, who puts it right by when, the evidence, and the closure (销号)."""

    __tablename__ = "rectification"
    __table_args__ = (UniqueConstraint("project", "code"),)

    project: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    problem: Mapped[str] = mapped_column(String(1000))
    demand: Mapped[str] = mapped_column(String(1000))
    unit: Mapped[str] = mapped_column(CODE)
    responsible: Mapped[str | None] = mapped_column(CODE)
    alert_id: Mapped[int | None]
    ordered_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str | None] = mapped_column(String(64))
    result: Mapped[str | None] = mapped_column(String(1000))
    reported_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closing: Mapped[str | None] = mapped_column(String(1000))


class RuleRecord(Recorded):
    """How a rule has fared: its closings so far, its precision in percent, and whether it was demoted (降级)."""

    __tablename__ = "rule_record"
    __table_args__ = (UniqueConstraint("rule"),)

    rule: Mapped[str] = mapped_column(CODE)
    is_demoted: Mapped[bool]
    since: Mapped[date]
    confirmed: Mapped[int]
    explained: Mapped[int]
    mistaken: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400))
