"""Policy of access: the office's numbers for passwords, lockout, sessions and open screens."""

from pydantic import BaseModel, ConfigDict, Field

from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "access/policy.yaml"


class AccessPolicy(BaseModel):
    """What ``data/access/policy.yaml`` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    password_length_min: int = Field(ge=8, le=64)
    password_classes_min: int = Field(ge=1, le=4)
    password_days_max: int = Field(ge=1, le=3650)
    failures_max: int = Field(ge=1, le=100)
    lockout_minutes: int = Field(ge=1)
    idle_minutes: int = Field(ge=1)
    absolute_minutes: int = Field(ge=1)
    event_days_min: int = Field(ge=1)
    screens_per_person_max: int = Field(ge=1)
    screens_max: int = Field(ge=1)
    screen_memory_mb: int = Field(ge=256)


def load_access_policy(resources: Resources) -> AccessPolicy:
    """The policy in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), AccessPolicy)
