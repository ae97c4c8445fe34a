"""Timers: lines for cron and units for systemd, read back by the shell and by systemd itself."""

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from kit.cli.main import run
from kit.core.errors import UsageError
from kit.publishing.timer import check_cron, kit_command, write_cron_line, write_units
from kit.workspace.workspace import Workspace
from tests.environment import CHECKOUT

HOSTILE = ["plain", "a b", "50%", "$HOME", "`id`", "it's", 'say "x"', "\\n", "*", ";true", "中文", "-", ""]


@pytest.mark.parametrize(
    "when",
    ["* * * * *", "30 6 * * 1-5", "*/15 0-23/2 1,15 jan-jun MON", "0 0 31 12 7", "@daily", " 0  6 * *  sun-sat "],
)
def test_times_of_cron_are_taken(when: str) -> None:
    """The forms of crontab(5)."""
    check_cron(when)


@pytest.mark.parametrize(
    "when",
    [
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "*-5 * * * *",
        "5/2 * * * *",
        "1,, * * * *",
        "@reboot",
        "@secondly",
        "* * * * \n* * * * * rm",
        "one * * * *",
        "²  * * * *",
    ],
)
def test_what_cron_does_not_know_is_refused(when: str) -> None:
    """One line that says how it is written."""
    with pytest.raises(UsageError, match="--cron"):
        check_cron(when)


def test_a_line_of_cron_hands_every_word_on_as_it_is(tmp_path: Path) -> None:
    """Read as cron reads it (a bare percent sign ends the command), then by a real shell."""
    folder = tmp_path / "机关 50% $HOME"
    folder.mkdir()

    line = write_cron_line("30 6 * * 1-5", ["printf", "%s\\n", *HOSTILE], folder)

    when, command = line.rstrip("\n").split(" ", 5)[:5], line.rstrip("\n").split(" ", 5)[5]
    assert when == ["30", "6", "*", "*", "1-5"]
    assert "%" not in command.replace("\\%", "")
    said = subprocess.run(["/bin/sh", "-c", command.replace("\\%", "%")], capture_output=True, text=True, check=True)
    assert said.stdout.split("\n")[:-1] == HOSTILE


@pytest.mark.parametrize("word", ["a\nb", "a\rb", "a\x00b", "\x1b[0m"])
def test_a_line_break_is_refused(word: str, tmp_path: Path) -> None:
    """It would begin a line of cron, or a setting of systemd, of its own."""
    for write in (
        lambda: write_cron_line("@daily", ["kit", word], tmp_path),
        lambda: write_units("daily", ["kit", word], tmp_path, "kit"),
    ):
        with pytest.raises(UsageError, match="line break"):
            write()


@pytest.mark.parametrize("when", ["Mon..Fri 06:30", "daily", "*-*-01 08:00:00", "2026-03-01 04:00 Asia/Shanghai"])
def test_systemd_takes_the_units(when: str, tmp_path: Path) -> None:
    """``systemd-analyze verify`` reads them, hostile words and all, and finds nothing to say."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: install systemd")
    folder = tmp_path / "机关 50% x"
    folder.mkdir()

    units = write_units(when, ["/bin/echo", *HOSTILE], folder, "kit-report-x")

    for name, text in units.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / name) for name in units]
    said = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert [line for line in said.stderr.splitlines() if "kit-report" in line] == []


@pytest.mark.parametrize("when", ["", "  ", "never", "25:61", "--help"])
def test_a_time_that_systemd_refuses_is_refused(when: str, tmp_path: Path) -> None:
    """Asked of systemd itself where it is there."""
    if when.strip() and shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: install systemd")

    with pytest.raises(UsageError, match="--timer"):
        write_units(when, ["kit"], tmp_path, "kit")


@pytest.mark.parametrize("name", ["", "a b", "../x", "x.service", "报告", "-x"])
def test_a_unit_has_a_plain_name(name: str, tmp_path: Path) -> None:
    """It is the name of two files."""
    with pytest.raises(UsageError, match="--name"):
        write_units("daily", ["kit"], tmp_path, name)


def test_the_units_say_what_runs(tmp_path: Path) -> None:
    """Nothing is expanded: a percent sign and a dollar are doubled, quotes and backslashes escaped."""
    units = write_units("daily", ["/opt/kit", "50%", "$HOME", 'a"b\\c'], tmp_path, "kit-x")

    assert 'ExecStart="/opt/kit" "50%%" "$$HOME" "a\\"b\\\\c"' in units["kit-x.service"].splitlines()
    assert "OnCalendar=daily" in units["kit-x.timer"].splitlines()


def kit(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capfd.readouterr()
    status = run([str(word) for word in words])
    return status, *capfd.readouterr()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no_such", "--all"), "no_such"),
        (("self_review", "--project", "P-404"), "P-404"),
        (("self_review", "--all", "--set", "colour=red"), "colour"),
        (("self_review", "--all", "--set", "year=soon"), "year"),
        (("self_review", "--all", "--jobs", "0"), "--jobs"),
        (("self_review",), "--project"),
    ],
)
def test_what_a_run_would_refuse_is_refused_now(
    office: Workspace, capfd: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Not at half past six in the morning, with nobody there."""
    status, out, error = kit(capfd, "report", "schedule", *words, "--cron", "@daily", "--workspace", office.root)

    assert (status, out) == (2, "")
    assert said in error


def test_one_time_is_needed(office: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither none nor two."""
    for times in ((), ("--cron", "@daily", "--timer", "daily")):
        assert kit(capfd, "report", "schedule", "portfolio", *times, "--workspace", office.root)[0] == 2


def test_a_file_that_is_there_is_kept(office: Workspace, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The units go into a folder; a second time they would replace what somebody may have edited."""
    words = ("report", "schedule", "portfolio", "--timer", "daily", "--to", tmp_path, "--workspace", office.root)

    first, second = kit(capfd, *words), kit(capfd, *words)

    assert (first[0], second[0]) == (0, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kit-report-portfolio.service",
        "kit-report-portfolio.timer",
    ]
    assert "is there already" in second[2]


@pytest.mark.kernel
@pytest.mark.slow
def test_the_line_of_cron_runs_the_report(office: Workspace, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """In a shell with hardly any environment, from another folder; it writes a run like any other."""
    before = set(office.runs.iterdir()) if office.runs.exists() else set()
    status, line, _error = kit(
        capfd,
        "report",
        "schedule",
        "portfolio",
        "--cron",
        "0 6 * * 1-5",
        "--set",
        "language=en",
        "--workspace",
        office.root,
    )
    command = line.rstrip("\n").split(" ", 5)[5].replace("\\%", "%")

    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert status == 0
    assert done.returncode == 0, done.stderr
    (new,) = set(office.runs.iterdir()) - before
    assert (new / "manifest.json").is_file()
    assert 'language = "en"' in (new / "reports" / "portfolio.ipynb").read_text(encoding="utf-8").replace("\\", "")
    assert shlex.split(command)[:4] == ["cd", str(office.root), "&&", kit_command()[0]]
