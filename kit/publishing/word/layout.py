"""Layout: how an official document looks, as ``data/layouts/official.yaml`` has it, with how each value was read."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "layouts/official.yaml"
Read = Literal["copy", "secondary", "memory", "own"]
MM_IN_POINTS = 72 / 25.4


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(_Part):
    """One value, the clause that has it, and how that was read."""

    value: float = Field(ge=0)
    article: str
    read: Read


class Font(_Part):
    """A font with those that may stand in for it, and its size by name."""

    names: tuple[str, ...] = Field(min_length=1)
    size: str
    article: str
    read: Read


class Sizes(_Part):
    """The sizes of type in points, by their Chinese names."""

    read: Read
    points: dict[str, float]


class Page(_Part):
    """Paper and text area (版心)."""

    width_mm: Measure
    height_mm: Measure
    top_mm: Measure
    left_mm: Measure
    body_width_mm: Measure
    body_height_mm: Measure
    lines: Measure
    letters: Measure
    indent_letters: Measure

    @property
    def bottom_mm(self) -> float:
        """What is left below the text area."""
        return self.height_mm.value - self.top_mm.value - self.body_height_mm.value

    @property
    def right_mm(self) -> float:
        """What is left beside the text area."""
        return self.width_mm.value - self.left_mm.value - self.body_width_mm.value

    @property
    def line_points(self) -> float:
        """The height of a line, so that as many as the standard says fill the text area."""
        return self.body_height_mm.value * MM_IN_POINTS / self.lines.value

    @property
    def letter_points(self) -> float:
        """The width of a letter, so that as many as the standard says fill a line."""
        return self.body_width_mm.value * MM_IN_POINTS / self.letters.value


class Fonts(_Part):
    """The fonts by what they are for."""

    title: Font
    body: Font
    heading1: Font
    heading2: Font
    heading3: Font
    mark: Font
    foot: Font
    page_number: Font
    table: Font
    small: Font


class PageNumber(_Part):
    """Where the page number stands."""

    below_mm: Measure
    indent_letters: Measure


class LetterPlaces(_Part):
    """The distances of an official letter."""

    mark_mm: Measure
    lines_to_number: Measure
    line_below_mm: Measure
    lines_to_title: Measure
    lines_to_receiver: Measure
    lines_to_annexes: Measure
    lines_to_signature: Measure
    date_stamped_letters: Measure
    signature_plain_letters: Measure
    date_shift_letters: Measure
    foot_letters: Measure
    thick_mm: Measure
    thin_mm: Measure


class ReportPlaces(_Part):
    """Which tables stay in the body of a report, and how high a chart may be."""

    column_letters: Measure
    body_rows_max: Measure
    picture_height_mm: Measure


class Layout(_Part):
    """The whole layout."""

    standard: str
    page: Page
    sizes: Sizes
    fonts: Fonts
    latin: str
    page_number: PageNumber
    letter: LetterPlaces
    report: ReportPlaces

    @model_validator(mode="after")
    def _knows_its_sizes(self) -> "Layout":
        for name in Fonts.model_fields:
            size = getattr(self.fonts, name).size
            if size not in self.sizes.points:
                raise ValueError(f"fonts.{name}: there is no size {size!r}; choose {', '.join(self.sizes.points)}")
        return self

    def points(self, font: Font) -> float:
        """The size of *font* in points."""
        return self.sizes.points[font.size]


def load_layout(resources: Resources) -> Layout:
    """The layout in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), Layout)
