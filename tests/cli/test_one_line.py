"""What is damaged, missing or beyond all measure: one line with the remedy, and the exit status that fits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Kit, one_line
from tests.environment import CHECKOUT

SAMPLE = CHECKOUT / "data" / "samples" / "published" / "selfeval.json"


@pytest.mark.parametrize("command", [("show", "units"), ("verify",), ("history", "unit", "1")])
@pytest.mark.parametrize("content", [b"", b"junk" * 500, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_database_that_is_none_is_said(kit: Kit, lone_office: Path, command: tuple[str, ...], content: bytes) -> None:
    """The machine lacks a database: status 3, or 1 where it is merely empty."""
    (lone_office / "governance.db").write_bytes(content)

    answer = kit(*command)

    assert answer.status == (3 if content else 1)
    assert ("backup" if content else "kit migrate") in one_line(answer)


@pytest.mark.parametrize("command", [("show", "units"), ("verify",), ("history", "unit", "1")])
def test_a_database_with_damaged_pages_is_said(kit: Kit, lone_office: Path, command: tuple[str, ...]) -> None:
    """All pages but the first two are overwritten, as by a failing disk."""
    file = lone_office / "governance.db"
    file.write_bytes(file.read_bytes()[:8192].ljust(file.stat().st_size, b"\xa5"))

    answer = kit(*command)

    assert answer.status == 3
    assert "backup" in one_line(answer)


@pytest.mark.parametrize(
    "command",
    [("show", "units"), ("verify",), ("history", "unit", "1"), ("do", "org.register_unit", "--as", "admin", "code=U2")],
)
def test_a_database_that_was_removed_is_not_made_anew(kit: Kit, lone_office: Path, command: tuple[str, ...]) -> None:
    """The line says that it is missing and what can be put in its place."""
    (lone_office / "governance.db").unlink()

    answer = kit(*command)

    assert answer.status == 3
    assert "missing" in one_line(answer)
    assert "backup" in answer.err
    assert "--snapshot" in answer.err
    assert not (lone_office / "governance.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("show", "self_reviews", "year=99999999999999999999999"),
        ("show", "self_reviews", "year=-99999999999999999999999"),
        ("history", "self_review", "99999999999999999999999999"),
    ],
)
def test_a_number_beyond_all_numbers_is_refused(kit: Kit, office: Path, words: tuple[str, ...]) -> None:
    """No database holds it."""
    answer = kit(*words)

    assert answer.status == 2
    assert "does not fit" in one_line(answer)


@pytest.mark.parametrize("content", [b"not hexadecimal", b"abcd", b"\xff\xfe"])
def test_a_key_that_is_none_is_said(kit: Kit, office: Path, content: bytes) -> None:
    """The line names the file and says where the right one comes from."""
    (office / "keys" / "checkpoint.key").write_bytes(content)

    answer = kit("checkpoint")

    assert answer.status == 2
    assert "checkpoint.key holds no signing key" in one_line(answer)


@pytest.fixture
def somebody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file where --out wants a folder."""
    file = tmp_path_factory.mktemp("out") / "report.txt"
    file.write_text("kept", encoding="utf-8")
    yield file
    assert file.read_text(encoding="utf-8") == "kept"


def test_an_out_folder_that_cannot_be_made_is_said(kit: Kit, somebody: Path) -> None:
    """A file stands there, or the folder above takes none."""
    for out in (somebody, somebody / "below", Path("/proc/none")):
        answer = kit("check", "selfeval", SAMPLE, "--out", out)

        assert answer.status == 2
        assert f"--out {out} cannot be made" in one_line(answer)
