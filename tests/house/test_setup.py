"""Set-up: on a machine that lacks something it gives one line that says what to install."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.environment import CHECKOUT

NEEDED = ("requirements.txt", "requirements-dev.txt", "pyproject.toml", "setup.py")
PLAIN_TOOLS = ("bash", "cat", "cut", "dirname", "sha256sum")
APT_LINE = "apt-get install make python3-venv"


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A copy of what set-up reads, and a folder of programs that holds neither Python nor uv."""
    shutil.copytree(CHECKOUT / "scripts", tmp_path / "scripts")
    for name in NEEDED:
        shutil.copy(CHECKOUT / name, tmp_path)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in PLAIN_TOOLS:
        (programs / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def add_program(machine: Path, name: str, script: str) -> None:
    """Put a program on the bare machine."""
    file = machine / "programs" / name
    file.write_text(f"#!/bin/bash\n{script}\n")
    file.chmod(0o755)


def set_up(machine: Path, kind: str = "run") -> subprocess.CompletedProcess[str]:
    """Run the set-up with nothing but the machine's own programs."""
    environment = {"PATH": str(machine / "programs"), "HOME": str(machine)}
    return subprocess.run(
        [str(shutil.which("bash")), "scripts/setup.sh", kind],
        cwd=machine,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_any_python_it_names_the_apt_line(bare_machine: Path) -> None:
    """One line, exit status 3: the environment lacks something."""
    done = set_up(bare_machine)

    assert done.returncode == 3
    assert APT_LINE in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_python_that_is_too_old_is_no_python(bare_machine: Path) -> None:
    """Python 3.9 answers the question for its version with no."""
    add_program(bare_machine, "python3", "exit 1")

    done = set_up(bare_machine)

    assert done.returncode == 3
    assert "no Python 3.11 or later" in done.stderr


def test_a_python_without_venv_names_the_package(bare_machine: Path) -> None:
    """Debian's python3 comes without venv until python3-venv is installed."""
    add_program(bare_machine, "python3", 'case "$2" in *venv*) exit 1 ;; esac')

    done = set_up(bare_machine)

    assert done.returncode == 3
    assert "python3 has no venv module" in done.stderr
    assert APT_LINE in done.stderr
    assert not (bare_machine / ".venv").exists()


def test_an_unknown_kind_of_set_up_is_refused(bare_machine: Path) -> None:
    """Exit status 2: wrong usage."""
    assert set_up(bare_machine, "everything").returncode == 2


@pytest.mark.parametrize("script", sorted((CHECKOUT / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_every_script_can_be_run(script: Path) -> None:
    """It is executable and bash reads it."""
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
