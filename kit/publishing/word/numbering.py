"""Numbering: the numbers of headings (一、（一）1.), tables, pictures and annexes, in the language spoken."""

from dataclasses import dataclass, field

from kit.core.language import DEFAULT_LANGUAGE, _, get_language

DIGITS = "零一二三四五六七八九"


@dataclass
class Numbering:
    """How far the numbers have come; ``sections`` are the headings of the first level as they are written."""

    sections: list[str] = field(default_factory=list)
    annexes: list[str] = field(default_factory=list)
    _counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    _tables: int = 0
    _pictures: int = 0
    _heading: str = ""

    def next(self, level: int, text: str) -> str:
        """The number of the next heading of *level*, with its sign, to be set before *text*."""
        place = min(level, len(self._counts)) - 1
        self._counts[place] += 1
        self._counts[place + 1 :] = [0] * (len(self._counts) - place - 1)
        self._heading = text
        number = _write(place, self._counts[place])
        if place == 0:
            self.sections.append(number + text)
        return number

    def caption(self) -> str:
        """What stands above the next table: its number, and the heading that it stands under."""
        self._tables += 1
        return _("Table {number}  {heading}").format(number=self._tables, heading=self._heading).rstrip()

    def picture(self, described: str) -> str:
        """What stands beneath the next picture: its number, and what it shows."""
        self._pictures += 1
        return _("Figure {number}  {described}").format(number=self._pictures, described=described)

    def annex(self) -> tuple[int, str]:
        """The number and the title of the next annex: it is called after the heading that it was taken from."""
        self.annexes.append(self._heading)
        return len(self.annexes), self._heading


def in_chinese(number: int) -> str:
    """*number* (1 to 99) in Chinese."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十" if tens < 10 else str(tens))
    return head + (DIGITS[ones] if ones or not tens else "")


def _write(place: int, number: int) -> str:
    if get_language() != DEFAULT_LANGUAGE:
        return ("{}. ", "({}) ", "{}) ", "({}) ")[place].format(number)
    if place < 2:
        return ("{}、", "（{}）")[place].format(in_chinese(number))
    return ("{}.", "（{}）")[place - 2].format(number)
