"""Accounts: who may log in, by which secret, and on which projects people from outside may work."""

from datetime import date

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.core.tables import CODE, IDENTITY, Aside, Recorded

DIGEST = String(64)
TIME = String(32)


class Account(Recorded):
    """A person's way in; ``changed_on`` is the day of the last password, ``expires_on`` the last day it opens."""

    __tablename__ = "account"

    login: Mapped[str] = mapped_column(CODE, unique=True)
    is_open: Mapped[bool]
    must_change: Mapped[bool]
    has_second_factor: Mapped[bool]
    changed_on: Mapped[date]
    expires_on: Mapped[date | None]


class ProjectAssignment(Recorded):
    """A project on which somebody from outside works, first and last day included."""

    __tablename__ = "project_assignment"
    __table_args__ = (UniqueConstraint("login", "project"),)

    login: Mapped[str] = mapped_column(CODE)
    project: Mapped[str] = mapped_column(CODE)
    from_day: Mapped[date]
    until_day: Mapped[date]


class Credential(Aside):
    """The secrets of an account: password hash, TOTP seed, and the last time step of a code that was taken."""

    __tablename__ = "credential"

    login: Mapped[str] = mapped_column(CODE, primary_key=True)
    password_hash: Mapped[str] = mapped_column(Text)
    totp_seed: Mapped[str | None] = mapped_column(String(64))
    totp_step: Mapped[int]


class Lockout(Aside):
    """Failed logins since the last good one, and until when the account stays locked (time text, UTC)."""

    __tablename__ = "lockout"

    login: Mapped[str] = mapped_column(CODE, primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[str | None] = mapped_column(TIME)


class LoginSession(Aside):
    """A login that lasts. ``key`` is the digest of what the browser holds; ``waits_for`` names the step that is due."""

    __tablename__ = "login_session"

    key: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    login: Mapped[str] = mapped_column(CODE, index=True)
    waits_for: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[str] = mapped_column(TIME)
    seen_at: Mapped[str] = mapped_column(TIME)
    ended_at: Mapped[str | None] = mapped_column(TIME)
    ended_by: Mapped[str | None] = mapped_column(CODE)
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))


class AccessEvent(Aside):
    """Something that happened at the login: good, wrong, locked, ended."""

    __tablename__ = "access_event"

    id: Mapped[int] = mapped_column(IDENTITY, primary_key=True)
    at: Mapped[str] = mapped_column(TIME, index=True)
    login: Mapped[str] = mapped_column(CODE)
    event: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(64))


class Draft(Aside):
    """What a person has typed on a screen and not kept yet; ``place`` is the record it belongs to."""

    __tablename__ = "draft"

    login: Mapped[str] = mapped_column(CODE, primary_key=True)
    screen: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[str] = mapped_column(String(200), primary_key=True)
    kept_at: Mapped[str] = mapped_column(TIME)
    text: Mapped[str] = mapped_column(Text)
