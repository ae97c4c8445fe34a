"""Schema 0012: the course of a project through its lifecycle: nodes, who held them, gates passed, documents."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE, IDENTITY

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the tables; a project that is registered has no course until it is begun or taken over."""
    _add_courses()
    _add_nodes()
    _add_passages()
    _add_documents()


def downgrade() -> None:
    """Drop them; what they hold stays in the journal."""
    for name in ("project_document", "project_passage", "project_node_holding", "project_node", "project_course"):
        op.drop_table(name)


def _recorded(table: str, columns: list[sa.Column[Any]], indexes: list[str], *more: sa.Constraint) -> None:
    op.create_table(
        table,
        *columns,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("dossier", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *more,
    )
    for column in ("dossier", *indexes):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _add_courses() -> None:
    columns: list[sa.Column[Any]] = [
        *(sa.Column(name, CODE, nullable=False) for name in ("project", "kind", "stage")),
        sa.Column("state", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("began_on", "entered_on", "since")),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=1000), nullable=True),
    ]
    unique = sa.UniqueConstraint("project", name=op.f("uq_project_course_project"))
    _recorded("project_course", columns, ["stage", "state"], unique)


def _add_nodes() -> None:
    columns: list[sa.Column[Any]] = [
        *(sa.Column(name, CODE, nullable=False) for name in ("project", "stage", "node", "unit")),
        sa.Column("holder", CODE, nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("due_on", "done_on")),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("skip_case", CODE, nullable=True),
        sa.Column("document_number", sa.String(length=200), nullable=True),
        sa.Column("remark", sa.String(length=1000), nullable=True),
        sa.Column("ended_by", CODE, nullable=True),
    ]
    unique = sa.UniqueConstraint("project", "node", name=op.f("uq_project_node_project_node"))
    _recorded("project_node", columns, ["project"], unique)
    held: list[sa.Column[Any]] = [
        *(sa.Column(name, CODE, nullable=False) for name in ("project", "node", "unit")),
        sa.Column("holder", CODE, nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("given_by", CODE, nullable=False),
    ]
    _recorded("project_node_holding", held, ["project"])


def _add_passages() -> None:
    columns: list[sa.Column[Any]] = [
        sa.Column("project", CODE, nullable=False),
        *(sa.Column(name, CODE, nullable=True) for name in ("from_stage", "to_stage")),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("passed_by", CODE, nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("documents", sa.JSON(), nullable=False),
    ]
    _recorded("project_passage", columns, ["project"])


def _add_documents() -> None:
    columns: list[sa.Column[Any]] = [
        *(sa.Column(name, CODE, nullable=False) for name in ("project", "node", "kind")),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("document_number", sa.String(length=200), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("retention", sa.String(length=20), nullable=False),
        sa.Column("filed_by", CODE, nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=True),
    ]
    _recorded("project_document", columns, ["project"])
