"""Copies: tables of different projects or years that repeat the same rows, found among many tables in one pass."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kit.core.finding import Finding, Severity
from kit.core.language import phrase
from kit.core.number import to_halfwidth
from kit.evaluation.context import OWN_FORMS, ROOM
from kit.evaluation.kinds import is_filled
from kit.evaluation.limits import Limits
from kit.evaluation.reading import Reading

Row = tuple[str, ...]


def find_copies(readings: Sequence[Reading], limits: Limits) -> list[tuple[int, Finding]]:
    """For each reading that repeats an earlier one, its place in *readings* and the finding.

    Two tables are copies where all rows agree in name, target and actual value, the rows are many enough and hold
    figures of their own; the same project and year printed twice is one table, not a copy. Grouping by content keeps
    this linear in the number of tables.
    """
    groups: dict[tuple[Row, ...], list[int]] = defaultdict(list)
    for place, reading in enumerate(readings):
        content = _content(reading)
        if reading.kind in OWN_FORMS and _is_telling(content, limits.copied_rows_min):
            groups[content].append(place)
    return [found for places in groups.values() for found in _copies(readings, places, limits)]


def _content(reading: Reading) -> tuple[Row, ...]:
    return tuple(
        tuple(_plain(text) for text in (row.printed.name, row.printed.target, row.printed.actual))
        for row in reading.rows
    )


def _is_telling(content: tuple[Row, ...], rows_min: int) -> bool:
    """True where the rows are no mere template: enough rows, most with an actual value, and figures among these."""
    answered = [actual for _, _, actual in content if is_filled(actual)]
    figures = {actual for actual in answered if any(map(str.isdigit, actual)) and actual.strip("%≥=.0") != "1"}
    return len(content) >= rows_min and len(answered) * 2 > len(content) and len(figures) >= 2


def _copies(readings: Sequence[Reading], places: list[int], limits: Limits) -> Iterator[tuple[int, Finding]]:
    first, seen = readings[places[0]], {_project(readings[places[0]])}
    for place in places[1:]:
        project = _project(readings[place])
        if project not in seen:
            yield place, _finding(first, limits)
        seen.add(project)


def _project(reading: Reading) -> tuple[str, ...]:
    table = reading.table
    return tuple(_plain(text) for text in (table.title, table.department, table.year))


def _finding(first: Reading, limits: Limits) -> Finding:
    said = phrase(
        "All rows repeat those of {title} ({id}); check whether the values were measured for this project and year.",
        title=first.table.title or "-",
        id=first.table.id,
    )
    return Finding(f"{ROOM}.copied_table", Severity.QUESTION, said, basis=limits.basis_of("copied_table"))


def _plain(text: str | None) -> str:
    return "".join(to_halfwidth(text or "").split())
