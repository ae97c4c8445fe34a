"""Schema 0008: waivers of rules, and each time that one was used."""

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE, IDENTITY

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "waiver",
        sa.Column("project", CODE, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("rule", CODE, nullable=False),
        sa.Column("scope_kind", sa.String(length=20), nullable=False),
        sa.Column("scope", CODE, nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_by", CODE, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_by", CODE, nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=1000), nullable=True),
        *_recorded("waiver"),
        sa.UniqueConstraint("project", "number", name=op.f("uq_waiver_project_number")),
    )
    op.create_index(op.f("ix_waiver_dossier"), "waiver", ["dossier"], unique=False)
    op.create_table(
        "waiver_use",
        sa.Column("waiver_id", sa.BigInteger(), nullable=False),
        sa.Column("finding", CODE, nullable=False),
        sa.Column("action", CODE, nullable=False),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("used_by", CODE, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        *_recorded("waiver_use"),
    )
    op.create_index(op.f("ix_waiver_use_dossier"), "waiver_use", ["dossier"], unique=False)
    op.create_index(op.f("ix_waiver_use_waiver_id"), "waiver_use", ["waiver_id"], unique=False)


def downgrade() -> None:
    """Drop them; what they hold stays in the journal."""
    op.drop_table("waiver_use")
    op.drop_table("waiver")


def _recorded(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What every row that the journal knows carries."""
    return (
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("dossier", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
