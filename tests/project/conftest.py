"""Fixtures of projects: an office whose people take a project through a lifecycle."""

from pathlib import Path

import pytest

from tests.project.office import CourseOffice, copy_of, found


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with its people, two projects and a lifecycle of its own."""
    return found(tmp_path_factory.mktemp("lifecycle"))


@pytest.fixture
def office(begun: Path, tmp_path: Path) -> CourseOffice:
    """An office on the first of March 2026, a Sunday."""
    return copy_of(begun, tmp_path / "office")
