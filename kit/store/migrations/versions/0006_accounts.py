"""Schema 0006: accounts, sessions and lockouts of the server, assignments of people from outside, drafts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE, IDENTITY

revision = "0006"
down_revision = "0005"

TABLES = ("draft", "access_event", "login_session", "lockout", "credential", "project_assignment", "account")


def upgrade() -> None:
    """Create the tables; nobody has an account yet."""
    _create_accounts()
    _create_secrets()
    _create_sessions()


def downgrade() -> None:
    """Drop the tables; nobody can log in then."""
    for name in TABLES:
        op.drop_table(name)


def _create_accounts() -> None:
    _recorded(
        "account",
        sa.Column("login", CODE, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("has_second_factor", sa.Boolean(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    _recorded(
        "project_assignment",
        sa.Column("login", CODE, nullable=False),
        sa.Column("project", CODE, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.UniqueConstraint("login", "project", name=op.f("uq_project_assignment_login_project")),
    )


def _create_secrets() -> None:
    op.create_table(
        "credential",
        sa.Column("login", CODE, nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_seed", sa.String(length=64), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_credential")),
    )
    op.create_table(
        "lockout",
        sa.Column("login", CODE, nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_lockout")),
    )


def _create_sessions() -> None:
    op.create_table(
        "login_session",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("login", CODE, nullable=False),
        sa.Column("waits_for", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.Column("ended_by", CODE, nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_login"), "login_session", ["login"], unique=False)
    op.create_table(
        "access_event",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("login", CODE, nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
    )
    op.create_index(op.f("ix_access_event_at"), "access_event", ["at"], unique=False)
    op.create_table(
        "draft",
        sa.Column("login", CODE, nullable=False),
        sa.Column("screen", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("kept_at", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", "screen", "place", name=op.f("pk_draft")),
    )


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
