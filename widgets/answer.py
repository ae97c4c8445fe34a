"""Answer: what came of a deed on a screen."""

from dataclasses import dataclass

from kit.core.finding import Finding
from widgets.thing import Thing


@dataclass(frozen=True)
class Answer:
    """What came of a deed: a journal entry, or what stopped it; ``stale`` names who was quicker.

    ``thing`` is what the person has before them now, where that is another thing than before.
    """

    ok: bool
    findings: tuple[Finding, ...] = ()
    number: int | None = None
    seal: str = ""
    stale: str = ""
    thing: Thing | None = None
