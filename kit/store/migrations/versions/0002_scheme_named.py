"""Schema 0002: the scoring scheme that was named for a self-review table."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; no table of the first schema remembers whether its scheme was named."""
    op.add_column("self_review", sa.Column("scheme_named", sa.String(length=80), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("self_review") as table:
        table.drop_column("scheme_named")
