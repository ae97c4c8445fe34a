"""Standards: what an office holds self-reviews against: its scoring schemes and the limits of its checks."""

from functools import cached_property, lru_cache

from kit.evaluation.limits import Limits, load_limits
from kit.evaluation.printed import PrintedTable
from kit.evaluation.scheme import Scheme, load_scheme
from kit.workspace.resources import Resources

USUAL_SCHEME = "mof-2020-10"
SCHEME_WITH_COST = "mof-2021-101"
FOLDERS = ("schemes", "codes", "checks")


class Standards:
    """The schemes and limits in force in an office, each read once."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._schemes: dict[str, Scheme] = {}

    @cached_property
    def limits(self) -> Limits:
        """The limits of the checks; raises ConfigurationError with file and line."""
        return load_limits(self._resources)

    def scheme(self, code: str) -> Scheme:
        """The scheme of that code; raises UsageError where there is none."""
        if code not in self._schemes:
            self._schemes[code] = load_scheme(code, self._resources)
        return self._schemes[code]

    def scheme_for(self, table: PrintedTable) -> Scheme:
        """The scheme that fits the form of *table* where none was named: with cost where it prints that."""
        has_cost = any("成本" in (row.level1 or "") for row in table.indicators)
        return self.scheme(SCHEME_WITH_COST if has_cost else USUAL_SCHEME)


def standards_in_force(resources: Resources) -> Standards:
    """The standards of an office, kept until one of their files changes: reading them takes longer than scoring."""
    files = [path for folder in FOLDERS for path in resources.list(folder)]
    return _read(resources, tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=8)
def _read(resources: Resources, _files: tuple[object, ...]) -> Standards:
    return Standards(resources)
