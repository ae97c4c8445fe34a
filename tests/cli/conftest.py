"""Fixtures of the command line: a runner that answers status, output and errors."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kit.cli.main import run
from kit.core.language import DEFAULT_LANGUAGE, set_language


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Kit = Callable[..., Answer]


@pytest.fixture
def kit(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Kit]:
    """Runs ``kit …`` in this process, away from any workspace of the machine."""
    monkeypatch.delenv("KIT_WORKSPACE", raising=False)
    monkeypatch.delenv("KIT_DATABASE", raising=False)

    def call(*words: object) -> Answer:
        capfd.readouterr()
        status = run([str(word) for word in words])
        return Answer(status, *capfd.readouterr())

    yield call
    set_language(DEFAULT_LANGUAGE)


@pytest.fixture
def office(kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace, found by KIT_WORKSPACE, with unit U1 and a performance officer ``zhao``."""
    folder = tmp_path / "office"
    assert kit("init", folder).status == 0
    monkeypatch.setenv("KIT_WORKSPACE", str(folder))
    unit = ("do", "org.register_unit", "--as", "admin", "code=U1", "name=水利局")
    person = ("do", "org.register_person", "--as", "admin", "login=zhao", "name=赵", 'roles=["performance_division"]')
    assert kit(*unit).status == kit(*person).status == 0
    return folder
