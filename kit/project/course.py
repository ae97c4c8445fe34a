"""Course: where a project stands on its lifecycle; its nodes, who held them, and the gates it has passed."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, Recorded


class Course(Recorded):
    """The course of one project (项目进程): its kind, the stage it is in, and since when it stands so.

    ``began_on`` is the day by its files, ``entered_on`` the one on which the kit first knew it; ``source`` says from
    which files a project that was under way was taken over, and is empty where it began here.
    """

    __tablename__ = "project_course"

    project: Mapped[str] = mapped_column(CODE, unique=True)
    kind: Mapped[str] = mapped_column(CODE)
    stage: Mapped[str] = mapped_column(CODE, index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    began_on: Mapped[date]
    entered_on: Mapped[date]
    since: Mapped[date]
    ended_on: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(String(1000))


class CourseNode(Recorded):
    """A node of a project (办理节点) that has opened: who answers for it, until when, and how it ended.

    ``unit`` is responsible, ``holder`` the person who has it now, nobody yet where it is empty; ``skip_case`` is the
    case in which it was left out.
    """

    __tablename__ = "project_node"
    __table_args__ = (UniqueConstraint("project", "node"),)

    project: Mapped[str] = mapped_column(CODE, index=True)
    stage: Mapped[str] = mapped_column(CODE)
    node: Mapped[str] = mapped_column(CODE)
    unit: Mapped[str] = mapped_column(CODE)
    holder: Mapped[str | None] = mapped_column(CODE)
    opened_on: Mapped[date]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    skip_case: Mapped[str | None] = mapped_column(CODE)
    document_number: Mapped[str | None] = mapped_column(String(200))
    remark: Mapped[str | None] = mapped_column(String(1000))
    ended_by: Mapped[str | None] = mapped_column(CODE)


class NodeHolding(Recorded):
    """Who had a node from one day to another; the last one's ``until_day`` is empty while the node is open."""

    __tablename__ = "project_node_holding"

    project: Mapped[str] = mapped_column(CODE, index=True)
    node: Mapped[str] = mapped_column(CODE)
    unit: Mapped[str] = mapped_column(CODE)
    holder: Mapped[str | None] = mapped_column(CODE)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    given_by: Mapped[str] = mapped_column(CODE)


class Passage(Recorded):
    """A project went from one stage to another, or stopped and went on in one; on which documents (code: digest)."""

    __tablename__ = "project_passage"

    project: Mapped[str] = mapped_column(CODE, index=True)
    from_stage: Mapped[str | None] = mapped_column(CODE)
    to_stage: Mapped[str | None] = mapped_column(CODE)
    direction: Mapped[str] = mapped_column(String(20))
    passed_on: Mapped[date]
    passed_by: Mapped[str] = mapped_column(CODE)
    reason: Mapped[str | None] = mapped_column(String(1000))
    documents: Mapped[dict[str, Any]] = mapped_column(JSON)
