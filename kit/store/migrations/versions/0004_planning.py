"""Schema 0004: plans, baselines and progress; alerts, risks and rectification."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE, IDENTITY

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables of the schedule and of risk."""
    for create in TABLES.values():
        create()


def downgrade() -> None:
    """Drop them; what they hold stays in the journal."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _recorded(name: str, *parts: Any) -> None:
    """Create a table of rows that the journal knows."""
    op.create_table(
        name,
        *parts,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("dossier", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_dossier"), name, ["dossier"], unique=False)


def _create_alert() -> None:
    _recorded(
        "alert",
        sa.Column("project", CODE, nullable=False),
        sa.Column("rule", CODE, nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(length=400), nullable=True),
        sa.Column("unit", CODE, nullable=True),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("escalations", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_by", CODE, nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.UniqueConstraint("project", "rule", "turn", name=op.f("uq_alert_project_rule_turn")),
    )
    op.create_index(op.f("ix_alert_rule"), "alert", ["rule"], unique=False)
    op.create_index(op.f("ix_alert_state"), "alert", ["state"], unique=False)


def _create_assignment() -> None:
    _recorded(
        "assignment",
        sa.Column("project", CODE, nullable=False),
        sa.Column("task", CODE, nullable=False),
        sa.Column("resource", CODE, nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_assignment_positive")),
        sa.UniqueConstraint("project", "task", "resource", name=op.f("uq_assignment_project_task_resource")),
    )


def _create_baseline() -> None:
    _recorded(
        "baseline",
        sa.Column("project", CODE, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.UniqueConstraint("project", "number", name=op.f("uq_baseline_project_number")),
    )


def _create_baseline_task() -> None:
    _recorded(
        "baseline_task",
        sa.Column("baseline_id", sa.BigInteger(), nullable=False),
        sa.Column("task", CODE, nullable=False),
        sa.Column("start_at", sa.String(length=16), nullable=False),
        sa.Column("finish_at", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("baseline_id", "task", name=op.f("uq_baseline_task_baseline_id_task")),
    )
    op.create_index(op.f("ix_baseline_task_baseline_id"), "baseline_task", ["baseline_id"], unique=False)


def _create_plan_calendar() -> None:
    _recorded(
        "plan_calendar",
        sa.Column("project", CODE, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.UniqueConstraint("project", "code", name=op.f("uq_plan_calendar_project_code")),
    )


def _create_rectification() -> None:
    _recorded(
        "rectification",
        sa.Column("project", CODE, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("problem", sa.String(length=1000), nullable=False),
        sa.Column("demand", sa.String(length=1000), nullable=False),
        sa.Column("unit", CODE, nullable=False),
        sa.Column("responsible", CODE, nullable=True),
        sa.Column("alert_id", sa.BigInteger(), nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.Column("result", sa.String(length=1000), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing", sa.String(length=1000), nullable=True),
        sa.UniqueConstraint("project", "code", name=op.f("uq_rectification_project_code")),
    )


def _create_risk() -> None:
    _recorded(
        "risk",
        sa.Column("project", CODE, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.String(length=1000), nullable=True),
        sa.Column("likelihood", sa.BigInteger(), nullable=False),
        sa.Column("impact", sa.BigInteger(), nullable=False),
        sa.Column("owner", CODE, nullable=False),
        sa.Column("response", sa.String(length=20), nullable=False),
        sa.Column("measures", sa.String(length=1000), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.CheckConstraint("likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", name=op.f("ck_risk_scale")),
        sa.UniqueConstraint("project", "code", name=op.f("uq_risk_project_code")),
    )


def _create_rule_record() -> None:
    _recorded(
        "rule_record",
        sa.Column("rule", CODE, nullable=False),
        sa.Column("is_demoted", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("confirmed", sa.BigInteger(), nullable=False),
        sa.Column("explained", sa.BigInteger(), nullable=False),
        sa.Column("mistaken", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.UniqueConstraint("rule", name=op.f("uq_rule_record_rule")),
    )


def _create_task() -> None:
    _recorded(
        "task",
        sa.Column("project", CODE, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("parent", CODE, nullable=True),
        sa.Column("owner", CODE, nullable=True),
        sa.Column("calendar", CODE, nullable=True),
        sa.Column("limit_kind", sa.String(length=20), nullable=False),
        sa.Column("limit_at", sa.String(length=16), nullable=True),
        sa.Column("limit_reason", sa.String(length=400), nullable=True),
        sa.Column("deadline_at", sa.String(length=16), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.String(length=16), nullable=True),
        sa.Column("finished_at", sa.String(length=16), nullable=True),
        sa.Column("remaining", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("actual_cost", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("minutes >= 0 AND cost >= 0", name=op.f("ck_task_not_negative")),
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name=op.f("ck_task_percent")),
        sa.UniqueConstraint("project", "code", name=op.f("uq_task_project_code")),
    )


def _create_task_link() -> None:
    _recorded(
        "task_link",
        sa.Column("project", CODE, nullable=False),
        sa.Column("predecessor", CODE, nullable=False),
        sa.Column("successor", CODE, nullable=False),
        sa.Column("kind", sa.String(length=2), nullable=False),
        sa.Column("lag", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint(
            "project", "predecessor", "successor", "kind", name=op.f("uq_task_link_project_predecessor_successor_kind")
        ),
    )


def _create_task_progress() -> None:
    _recorded(
        "task_progress",
        sa.Column("project", CODE, nullable=False),
        sa.Column("task", CODE, nullable=False),
        sa.Column("status_at", sa.String(length=16), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.String(length=16), nullable=True),
        sa.Column("finished_at", sa.String(length=16), nullable=True),
        sa.Column("remaining", sa.BigInteger(), nullable=True),
        sa.Column("actual_cost", sa.BigInteger(), nullable=True),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.Column("remark", sa.String(length=1000), nullable=True),
    )
    op.create_index(op.f("ix_task_progress_project"), "task_progress", ["project"], unique=False)


def _create_work_plan() -> None:
    _recorded(
        "work_plan",
        sa.Column("project", CODE, nullable=False),
        sa.Column("start_at", sa.String(length=16), nullable=False),
        sa.Column("calendar", CODE, nullable=False),
        sa.Column("status_at", sa.String(length=16), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.UniqueConstraint("project", name=op.f("uq_work_plan_project")),
    )


def _create_work_resource() -> None:
    _recorded(
        "work_resource",
        sa.Column("project", CODE, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_work_resource_positive")),
        sa.UniqueConstraint("project", "code", name=op.f("uq_work_resource_project_code")),
    )


TABLES = {
    "alert": _create_alert,
    "assignment": _create_assignment,
    "baseline": _create_baseline,
    "baseline_task": _create_baseline_task,
    "plan_calendar": _create_plan_calendar,
    "rectification": _create_rectification,
    "risk": _create_risk,
    "rule_record": _create_rule_record,
    "task": _create_task,
    "task_link": _create_task_link,
    "task_progress": _create_task_progress,
    "work_plan": _create_work_plan,
    "work_resource": _create_work_resource,
}
