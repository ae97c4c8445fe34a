"""Outbox: a view of the messages that wait, were sent or were given up."""

import pandas as pd
from sqlalchemy import select

from kit.store.outbox import OutboxRow, OutboxState
from kit.views.reader import Reader

SHOWN_MAX = 500
NAMES = ("id", "state", "topic", "recipient", "subject", "tries", "due_at", "written_at", "ended_at", "fault", "number")


def show_outbox(reader: Reader, state: OutboxState | None = None, limit: int = SHOWN_MAX) -> pd.DataFrame:
    """The newest messages first: one row per message to one recipient, times in UTC.

    It reads the live database: a snapshot holds no messages. ``fault`` says how the last attempt failed.
    """
    query = select(*[getattr(OutboxRow, name) for name in NAMES])
    query = query if state is None else query.where(OutboxRow.state == str(state))
    return reader.frame(query.order_by(OutboxRow.id.desc()).limit(limit))
