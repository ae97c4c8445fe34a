"""Citation: instrument and article as text, which remembers the rule that it cites."""

from typing import Self


class Citation(str):
    """The text of a citation; ``rule`` is the code of the rule, so that a waiver of the rule can be found."""

    __slots__ = ("rule",)
    rule: str

    def __new__(cls, text: str, rule: str) -> Self:
        """The citation *text* of the rule with the code *rule*."""
        cited = super().__new__(cls, text)
        cited.rule = rule
        return cited

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        # What is copied or sent to another process keeps its rule.
        return str(self), self.rule
