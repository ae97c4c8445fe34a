"""Grades: the scales by which a total becomes a grade, as data."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.core.errors import ConfigurationError
from kit.core.number import to_halfwidth
from kit.law.rule import Reading
from kit.workspace.configuration import read_items
from kit.workspace.resources import Resources

FILE = "codes/grade_scales.yaml"


class Grade(BaseModel):
    """One grade: its official word first, then other words for the same; ``points_min`` belongs to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    names: tuple[str, ...] = Field(min_length=1)
    points_min: Annotated[Decimal, Field(ge=0, le=1_000, decimal_places=4)]

    @property
    def label(self) -> str:
        """The official word."""
        return self.names[0]


class GradeScale(BaseModel):
    """The grades from the best to the worst; the last begins at 0."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    title: str
    source: str
    read: Reading
    grades: tuple[Grade, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _falls_to_zero(self) -> "GradeScale":
        bounds = [grade.points_min for grade in self.grades]
        if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
            raise ValueError("points_min must fall from grade to grade and end at 0")
        return self

    def grade(self, total: Fraction | Decimal) -> Grade:
        """The grade of a total; the lower bound belongs to the grade, and a total below 0 earns the last one."""
        exact = Fraction(total)
        return next((g for g in self.grades if exact >= Fraction(g.points_min)), self.grades[-1])

    def named(self, text: str | None) -> Grade | None:
        """The grade that a printed word means (优 and 优秀 are one); None where the scale does not know it."""
        plain = "".join(to_halfwidth(text or "").split()).strip("“”\"'()")
        return next((grade for grade in self.grades if plain in grade.names), None)


def load_grade_scales(resources: Resources) -> dict[str, GradeScale]:
    """All grade scales by code; raises ConfigurationError with file and line."""
    scales: dict[str, GradeScale] = {}
    for scale, place in read_items(resources.find(FILE), GradeScale):
        if scale.code in scales:
            raise ConfigurationError(f"{place}: the scale {scale.code} stands twice; give each its own code")
        scales[scale.code] = scale
    return scales
