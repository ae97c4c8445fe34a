"""Wheel: what is installed from a package index works as the checkout does."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.environment import CHECKOUT

SOURCES = ("kit", "widgets", "data", "notebooks", "reports")
CARRIED = ("data", "notebooks", "reports")
LEAVINGS = {"__pycache__", ".ipynb_checkpoints"}

pytestmark = pytest.mark.slow


def files_of(folder: Path) -> set[str]:
    """The files below *folder*, by their path in the checkout."""
    found = (path for path in folder.rglob("*") if path.is_file() and not LEAVINGS.intersection(path.parts))
    return {path.relative_to(CHECKOUT).as_posix() for path in found}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the tree, without a network, and unpacked far from the checkout."""
    tree = tmp_path_factory.mktemp("tree")
    for name in SOURCES:
        shutil.copytree(CHECKOUT / name, tree / name, ignore=shutil.ignore_patterns(*LEAVINGS))
    for file in (*CHECKOUT.glob("*.md"), *(CHECKOUT / name for name in ("pyproject.toml", "setup.py", "LICENSE"))):
        shutil.copy(file, tree)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tree / "dist"), str(tree)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    target = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(next((tree / "dist").glob("*.whl"))) as wheel:
        wheel.extractall(target)
    return target


def ask(unpacked: Path, question: str) -> str:
    """What Python answers when only the unpacked wheel is on its path, run away from the checkout."""
    program = f"import sys; sys.path.insert(0, {str(unpacked)!r}); {question}"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, cwd=unpacked.parent, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.mark.parametrize("kind", CARRIED)
def test_the_wheel_carries_every_file_of_the_folder(unpacked: Path, kind: str) -> None:
    """Data, notebooks and reports are all in the package."""
    missing = [name for name in files_of(CHECKOUT / kind) if not (unpacked / "kit" / "_carried" / name).is_file()]

    assert missing == []


@pytest.mark.parametrize("package", ["kit", "widgets"])
def test_the_wheel_holds_every_file_of_the_package(unpacked: Path, package: str) -> None:
    """No module, catalogue, migration, style or template is left behind."""
    missing = [name for name in files_of(CHECKOUT / package) if not (unpacked / name).is_file()]

    assert missing == []


@pytest.mark.parametrize("kind", CARRIED)
def test_the_installed_kit_finds_what_it_carries(unpacked: Path, kind: str) -> None:
    """Away from the checkout the resolver answers the folder inside the package."""
    found = ask(unpacked, f"from kit.workspace.resources import shipped; print(shipped({kind!r}))")

    assert Path(found) == unpacked / "kit" / "_carried" / kind
    assert Path(found).is_dir()


def test_the_installed_kit_reads_its_data_and_speaks_chinese(unpacked: Path) -> None:
    """The holidays come from the carried files, and the catalogue is beside the code."""
    years = ask(
        unpacked,
        "from kit.workspace.calendar import load_calendar; from kit.workspace.resources import Resources;"
        "print(max(load_calendar(Resources()).years))",
    )

    assert years == "2026"
    assert (unpacked / "kit/locale/zh_CN/LC_MESSAGES/kit.po").is_file()


def test_the_wheel_installs_the_command(unpacked: Path) -> None:
    """The console script is `kit`."""
    entry_points = next(unpacked.glob("governance_kit-*.dist-info/entry_points.txt")).read_text()

    assert "kit = kit.cli.main:main" in entry_points


def test_in_the_checkout_the_folders_beside_the_package_are_read() -> None:
    """Nothing is copied into the source tree: an edited file is the one in force."""
    assert not (CHECKOUT / "kit" / "_carried").exists()
