"""Place: the level and the division of an office, as facts for the rules that differ by them."""

from pydantic import BaseModel, ConfigDict, Field

from kit.law.fact import Value
from kit.law.rule import PLACE_FACTS, Level
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FILE = "office/place.yaml"


class OfficePlace(BaseModel):
    """What ``data/office/place.yaml`` says; what is left empty is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Level | None = None
    region: str | None = Field(None, pattern=r"^\d{2}(\d{2}){0,2}$")

    def facts(self) -> dict[str, Value | None]:
        """What is known of the place, by the names of the facts."""
        known = {"level": self.level, "region": self.region}
        return {PLACE_FACTS[name]: str(value) for name, value in known.items() if value is not None}


def read_place(resources: Resources) -> OfficePlace:
    """The place in force; raises ConfigurationError with file and line."""
    return read_item(resources.find(FILE), OfficePlace)
