"""Draft: a plan as a file gives it, with everything that was noticed while reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from kit.core.finding import Finding
from kit.schedule.clock import WorkPattern
from kit.schedule.plan import Plan
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

LIMITS_FILE = "schedule/limits.yaml"


class PlanLimits(BaseModel):
    """How large a file of a plan may be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tasks_max: int = Field(gt=0)
    links_max: int = Field(gt=0)
    elements_max: int = Field(gt=0)
    bytes_max: int = Field(gt=0)


@dataclass(frozen=True)
class BaselineRow:
    """What one baseline of a file says of one task; ``cost`` in fen."""

    task: str
    start: datetime
    finish: datetime
    cost: int


@dataclass(frozen=True)
class ResourceRow:
    """A resource of a file and how many of it there are."""

    code: str
    name: str
    capacity: int


@dataclass(frozen=True)
class AssignmentRow:
    """How many of a resource one task takes."""

    task: str
    resource: str
    units: int


@dataclass(frozen=True)
class DraftPlan:
    """A plan with its own calendars, baselines by number, resources and assignments."""

    name: str
    plan: Plan
    patterns: Mapping[str, WorkPattern] = field(default_factory=dict)
    baselines: Mapping[int, tuple[BaselineRow, ...]] = field(default_factory=dict)
    resources: tuple[ResourceRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def load_limits(resources: Resources) -> PlanLimits:
    """The limits in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(LIMITS_FILE), PlanLimits)
