"""Timer: a run of reports as a line for cron, or as units for systemd; written, never installed.

What runs at a time of day is the machine's business: nothing of the kit waits for the clock.
"""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kit.core.errors import UsageError

NICKNAMES = {"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# Name, first and last value, and the words that stand for values (crontab(5)).
FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of month", 1, 31, {}),
    ("month", 1, 12, {name: place for place, name in enumerate(MONTHS, 1)}),
    ("day of week", 0, 7, {name: place for place, name in enumerate(DAYS)}),
)
PART = re.compile(r"(?P<first>\*|\w+)(?:-(?P<last>\w+))?(?:/(?P<step>[0-9]{1,2}))?", re.ASCII)
UNIT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}")
ANALYZE_SECONDS = 20


def kit_command() -> list[str]:
    """The words that start this very kit, whatever the path of the shell is."""
    program = Path(sys.executable).with_name("kit")
    return [str(program)] if program.is_file() else [sys.executable, "-c", "from kit.cli.main import main; main()"]


def write_cron_line(when: str, words: Sequence[str], folder: Path) -> str:
    """A line for ``crontab -e`` that runs *words* in *folder*; raises UsageError for a time that cron does not know."""
    check_cron(when)
    command = f"cd {shlex.quote(str(folder))} && {shlex.join(words)}"
    _refuse_line_breaks([*words, str(folder)])
    # To cron a percent sign is the end of the command.
    return f"{' '.join(when.split())} {command.replace('%', chr(92) + '%')}\n"


def check_cron(when: str) -> None:
    """Raise UsageError where *when* is no time of cron: five fields, or a word such as ``@daily``."""
    fields = when.split()
    if len(fields) == 1 and fields[0] in NICKNAMES:
        return
    if len(fields) != len(FIELDS):
        words = ", ".join(sorted(NICKNAMES))
        raise UsageError(f"--cron {when!r}: write five fields, such as '30 6 * * 1-5', or one of {words}")
    for text, (name, least, most, names) in zip(fields, FIELDS, strict=True):
        if not all(_fits(part, least, most, names) for part in text.split(",")):
            raise UsageError(f"--cron {when!r}: the {name} {text!r} is none; it goes from {least} to {most}")


def _fits(part: str, least: int, most: int, names: dict[str, int]) -> bool:
    found = PART.fullmatch(part)
    if found is None:
        return False
    first, last, step = found["first"], found["last"], found["step"]
    if (first == "*" and last) or (step and not 1 <= int(step) <= most) or (step and first != "*" and not last):
        return False
    values = [_value(text, names) for text in (first, last) if text and text != "*"]
    return all(least <= value <= most for value in values) and values == sorted(values)


def _value(text: str, names: dict[str, int]) -> int:
    """The number that a word of cron stands for; one that fits no field for a word that cron does not know."""
    return int(text) if text.isdigit() and len(text) <= 2 else names.get(text.lower(), -1)


def write_units(when: str, words: Sequence[str], folder: Path, name: str) -> dict[str, str]:
    """The units ``NAME.service`` and ``NAME.timer`` by file name; raises UsageError for a time that systemd refuses."""
    if not UNIT_NAME.fullmatch(name):
        raise UsageError(f"--name {name!r} is no name of a unit: letters, digits, _ and - only")
    _refuse_line_breaks([when, *words, str(folder)])
    _check_calendar(when)
    service = (
        f"[Unit]\nDescription=governance-kit: {name}\n\n[Service]\nType=oneshot\n"
        f"WorkingDirectory={str(folder).replace('%', '%%')}\nExecStart={' '.join(map(_quoted, words))}\n"
    )
    timer = (
        f"[Unit]\nDescription=governance-kit: {name}\n\n[Timer]\nOnCalendar={when.replace('%', '%%')}\n"
        # A machine that was off at the time runs it when it is on again.
        "Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {f"{name}.service": service, f"{name}.timer": timer}


def _check_calendar(when: str) -> None:
    """Ask systemd itself where it is there; elsewhere the time is as good as it was given."""
    program = shutil.which("systemd-analyze")
    if not when.strip():
        raise UsageError("--timer is empty; write a time such as 'Mon..Fri 06:30', see systemd.time(7)")
    if program is None:
        return
    try:
        asked = subprocess.run(  # noqa: S603 - the machine's own program, told a text as one word
            [program, "calendar", "--", when], capture_output=True, timeout=ANALYZE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    if asked.returncode:
        raise UsageError(f"--timer {when!r} is no time of systemd; write such as 'Mon..Fri 06:30', see systemd.time(7)")


def _quoted(word: str) -> str:
    """One word of ``ExecStart``: nothing in it is expanded (systemd.service(5), command lines)."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'


def _refuse_line_breaks(words: Sequence[str]) -> None:
    for word in words:
        if not word.isprintable():
            raise UsageError(f"{word!r} holds a line break or a control sign; neither cron nor systemd can pass it on")
