"""PDF: made of a Word file by LibreOffice, offline, with the Chinese fonts of this machine embedded."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from kit.core.errors import EnvironmentLacks, KitError

PROGRAMS = ("soffice", "libreoffice")
SECONDS_MAX = 300
# Tagged, so that screen readers find headings, tables and what charts show; with the outline at the side.
FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)


def find_office() -> str:
    """The LibreOffice of this machine; raises EnvironmentLacks where there is none, or no font for Chinese."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise EnvironmentLacks(
            "a PDF is made by LibreOffice, and there is none: install it (Debian: apt-get install libreoffice-writer), "
            "or leave pdf out of --files"
        )
    if not _has_chinese():
        raise EnvironmentLacks(
            "a PDF would show boxes: no Chinese font is installed; add one (Debian: apt-get install fonts-noto-cjk), "
            "or leave pdf out of --files"
        )
    return program


def make_pdf(document: bytes) -> bytes:
    """The Word file *document* as PDF; raises KitError.

    The same document gives the same pages, not always the same bytes: one of eight came out otherwise.
    """
    program = find_office()
    with TemporaryDirectory(prefix="kit-pdf-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        (place / "report.docx").write_bytes(document)
        said = _run(program, place)
        made = place / "report.pdf"
        if not made.is_file():
            raise KitError(
                f"LibreOffice made no PDF: {said or 'it said nothing'}; try again, or leave pdf out of --files"
            )
        return made.read_bytes()


def _run(program: str, place: Path) -> str:
    """Let LibreOffice work in *place*, with settings of its own there: one that is open would take the file over."""
    command = [program, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--nolockcheck", "--convert-to", FILTER, "--outdir", str(place), str(place / "report.docx")]
    # In a group of its own: the program is a script that starts the one that works.
    with subprocess.Popen(  # noqa: S603 - a program of the machine, on files of our own
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            said, _nothing = process.communicate(timeout=SECONDS_MAX)
        except subprocess.TimeoutExpired:
            return f"stopped after {SECONDS_MAX} seconds"
        finally:
            _end(process)
    return (said.decode("utf-8", "replace").strip().splitlines() or [""])[-1]


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _has_chinese() -> bool:
    """True where a font for Chinese is installed, and where the machine does not say which fonts it has."""
    lister = shutil.which("fc-list")
    if lister is None:
        return True
    found = subprocess.run(  # noqa: S603 - a program of the machine, asked with fixed words
        [lister, ":lang=zh", "family"], capture_output=True, check=False, timeout=60
    )
    return bool(found.stdout.strip()) or found.returncode != 0
