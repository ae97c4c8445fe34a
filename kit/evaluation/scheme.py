"""Scheme: how an office scores a self-review, as data with its sources."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from kit.core.digest import canonical, digest
from kit.core.errors import ConfigurationError, UsageError
from kit.core.language import Phrase, _, phrase, spoken
from kit.evaluation.grades import GradeScale, load_grade_scales
from kit.law.rule import Reading
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FOLDER = "schemes"
INVERSE_WORDS = "codes/inverse_indicators.yaml"
DECIMALS_MAX = 4
POINTS_MAX = 1_000


# pydantic reads a YAML float by its shortest text, which is what the file says: 7.5 is exact.
Points = Annotated[Decimal, Field(ge=0, le=POINTS_MAX, decimal_places=DECIMALS_MAX)]
Share = Annotated[Decimal, Field(ge=0, le=1, decimal_places=DECIMALS_MAX)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Denominator(StrEnum):
    """What the executed amount is divided by."""

    ADJUSTED = "adjusted"
    INITIAL = "initial"


class Topic(StrEnum):
    """The parts of a scheme, each with a source of its own."""

    WEIGHTS = "weights"
    EXECUTION = "execution"
    QUANTITATIVE = "quantitative"
    OVER_ACHIEVEMENT = "over_achievement"
    QUALITATIVE = "qualitative"
    GRADES = "grades"
    ROUNDING = "rounding"


class Source(_Part):
    """Where a part of a scheme comes from, and whether its text was read."""

    instrument: str
    article: str | None = None
    read: Reading
    note: str | None = None

    def citation(self) -> str:
        """Instrument and article; they stay Chinese in every language."""
        return f"{self.instrument} {self.article or ''}".strip()


class Execution(_Part):
    """The points of budget execution. ``weight_max``: a printed weight above it is taken for a slip of the pen."""

    weight: Points
    denominator: Denominator = Denominator.ADJUSTED
    weight_max: Points


class SchemeDimension(_Part):
    """One first-level dimension; ``names`` are the words by which its heading is known."""

    code: str
    title: str
    weight: Points
    names: tuple[str, ...] = Field(min_length=1)


class NotApplicable(_Part):
    """Where one dimension does not apply, which one gains its points."""

    missing: str
    gains: str


class InverseFormula(StrEnum):
    """The share of the weight that an inverse indicator over its limit keeps."""

    LIMIT_BY_ACTUAL = "limit_by_actual"
    EXCESS = "excess"


class BelowTarget(StrEnum):
    """The share of the weight that an indicator short of its target keeps."""

    LINEAR = "linear"
    NOTHING = "nothing"


class Quantitative(_Part):
    """How numbers are scored. ``over_achievement``: from this multiple of the target on, ask how it was set."""

    below_target: BelowTarget = BelowTarget.LINEAR
    inverse: InverseFormula = InverseFormula.LIMIT_BY_ACTUAL
    over_achievement: Annotated[Decimal, Field(gt=1, le=POINTS_MAX, decimal_places=2)]


class Band(_Part):
    """One band of a qualitative indicator: the shares of the weight that it may earn, and the words for it."""

    code: str
    title: str
    share_max: Share
    share_min: Share
    words: tuple[str, ...] = ()


class RoundingMode(StrEnum):
    """Which way a score is rounded."""

    HALF_UP = "half_up"
    DOWN = "down"


class RoundingPlace(StrEnum):
    """What is rounded: each row, or only the total."""

    ROW = "row"
    TOTAL = "total"


class Rounding(_Part):
    """How scores are rounded; no ``decimals`` means not at all."""

    decimals: int | None = Field(None, ge=0, le=DECIMALS_MAX)
    mode: RoundingMode = RoundingMode.HALF_UP
    at: RoundingPlace = RoundingPlace.ROW


class Adjustments(_Part):
    """Points added and deducted outside the weights, with the most of each; none means without limit."""

    added_max: Points | None = None
    deducted_max: Points | None = None
    added_names: tuple[str, ...] = ("加分项", "加分")
    deducted_names: tuple[str, ...] = ("扣分项", "减分项", "扣分")


class _SchemeFile(_Part):
    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)
    title: str
    title_en: str
    applies_to: str | None = None
    sources: dict[Topic, Source]
    total: Points = Decimal(100)
    execution: Execution
    dimensions: tuple[SchemeDimension, ...] = Field(min_length=1)
    not_applicable: tuple[NotApplicable, ...] = ()
    quantitative: Quantitative
    qualitative: tuple[Band, ...] = Field(min_length=1)
    grades: str
    rounding: Rounding = Rounding()
    adjustments: Adjustments = Adjustments()

    # Each rule over several keys belongs to the one that a person would mend, so that an error names its line.
    @field_validator("sources")
    @classmethod
    def _every_topic_has_a_source(cls, sources: dict[Topic, Source]) -> dict[Topic, Source]:
        lacking = [topic for topic in Topic if topic not in sources]
        if lacking:
            raise ValueError(f"sources lacks {', '.join(lacking)}; say where each comes from, or how it was chosen")
        return sources

    @field_validator("dimensions")
    @classmethod
    def _dimensions_make_the_total(
        cls, dimensions: tuple[SchemeDimension, ...], info: ValidationInfo
    ) -> tuple[SchemeDimension, ...]:
        if len({dimension.code for dimension in dimensions}) != len(dimensions):
            raise ValueError("a dimension stands twice; give each its own code")
        execution, total = info.data.get("execution"), info.data.get("total")
        if execution is None or total is None:
            return dimensions
        made = execution.weight + sum(dimension.weight for dimension in dimensions)
        if made != total:
            raise ValueError(f"execution and dimensions make {made} points, not {total}; mend a weight")
        return dimensions

    @field_validator("not_applicable")
    @classmethod
    def _dimensions_exist(cls, cases: tuple[NotApplicable, ...], info: ValidationInfo) -> tuple[NotApplicable, ...]:
        codes = {dimension.code for dimension in info.data.get("dimensions", ())}
        named = {code for case in cases for code in (case.missing, case.gains)}
        if codes and named - codes:
            raise ValueError(f"not_applicable names {', '.join(sorted(named - codes))}, which is no dimension here")
        return cases

    @field_validator("qualitative")
    @classmethod
    def _bands_meet(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        edges = [1, *(band.share_min for band in bands)]
        if [band.share_max for band in bands] != edges[:-1] or edges[-1] != 0:
            raise ValueError("the bands must run from 1 down to 0 without gap or overlap")
        if any(band.share_min >= band.share_max for band in bands):
            raise ValueError("a band ends above its beginning; swap share_min and share_max")
        return bands


class _InverseWords(_Part):
    source: str
    words: tuple[str, ...]


class Scheme(_SchemeFile):
    """A scoring scheme in force, with its grade scale and the words that mark an inverse indicator."""

    scale: GradeScale
    inverse_words: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The digest of everything the scheme says; scores cite it."""
        return digest(canonical(self.model_dump(mode="json")))

    @property
    def spoken_title(self) -> str:
        """What it is called in the language spoken."""
        return spoken(self.title, self.title_en)

    @property
    def reading(self) -> Reading:
        """How the least well read of its sources was read."""
        order = list(Reading)
        return max((source.read for source in self.sources.values()), key=order.index)

    @property
    def mark(self) -> Phrase | None:
        """What a user is told where a source was not read in its text; None where all were."""
        if self.reading is Reading.TEXT:
            return None
        return phrase("to be confirmed: the text of {instruments} has not been read", instruments=self._unread())

    def introduce(self) -> str:
        """What is said beside every score: the scheme, with the mark where a source was not read in its text."""
        said = _("Scored by: {title}").format(title=self.spoken_title)
        return f"{said} · {self.mark}" if self.mark else said

    def cite(self, topic: Topic) -> str:
        """The source of one part, with the mark where its text was not read."""
        source = self.sources[topic]
        if source.read is Reading.TEXT:
            return source.citation()
        return f"{source.citation()} ({phrase('to be confirmed')})"

    def weights(self, without: frozenset[str] = frozenset()) -> dict[str, Decimal]:
        """The points of each dimension; those *without* application hand theirs on as the scheme says.

        A dimension without application and without a rule for it is left out, and the points no longer make the total.
        """
        points = {dimension.code: dimension.weight for dimension in self.dimensions}
        for case in self.not_applicable:
            if case.missing in without and case.gains not in without:
                points[case.gains] += points[case.missing]
        return {code: weight for code, weight in points.items() if code not in without}

    def dimension_of(self, heading: str | None) -> SchemeDimension | None:
        """The dimension that a first-level heading (``产出指标(50分)``) names, the longest word deciding."""
        found = [(len(name), d) for d in self.dimensions for name in d.names if heading and name in heading]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def band_named(self, words: str | None) -> Band | None:
        """The band whose official words *words* are (``达成预期指标``)."""
        return next((band for band in self.qualitative if words and words in (*band.words, band.title)), None)

    def band_of(self, share: Decimal) -> Band:
        """The band that a share of the weight falls in; an edge belongs to the upper band."""
        return next((band for band in self.qualitative if share >= band.share_min), self.qualitative[-1])

    def _unread(self) -> str:
        unread = [source.instrument for source in self.sources.values() if source.read is not Reading.TEXT]
        return "、".join(dict.fromkeys(unread))


def load_scheme(code: str, resources: Resources) -> Scheme:
    """The scheme of that code; raises UsageError where there is none, ConfigurationError with file and line."""
    for path in resources.list(FOLDER):
        if path.stem == code:
            return _read(path, resources)
    known = ", ".join(path.stem for path in resources.list(FOLDER))
    raise UsageError(f"there is no scoring scheme {code!r}; there are {known or 'none'}")


def list_schemes(resources: Resources) -> list[Scheme]:
    """All schemes in force, by code."""
    return list(_read_all(resources))


def _read_all(resources: Resources) -> Iterator[Scheme]:
    for path in resources.list(FOLDER):
        yield _read(path, resources)


def _read(path: Path, resources: Resources) -> Scheme:
    plain = read_item(path, _SchemeFile)
    if plain.code != path.stem:
        raise ConfigurationError(f"{path}: code is {plain.code!r}; a scheme's file bears its code: {plain.code}.yaml")
    scales = load_grade_scales(resources)
    if plain.grades not in scales:
        raise ConfigurationError(f"{path}: grades: there is no scale {plain.grades!r}; there are {', '.join(scales)}")
    words = read_item(resources.find(INVERSE_WORDS), _InverseWords).words
    return Scheme(**plain.model_dump(), scale=scales[plain.grades], inverse_words=words)
