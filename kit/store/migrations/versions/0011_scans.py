"""Schema 0011: scans of approval forms that were signed in ink."""

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE, IDENTITY

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "approval_scan",
        sa.Column("approval", CODE, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=True),
        sa.Column("kept_by", CODE, nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("dossier", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_scan")),
        sa.UniqueConstraint("approval", "digest", name=op.f("uq_approval_scan_approval_digest")),
    )
    for column in ("dossier", "approval"):
        op.create_index(op.f(f"ix_approval_scan_{column}"), "approval_scan", [column], unique=False)


def downgrade() -> None:
    """Drop it; what it holds stays in the journal."""
    op.drop_table("approval_scan")
