"""Moments: times of the site's clock as people write them and as the tables keep them."""

from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

FORM = "%Y-%m-%dT%H:%M"
# What a day alone means: the beginning of its work for a start, the end of it for a finish; any clock takes both.
MORNING, EVENING = time(0, 0), time(23, 59)


def write_moment(moment: datetime | None) -> str | None:
    """A moment as the tables keep it."""
    return None if moment is None else moment.strftime(FORM)


def read_moment(text: str | None) -> datetime | None:
    """A moment as the tables keep it, read back."""
    return None if text is None else datetime.fromisoformat(text)


def _begin(value: Any) -> Any:
    return _parsed(value, MORNING)


def _end(value: Any) -> Any:
    return _parsed(value, EVENING)


def _parsed(value: Any, usual: time) -> Any:
    """A day or a time of day; raises ``moment_unread`` for 31 February and for anything else."""
    if value is None or isinstance(value, datetime):
        return value.replace(second=0, microsecond=0, tzinfo=None) if value else value
    if isinstance(value, date):
        return datetime.combine(value, usual)
    try:
        text = str(value).strip()
        if len(text) == len("2026-02-01"):
            return datetime.combine(date.fromisoformat(text), usual)
        return datetime.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise PydanticCustomError("moment_unread", "not a day or a time", {"given": str(value)[:100]}) from None


_written = PlainSerializer(write_moment, when_used="json")
Begin = Annotated[datetime, BeforeValidator(_begin), _written]
End = Annotated[datetime, BeforeValidator(_end), _written]
__all__ = ["Begin", "End", "read_moment", "write_moment"]
