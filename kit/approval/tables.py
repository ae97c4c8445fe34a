"""Tables of approvals: what is asked and where it stands, every signature ever given, scans of forms signed in ink."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded


class Approval(Recorded):
    """An approval (审批): an action's request, bound by its digest, on its way along the steps of a route.

    ``turn`` counts submissions and returns, from 1; ``since`` is the day on which the present step began.
    """

    __tablename__ = "approval"

    code: Mapped[str] = mapped_column(CODE, unique=True)
    action: Mapped[str] = mapped_column(CODE)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    dossiers: Mapped[list[str]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    route: Mapped[str] = mapped_column(CODE)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    position: Mapped[int]
    turn: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), index=True)
    applicant: Mapped[str] = mapped_column(CODE)
    submitted_on: Mapped[date]
    since: Mapped[date]
    due_on: Mapped[date]
    ended_on: Mapped[date | None]


class Signature(Recorded):
    """What one person said at one step, of which content; ``workdays`` is how long the step had been waiting.

    ``behalf`` is in whose name a deputy spoke, ``handed_to`` who signs instead of whoever handed the step over.
    """

    __tablename__ = "approval_signature"
    __table_args__ = (UniqueConstraint("approval", "turn", "step", "person"),)

    approval: Mapped[str] = mapped_column(CODE, index=True)
    turn: Mapped[int]
    step: Mapped[int]
    person: Mapped[str] = mapped_column(CODE)
    role: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    opinion: Mapped[str | None] = mapped_column(String(1000))
    behalf: Mapped[str | None] = mapped_column(CODE)
    handed_to: Mapped[str | None] = mapped_column(CODE)
    since: Mapped[date]
    signed_on: Mapped[date]
    workdays: Mapped[int]
    is_void: Mapped[bool]


class Delegation(Recorded):
    """A role that *person* lends to a *deputy* from one day to another (both included), unless it ends before."""

    __tablename__ = "approval_delegation"

    person: Mapped[str] = mapped_column(CODE, index=True)
    deputy: Mapped[str] = mapped_column(CODE, index=True)
    role: Mapped[str] = mapped_column(String(40))
    from_day: Mapped[date]
    until_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(1000))
    ended_on: Mapped[date | None]


class SignedScan(Recorded):
    """A scan of the printed form with ink and stamp (签字扫描件), kept by its content in the workspace's ``files/``.

    ``content_digest`` is what the form showed: the digest of the approval's content when the scan was kept.
    """

    __tablename__ = "approval_scan"
    __table_args__ = (UniqueConstraint("approval", "digest"),)

    approval: Mapped[str] = mapped_column(CODE, index=True)
    digest: Mapped[str] = mapped_column(String(64))
    content_digest: Mapped[str] = mapped_column(String(64))
    remark: Mapped[str | None] = mapped_column(String(1000))
    kept_by: Mapped[str] = mapped_column(CODE)
    kept_on: Mapped[date]
