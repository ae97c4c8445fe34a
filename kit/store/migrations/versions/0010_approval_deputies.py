"""Schema 0010: delegations, in whose name a deputy signs, and to whom a step was handed."""

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE, IDENTITY

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table and the columns; a signature of an earlier schema was in the signer's own name."""
    op.add_column("approval_signature", sa.Column("behalf", CODE, nullable=True))
    op.add_column("approval_signature", sa.Column("handed_to", CODE, nullable=True))
    op.create_table(
        "approval_delegation",
        sa.Column("person", CODE, nullable=False),
        sa.Column("deputy", CODE, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("dossier", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_delegation")),
    )
    for column in ("dossier", "person", "deputy"):
        op.create_index(op.f(f"ix_approval_delegation_{column}"), "approval_delegation", [column], unique=False)


def downgrade() -> None:
    """Drop them; what they hold stays in the journal."""
    op.drop_table("approval_delegation")
    with op.batch_alter_table("approval_signature") as table:
        table.drop_column("handed_to")
        table.drop_column("behalf")
