"""Schema 0001: the spine: units, people, projects, budget lines, self-review tables and the journal."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CODE = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")
IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create all tables."""
    for create in TABLES.values():
        create()


def downgrade() -> None:
    """Drop all tables."""
    for name in TABLES:
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


def _create_budget_line() -> None:
    _recorded(
        "budget_line",
        sa.Column("project", CODE, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("allotted", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("opening >= 0 AND allotted >= 0 AND paid >= 0", name=op.f("ck_budget_line_not_negative")),
        sa.CheckConstraint("paid <= allotted", name=op.f("ck_budget_line_not_overspent")),
        sa.UniqueConstraint("project", "year", "source", name=op.f("uq_budget_line_project_year_source")),
    )


def _create_dossier() -> None:
    op.create_table(
        "dossier",
        sa.Column("code", CODE, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossier")),
    )


def _create_evaluation() -> None:
    _recorded(
        "evaluation",
        sa.Column("self_review_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("scheme", sa.String(length=80), nullable=False),
        sa.Column("scheme_digest", sa.String(length=64), nullable=False),
        sa.Column("execution_rate", sa.String(length=40), nullable=True),
        sa.Column("execution_score", sa.String(length=40), nullable=True),
        sa.Column("total", sa.String(length=40), nullable=True),
        sa.Column("grade", sa.String(length=20), nullable=True),
        sa.Column("row_scores", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.UniqueConstraint("self_review_id", name=op.f("uq_evaluation_self_review_id")),
    )


def _create_evidence() -> None:
    _recorded(
        "evidence",
        sa.Column("self_review_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=True),
        sa.UniqueConstraint("self_review_id", "place", "digest", name=op.f("uq_evidence_self_review_id_place_digest")),
    )


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("dossier", CODE, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("dossier", "number", name=op.f("uq_journal_dossier_number")),
    )
    op.create_index(op.f("ix_journal_at"), "journal", ["at"], unique=False)


def _create_objective() -> None:
    _recorded(
        "objective",
        sa.Column("project", CODE, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.UniqueConstraint("project", "year", "revision", name=op.f("uq_objective_project_year_revision")),
    )


def _create_objective_indicator() -> None:
    _recorded(
        "objective_indicator",
        sa.Column("objective_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("level1", sa.Text(), nullable=True),
        sa.Column("level2", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("weight", sa.Text(), nullable=True),
        sa.UniqueConstraint("objective_id", "place", name=op.f("uq_objective_indicator_objective_id_place")),
    )


def _create_person() -> None:
    _recorded(
        "person",
        sa.Column("login", CODE, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit", CODE, nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )


def _create_project() -> None:
    _recorded(
        "project",
        sa.Column("code", CODE, nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("owner", CODE, nullable=False),
        sa.Column("year_from", sa.BigInteger(), nullable=False),
        sa.Column("year_to", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
    )
    op.create_index(op.f("ix_project_owner"), "project", ["owner"], unique=False)


def _create_self_review() -> None:
    _recorded(
        "self_review",
        sa.Column("project", CODE, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("printed_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("year_printed", sa.Text(), nullable=True),
        sa.Column("budget_initial", sa.Text(), nullable=True),
        sa.Column("budget_adjusted", sa.Text(), nullable=True),
        sa.Column("budget_executed", sa.Text(), nullable=True),
        sa.Column("budget_rate_printed", sa.Text(), nullable=True),
        sa.Column("budget_weight", sa.Text(), nullable=True),
        sa.Column("budget_score_printed", sa.Text(), nullable=True),
        sa.Column("budget_unit", sa.Text(), nullable=True),
        sa.Column("funds", sa.JSON(), nullable=False),
        sa.Column("total_weight_printed", sa.Text(), nullable=True),
        sa.Column("total_printed", sa.Text(), nullable=True),
        sa.Column("grade_printed", sa.Text(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("rows_complete", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("project", "year", name=op.f("uq_self_review_project_year")),
    )


def _create_self_review_indicator() -> None:
    _recorded(
        "self_review_indicator",
        sa.Column("self_review_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("level1", sa.Text(), nullable=True),
        sa.Column("level2", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("actual", sa.Text(), nullable=True),
        sa.Column("weight", sa.Text(), nullable=True),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("op_column", sa.Text(), nullable=True),
        sa.Column("unit_column", sa.Text(), nullable=True),
        sa.UniqueConstraint("self_review_id", "place", name=op.f("uq_self_review_indicator_self_review_id_place")),
    )


def _create_unit() -> None:
    _recorded(
        "unit",
        sa.Column("code", CODE, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent", CODE, nullable=True),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )


TABLES = {
    "budget_line": _create_budget_line,
    "dossier": _create_dossier,
    "evaluation": _create_evaluation,
    "evidence": _create_evidence,
    "journal": _create_journal,
    "objective": _create_objective,
    "objective_indicator": _create_objective_indicator,
    "person": _create_person,
    "project": _create_project,
    "self_review": _create_self_review,
    "self_review_indicator": _create_self_review_indicator,
    "unit": _create_unit,
}
