"""Schema ${up_revision}: ${message}."""

from alembic import op
import sqlalchemy as sa

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Bring the tables up to this schema."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Bring the tables back to the schema before."""
    ${downgrades if downgrades else "pass"}
