"""``kit report verify`` and ``run --resume``: what is no sealed run is one line; a verdict is one JSON value."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Kit, one_line


def manifest(place: Path, **content: Any) -> Path:
    """A folder with a manifest."""
    place.mkdir()
    (place / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    return place


def test_what_is_no_sealed_run_is_one_line(kit: Kit, tmp_path: Path) -> None:
    """Each says what it found and what to do."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "begun").mkdir()
    (tmp_path / "begun" / "begun.json").write_text("{}", encoding="utf-8")
    broken = manifest(tmp_path / "broken")
    (broken / "manifest.json").write_text("{", encoding="utf-8")
    outside = [{"name": "../../x", "template": "t", "parameters": {}, "error": None}]
    whole = {"run": "1", "digest": "", "rules": {}, "code_digest": "", "versions": {}, "files": {}, "settings": {}}
    whole["seal"] = {"sha256": "", "signature": None, "public_key": None}
    whole |= {"templates": [], "folder": "/", "content": {}, "format": 2}
    whole["snapshot"] = dict.fromkeys(("schema", "content_digest", "sha256", "journal_heads_digest"), "")
    whole["snapshot"]["checkpoint"] = None  # type: ignore[index]
    cases = {
        tmp_path / "nowhere": (2, "there is no folder"),
        tmp_path / "empty": (2, "is no finished run"),
        tmp_path / "begun": (2, "has not ended; kit report run --resume"),
        broken: (1, "is damaged: it is not JSON"),
        manifest(tmp_path / "first", run="1", reports=[]): (2, "before runs were sealed"),
        manifest(tmp_path / "later", format=3): (2, "has form 3"),
        manifest(tmp_path / "poor", format=2, run="1"): (1, "is damaged: digest"),
        manifest(tmp_path / "outside", **whole, reports=outside): (1, "is damaged: reports.0.name: Value error, is no"),
    }
    for folder, (status, said) in cases.items():
        answer = kit("report", "verify", folder)
        assert said in one_line(answer)
        assert answer.status == status


@pytest.mark.parametrize("key", ["/no/such/file", "abc"])
def test_a_key_that_is_none_is_one_line(kit: Kit, tmp_path: Path, key: str) -> None:
    """Before anything is read."""
    answer = kit("report", "verify", tmp_path, "--key", key)

    assert "--key: there is no key file" in one_line(answer)
    assert answer.status == 2


@pytest.mark.parametrize(
    "more", [["portfolio"], ["--all"], ["--project", "P1"], ["--set", "year=2024"], ["--timeout", "9"]]
)
def test_what_was_ordered_is_not_ordered_again(kit: Kit, tmp_path: Path, more: list[str]) -> None:
    """Only the number of writers may be another one."""
    answer = kit("report", "run", "--resume", tmp_path, *more)

    assert "only --jobs" in one_line(answer)
    assert answer.status == 2


def test_a_run_without_a_report_is_one_line(kit: Kit, office: Path) -> None:
    """As it was before a run could be gone on with."""
    assert "no report was named" in one_line(kit("report", "run"))


@pytest.mark.kernel
@pytest.mark.slow
def test_a_run_is_verified_by_the_key_of_its_office(kit: Kit, office: Path, tmp_path: Path) -> None:
    """Sound: 0 and one JSON value; a page changed: 1 and its name, in words and as JSON."""
    run = kit("report", "run", "portfolio", "--json").json
    folder, key = shutil.copytree(run["dir"], tmp_path / "copied"), office / "keys" / "checkpoint.pub"
    assert run["signed"] is True

    sound = kit("report", "verify", folder, "--key", key, "--json")
    with (folder / "reports" / "portfolio.html").open("a", encoding="utf-8") as page:
        page.write(" ")
    changed = kit("report", "verify", folder, "--key", key, "--no-replay", "--json")
    said = kit("report", "verify", folder, "--key", key, "--no-replay")

    assert (sound.status, sound.json["ok"], sound.json["reports"], sound.json["differences"]) == (0, True, 1, [])
    assert (changed.status, changed.json["ok"]) == (1, False)
    assert [each["where"] for each in changed.json["differences"]] == ["reports/portfolio.html"]
    assert said.status == 1
    assert "文件被改动" in said.out
