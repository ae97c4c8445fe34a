"""Fixtures of the command line: a runner that answers status, output and errors."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
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


def one_line(answer: Answer) -> str:
    """The one line of a command that was refused."""
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "did not expect" not in answer.err
    return answer.err


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


@pytest.fixture
def lone_office(kit: Kit, office: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same office in a folder that nobody else holds open, under /tmp so that every user may look into it."""
    place = Path(tempfile.mkdtemp(prefix="kit-office-"))
    place.chmod(0o755)
    folder = shutil.copytree(office, place / "office", ignore=shutil.ignore_patterns("governance.db*"))
    with closing(sqlite3.connect(office / "governance.db")) as database:
        database.execute("VACUUM INTO ?", (str(folder / "governance.db"),))
    with closing(sqlite3.connect(folder / "governance.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
    monkeypatch.setenv("KIT_WORKSPACE", str(folder))
    yield folder
    shutil.rmtree(place)
