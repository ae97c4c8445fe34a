"""Schema 0003: the ledger of funds: balances and movements of budget lines, contracts, payments, costs."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from kit.core.tables import CODE, IDENTITY
from kit.store.journal import Change, Deed, append, lock_head
from kit.store.migrations.images import to_0003

revision = "0003"
down_revision = "0002"

MOVED_FIELDS = ("document", "reservation_id", "contract_id", "payment_id")


def upgrade() -> None:
    """Create the tables; lines recorded so far keep their amounts, each explained by movements from now on."""
    connection = op.get_bind()
    lines = [dict(row) for row in connection.execute(sa.text("SELECT * FROM budget_line ORDER BY id")).mappings()]
    op.drop_table("budget_line")
    for create in TABLES.values():
        create()
    if lines:
        op.bulk_insert(_table("budget_line"), [to_0003("budget_line", line) for line in lines])
        _go_on_counting(connection)
    for dossier in sorted({line["dossier"] for line in lines}):
        _explain(connection, dossier, [line for line in lines if line["dossier"] == dossier])


def downgrade() -> None:
    """There is no way back: the movements would be lost, and with them why the balances are what they are."""
    raise NotImplementedError("schema 0003 holds movements that schema 0002 cannot; restore the backup instead")


def _explain(connection: sa.Connection, dossier: str, lines: list[dict[str, Any]]) -> None:
    """Write the movements that make the balances of *lines*, in an entry of their own in the journal."""
    movement = _table("movement")
    changes = []
    for row in (row for line in lines for row in _movements(line)):
        image = dict(connection.execute(movement.insert().values(row).returning(movement)).mappings().one())
        changes.append(Change("movement", image["id"], image))
    head = lock_head(connection, dossier)
    if changes and head:
        deed = Deed("kit.migrate", revision, datetime.now(UTC), "kit-migrate", "cli", "", {"schema": revision})
        append(connection, head, deed, changes, [], schema=revision)


def _movements(line: dict[str, Any]) -> list[dict[str, Any]]:
    opening, allotted, paid = line["opening"], line["allotted"], line["paid"]
    grown = ("outside", "available") if allotted > opening else ("available", "outside")
    steps = [
        ("outside", "available", opening, "opening"),
        (*grown, abs(allotted - opening), "taken_over"),
        ("available", "paid", paid, "taken_over"),
    ]
    shared = {"dossier": line["dossier"], "version": 1, "line_id": line["id"], "on_day": date(line["year"], 12, 31)}
    shared |= dict.fromkeys(MOVED_FIELDS)
    names = ("from_state", "to_state", "amount", "cause")
    return [shared | dict(zip(names, step, strict=True)) for step in steps if step[2]]


def _go_on_counting(connection: sa.Connection) -> None:
    """Rows written with their keys do not move the sequence of PostgreSQL."""
    if connection.dialect.name == "postgresql":
        sequence = "pg_get_serial_sequence('budget_line', 'id')"
        connection.execute(sa.text(f"SELECT setval({sequence}, (SELECT max(id) FROM budget_line))"))  # noqa: S608


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


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
        sa.Column("code", CODE, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("origin_year", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("fund", sa.String(length=80), nullable=True),
        sa.Column("functional", sa.String(length=20), nullable=True),
        sa.Column("government_economic", sa.String(length=20), nullable=True),
        sa.Column("department_economic", sa.String(length=20), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=True),
        sa.Column("is_earmarked", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("opening", sa.BigInteger(), nullable=False),
        sa.Column("allotted", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("contracted", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "opening >= 0 AND allotted >= 0 AND received >= 0 AND reserved >= 0 AND contracted >= 0 AND paid >= 0",
            name=op.f("ck_budget_line_not_negative"),
        ),
        sa.CheckConstraint("reserved + contracted + paid <= allotted", name=op.f("ck_budget_line_not_overspent")),
        sa.UniqueConstraint("project", "code", name=op.f("uq_budget_line_project_code")),
    )


def _create_budget_adjustment() -> None:
    _recorded(
        "budget_adjustment",
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("total_before", sa.BigInteger(), nullable=False),
        sa.Column("total_after", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("document", name=op.f("uq_budget_adjustment_document")),
    )


def _create_closed_year() -> None:
    _recorded(
        "closed_year",
        sa.Column("project", CODE, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("project", "year", name=op.f("uq_closed_year_project_year")),
    )


def _create_contract() -> None:
    _recorded(
        "contract",
        sa.Column("project", CODE, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("regime", sa.String(length=20), nullable=False),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("is_small_supplier", sa.Boolean(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.BigInteger(), nullable=False),
        sa.Column("performance_bond", sa.BigInteger(), nullable=False),
        sa.Column("quality_deposit_percent", sa.String(length=10), nullable=True),
        sa.Column("payment_days", sa.BigInteger(), nullable=True),
        sa.Column("settled", sa.BigInteger(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("original", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("original > 0 AND added >= 0 AND paid >= 0", name=op.f("ck_contract_not_negative")),
        sa.CheckConstraint("paid <= original + added", name=op.f("ck_contract_not_overpaid")),
        sa.UniqueConstraint("project", "code", name=op.f("uq_contract_project_code")),
    )


def _create_contract_share() -> None:
    _recorded(
        "contract_share",
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("released", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("paid + released <= bound", name=op.f("ck_contract_share_not_overdrawn")),
        sa.UniqueConstraint("contract_id", "line_id", name=op.f("uq_contract_share_contract_id_line_id")),
    )
    op.create_index(op.f("ix_contract_share_line_id"), "contract_share", ["line_id"], unique=False)


def _create_movement() -> None:
    _recorded(
        "movement",
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=True),
        sa.Column("reservation_id", sa.BigInteger(), nullable=True),
        sa.Column("contract_id", sa.BigInteger(), nullable=True),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_movement_positive")),
    )
    op.create_index(op.f("ix_movement_line_id"), "movement", ["line_id"], unique=False)
    op.create_index(op.f("ix_movement_payment_id"), "movement", ["payment_id"], unique=False)


def _create_payee() -> None:
    _recorded(
        "payee",
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.UniqueConstraint("contract_id", "name", "account", name=op.f("uq_payee_contract_id_name_account")),
    )


def _create_payment() -> None:
    _recorded(
        "payment",
        sa.Column("project", CODE, nullable=False),
        sa.Column("number", CODE, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.BigInteger(), nullable=True),
        sa.Column("basis_id", sa.BigInteger(), nullable=True),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("voucher", CODE, nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("project", "number", name=op.f("uq_payment_project_number")),
        sa.UniqueConstraint("voucher", name=op.f("uq_payment_voucher")),
    )


def _create_payment_basis() -> None:
    _recorded(
        "payment_basis",
        sa.Column("project", CODE, nullable=False),
        sa.Column("number", CODE, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("contract_id", sa.BigInteger(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("payee", sa.String(length=200), nullable=True),
        sa.Column("account", sa.String(length=80), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("paid <= amount", name=op.f("ck_payment_basis_not_overpaid")),
        sa.UniqueConstraint("project", "number", name=op.f("uq_payment_basis_project_number")),
    )


def _create_posting_key() -> None:
    _recorded(
        "posting_key",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.UniqueConstraint("key", name=op.f("uq_posting_key_key")),
    )


def _create_project_cost() -> None:
    _recorded(
        "project_cost",
        sa.Column("project", CODE, nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("overrun_report", sa.String(length=200), nullable=True),
        sa.UniqueConstraint("project", "stage", "revision", name=op.f("uq_project_cost_project_stage_revision")),
    )


def _create_reservation() -> None:
    _recorded(
        "reservation",
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("released", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("used + released <= amount", name=op.f("ck_reservation_not_overdrawn")),
    )
    op.create_index(op.f("ix_reservation_line_id"), "reservation", ["line_id"], unique=False)


def _create_use_plan() -> None:
    _recorded(
        "use_plan",
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_use_plan_not_negative")),
        sa.UniqueConstraint("line_id", "month", name=op.f("uq_use_plan_line_id_month")),
    )


TABLES = {
    "budget_line": _create_budget_line,
    "budget_adjustment": _create_budget_adjustment,
    "closed_year": _create_closed_year,
    "contract": _create_contract,
    "contract_share": _create_contract_share,
    "movement": _create_movement,
    "payee": _create_payee,
    "payment": _create_payment,
    "payment_basis": _create_payment_basis,
    "posting_key": _create_posting_key,
    "project_cost": _create_project_cost,
    "reservation": _create_reservation,
    "use_plan": _create_use_plan,
}
