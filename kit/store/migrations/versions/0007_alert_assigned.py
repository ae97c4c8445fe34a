"""Schema 0007: the person to whom an alert was assigned."""

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; an alert of an earlier schema was assigned to nobody."""
    op.add_column("alert", sa.Column("assigned_to", CODE, nullable=True))


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("alert") as table:
        table.drop_column("assigned_to")
