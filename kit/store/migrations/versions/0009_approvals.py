"""Schema 0009: approvals and their signatures."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE, IDENTITY

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables of approvals."""
    _create_approval()
    _create_signature()


def downgrade() -> None:
    """Drop them; what they hold stays in the journal."""
    op.drop_table("approval_signature")
    op.drop_table("approval")


def _recorded(name: str, *parts: Any) -> None:
    op.create_table(
        name,
        *parts,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("dossier", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_dossier"), name, ["dossier"], unique=False)


def _create_approval() -> None:
    _recorded(
        "approval",
        sa.Column("code", CODE, nullable=False),
        sa.Column("action", CODE, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("dossiers", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("route", CODE, nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("applicant", CODE, nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("code", name=op.f("uq_approval_code")),
    )
    op.create_index(op.f("ix_approval_state"), "approval", ["state"], unique=False)


def _create_signature() -> None:
    _recorded(
        "approval_signature",
        sa.Column("approval", CODE, nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("person", CODE, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("opinion", sa.String(length=1000), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("workdays", sa.BigInteger(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.UniqueConstraint(
            "approval", "turn", "step", "person", name=op.f("uq_approval_signature_approval_turn_step_person")
        ),
    )
    op.create_index(op.f("ix_approval_signature_approval"), "approval_signature", ["approval"], unique=False)
