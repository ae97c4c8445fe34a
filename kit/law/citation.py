"""Citation: instrument and article as text, which remembers the rule that it cites."""

from datetime import date
from typing import Self


class Citation(str):
    """The text of a citation; ``rule`` is the code of the rule, so that a waiver of the rule can be found.

    ``day`` is the day whose law was cited, where there is one.
    """

    __slots__ = ("day", "rule")
    rule: str
    day: date | None

    def __new__(cls, text: str, rule: str, day: date | None = None) -> Self:
        """The citation *text* of the rule with the code *rule*, as of *day*."""
        cited = super().__new__(cls, text)
        cited.rule, cited.day = rule, day
        return cited

    def __getnewargs__(self) -> tuple[str, str, date | None]:  # type: ignore[override]
        # What is copied or sent to another process keeps its rule.
        return str(self), self.rule, self.day
