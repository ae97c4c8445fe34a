"""Lock: the locked requirements hold every dependency, and no address of any machine."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.environment import CHECKOUT

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUN = [*PROJECT["dependencies"], *EXTRAS["postgres"]]
LOCKS = [CHECKOUT / "requirements.txt", CHECKOUT / "requirements-dev.txt"]


def locked(path: Path) -> dict[str, list[Requirement]]:
    """The requirements of a lock file by name; a package may stand more than once, under different markers."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found: dict[str, list[Requirement]] = {}
    for line in lines:
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def version_of(requirement: Requirement) -> str:
    """The one version that a locked requirement allows."""
    return str(requirement.specifier).removeprefix("==")


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_index_and_no_host(path: Path) -> None:
    """It installs from whatever index a machine is set to."""
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"^\s*--?[a-z].*|\S*://\S*|\S* @ \S*", text, flags=re.MULTILINE) == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_one_exact_version(path: Path) -> None:
    """Nothing is left open."""
    loose = [str(one) for found in locked(path).values() for one in found if not str(one.specifier).startswith("==")]

    assert loose == []


@pytest.mark.parametrize(("path", "wanted"), [(LOCKS[0], RUN), (LOCKS[1], [*RUN, *EXTRAS["dev"]])], ids=["run", "dev"])
def test_every_dependency_is_locked_within_its_range(path: Path, wanted: list[str]) -> None:
    """`make lock` was run after the last change of pyproject.toml."""
    found = locked(path)

    stale = [
        text
        for text in wanted
        if not (versions := found.get(canonicalize_name(Requirement(text).name)))
        or not all(Requirement(text).specifier.contains(version_of(one)) for one in versions)
    ]

    assert stale == []


def test_both_locks_hold_the_same_versions() -> None:
    """What is tested is what is run."""
    run, development = (locked(path) for path in LOCKS)

    differing = [
        name
        for name in run
        if {version_of(one) for one in run[name]} != {version_of(one) for one in development.get(name, [])}
    ]

    assert differing == []
