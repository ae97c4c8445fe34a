"""Content: the words and bounds that a sample portfolio is made of, read from ``data/samples/portfolio.yaml``."""

from pydantic import BaseModel, ConfigDict, Field

from kit.core.actor import Role
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "samples/portfolio.yaml"
Words = tuple[str, ...]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProjectKind(_Part):
    """A kind of project: name with ``{place}``, kind of plan, quantities as (name, unit, least, most)."""

    name: str
    plan: str
    quantity: tuple[tuple[str, str, int, int], ...] = Field(min_length=1)


class Department(_Part):
    """A competent department with the units below it and the words of its field, aspect by aspect."""

    code: str
    name: str
    units: Words = Field(min_length=1)
    quality: Words = Field(min_length=1)
    economic: Words = Field(min_length=1)
    social: Words = Field(min_length=1)
    ecological: Words = Field(min_length=1)
    sustainable: Words = Field(min_length=1)
    satisfied: Words = Field(min_length=1)
    projects: tuple[ProjectKind, ...] = Field(min_length=1)

    def unit_code(self, place: int) -> str:
        """The code of its unit at *place*, from 0: the department's code and three digits."""
        return f"{self.code}{place + 1:03d}"


class SamplePerson(_Part):
    """Somebody who works with the sample."""

    login: str
    name: str
    role: Role
    unit: str | None = None


class Fortune(_Part):
    """How a year goes, in percent: how often rows fall short and how far they come, how often money is left unspent."""

    often: int = Field(ge=0, le=100)
    reached: tuple[int, int]
    unspent: int = Field(ge=0, le=100)
    spent: tuple[int, int]


class Content(_Part):
    """All of it. Amounts are in 万元; ``poor_percent`` is the share of clean tables that tell of a poor year."""

    source: str
    city: str
    years: tuple[int, ...] = Field(min_length=1)
    ordinary: Fortune
    poor: Fortune
    poor_percent: int = Field(ge=0, le=100)
    amount_low: int = Field(gt=0)
    amount_high: int
    places: Words = Field(min_length=1)
    funds: Words = Field(min_length=1)
    suppliers: Words = Field(min_length=1)
    reasons: Words = Field(min_length=1)
    unspent: str
    survey: str
    timeliness: Words = Field(min_length=2)
    words: Words = Field(min_length=1)
    reached: Words = Field(min_length=1)
    partly: str
    departments: tuple[Department, ...] = Field(min_length=1)
    people: tuple[SamplePerson, ...]
    explanation: str
    no_budget: str


def load_content(resources: Resources) -> Content:
    """The content in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), Content)
