"""Project: one project of the sample and its years, decided by seed and number alone."""

from dataclasses import dataclass
from random import Random

from kit.exchange.sample.chance import chance
from kit.exchange.sample.content import Content, Department, Fortune, ProjectKind
from kit.exchange.sample.money import YearMoney, make_money
from kit.exchange.sample.style import Style


@dataclass(frozen=True)
class SampleProject:
    """A project with the department and unit it belongs to, and the way its office prints."""

    content: Content
    number: int
    department: Department
    unit_place: int
    kind: ProjectKind
    place: str
    style: Style

    @property
    def code(self) -> str:
        """The project's code."""
        return code_of(self.number)

    @property
    def name(self) -> str:
        """The project's name."""
        return f"{self.kind.name.format(place=self.place)}项目"

    @property
    def unit_code(self) -> str:
        """The code of the owning unit."""
        return self.department.unit_code(self.unit_place)

    @property
    def unit_name(self) -> str:
        """The name of the owning unit."""
        return self.department.units[self.unit_place]


@dataclass(frozen=True)
class ProjectYear:
    """One fiscal year of a project: its money, and how the year goes."""

    project: SampleProject
    year: int
    money: YearMoney
    fortune: Fortune

    @property
    def id(self) -> str:
        """The name of the year's table."""
        return f"{self.project.code}-{self.year}"

    def falls_short(self, dice: Random) -> bool:
        """True where chance lets the next indicator fall short."""
        return dice.randrange(100) < self.fortune.often


def code_of(number: int) -> str:
    """The code of project *number*, wide enough for the largest sample."""
    return f"P{number:06d}"


def make_year(project: SampleProject, year: int, dice: Random) -> ProjectYear:
    """The year of a project with its money."""
    content = project.content
    fortune = content.poor if dice.randrange(100) < content.poor_percent else content.ordinary
    return ProjectYear(project, year, make_money(content, fortune, dice), fortune)


def make_project(content: Content, seed: int, number: int) -> SampleProject:
    """The project of that number; departments take turns, and so do the units of each, even in a small sample."""
    dice = chance(seed, "project", number)
    turn, seat = divmod(number - 1, len(content.departments))
    department = content.departments[seat]
    return SampleProject(
        content=content,
        number=number,
        department=department,
        unit_place=turn % len(department.units),
        kind=dice.choice(department.projects),
        place=dice.choice(content.places),
        style=dice.choice(list(Style)),
    )
