"""Verification: whatever is changed in a sealed run is named, and changed code is told apart from tampering."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kit.core.errors import KitError
from kit.core.language import speaking
from kit.publishing.manifest import read_manifest
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.publishing.seal import seal_manifest
from kit.publishing.verification.difference import Difference
from kit.publishing.verification.verdict import Verdict, verify_run
from kit.store.content import content_digest
from kit.store.database import Database
from kit.store.migration import migrate
from kit.store.signing import SigningKey, find_key
from kit.store.sqlite_file import SNAPSHOT_MARK
from kit.workspace.workspace import Settings, Workspace, make_workspace
from tests.environment import CHECKOUT
from tests.publishing.test_seal import PUBLIC, SECRET
from tests.views.fund_office import grant, make_fund_office, spend

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
REPORT = "budget_execution-P1"
OTHER_SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"  # RFC 8032, section 7.1, test 2


def key_of(secret: str) -> SigningKey:
    """A signing key by its digits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIT_SIGNING_KEY", secret)
        found = find_key(None)
    assert found is not None
    return found


def run_signed(workspace: Workspace, order: Order) -> Run:
    """A run signed with the key of RFC 8032."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIT_SIGNING_KEY", SECRET)
        return run_reports(workspace, Database(workspace.database_address), order)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed run of one report about P1, of whose 100 万元 28 are paid; its workspace is gone."""
    place = tmp_path_factory.mktemp("sealed")
    office = spend(grant(make_fund_office(place / "office")))
    run = run_signed(office.workspace, Order(("budget_execution",), ("P1",), out=place / "run"))
    assert run.failures == []
    office.database.close()
    shutil.rmtree(place / "office")
    return run.folder


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Path:
    """A copy of the sealed run in another place."""
    return shutil.copytree(sealed, tmp_path / "copied")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def looked_at(folder: Path, key: str | None = PUBLIC) -> Verdict:
    """What is found without running anything."""
    return verify_run(folder, key, is_replayed=False)


def kinds(verdict: Verdict) -> list[tuple[str, str]]:
    """What differs, and where."""
    return [(str(each.kind), each.where) for each in verdict.differences]


def the(verdict: Verdict, kind: str) -> Difference:
    """The one difference of that kind."""
    (found,) = [each for each in verdict.differences if each.kind == kind]
    return found


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change a text file."""
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")


def execute(folder: Path, statement: str) -> None:
    """Change rows of the snapshot on the side."""
    with closing(sqlite3.connect(folder / "snapshot.db")) as opened, opened:
        assert opened.execute(statement).rowcount == 1


def reseal(folder: Path, change: Callable[[dict[str, Any]], object], secret: str = SECRET) -> None:
    """Write the manifest anew as somebody would who holds a key: changed, all hashes right, sealed and signed."""
    content = read_manifest(folder)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "manifest.json")
    content["files"] = {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}
    change(content)
    sealed_anew = seal_manifest(content, key_of(secret))
    (folder / "manifest.json").write_text(json.dumps(sealed_anew, ensure_ascii=False), encoding="utf-8")


def nothing(_content: dict[str, Any]) -> None:
    """No change."""


# --- nothing was changed ---------------------------------------------------------------------------------------------


def test_a_copied_run_gives_the_same_again(folder: Path) -> None:
    """On the bare folder, whose workspace is gone, checked with the office's public key; no file is touched."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    verdict = verify_run(folder, PUBLIC)

    assert verdict.differences == ()
    assert verdict.remarks == ()
    assert (verdict.reports, bool(verdict.code)) == (1, False)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


# --- what was changed is named ---------------------------------------------------------------------------------------


def test_one_fen_is_named_with_its_row_and_its_figure(folder: Path) -> None:
    """28 万元 were paid; the table says a fen more, the journal does not."""
    execute(folder, "UPDATE budget_line SET paid = paid + 1 WHERE code = 'CITY'")

    verdict = verify_run(folder, PUBLIC)

    row = next(each for each in verdict.differences if each.kind == "row")
    replayed = [each for each in verdict.differences if each.kind in {"figure", "text"}]
    assert the(verdict, "snapshot").where == "snapshot.db"
    assert row.where == "budget_line 1"
    assert "paid: journal 28000000, table 28000001" in row.message
    assert any("28.000000" in str(each.old) and "28.000001" in str(each.new) for each in replayed)
    assert {str(each.cause) for each in verdict.differences} == {"tampered"}


def test_one_value_of_the_law_is_named_with_its_rule(folder: Path) -> None:
    """The kit still ships the rule as it was, so the old value is shown too."""
    law = folder / "inputs" / "data" / "law" / "budget.yaml"
    edit(law, lambda text: re.sub(r"value: (\d)", r"value: 1\1", text, count=1))

    verdict = looked_at(folder)

    rule = the(verdict, "rule")
    assert ("file", "inputs/data/law/budget.yaml") in kinds(verdict)
    assert rule.where.startswith("budget.")
    assert rule.new == f"1{rule.old}"


def test_a_law_that_cannot_be_read_is_named_with_its_line(folder: Path) -> None:
    """The reports are not run on it."""
    edit(folder / "inputs" / "data" / "law" / "budget.yaml", lambda text: "- code: [\n" + text)

    verdict = verify_run(folder, PUBLIC)

    assert "budget.yaml:" in the(verdict, "rule").message
    assert verdict.reports == 0
    assert "were not replayed" in verdict.remarks[-1]


def test_one_byte_of_a_template_is_named_and_it_is_not_run(folder: Path) -> None:
    """A space more is enough."""
    edit(folder / "inputs" / "reports" / "budget_execution.ipynb", lambda text: text + " ")

    verdict = verify_run(folder, PUBLIC)

    assert kinds(verdict) == [("template", "inputs/reports/budget_execution.ipynb")]
    assert verdict.reports == 0
    assert verdict.remarks == ("1 reports were not replayed: their template was changed",)


def test_a_byte_of_the_snapshot_that_holds_nothing_is_told_from_one_that_does(folder: Path) -> None:
    """Bytes 60 to 63 of a SQLite file are for its user's own use (the file format, section 1.3)."""
    with (folder / "snapshot.db").open("r+b") as file:
        file.seek(63)
        file.write(b"\x07")

    verdict = looked_at(folder)

    assert kinds(verdict) == [("snapshot", "snapshot.db")]
    assert "what it holds is what was frozen" in verdict.differences[0].message


def test_a_snapshot_that_cannot_be_read_is_a_difference(folder: Path) -> None:
    """Cut in the middle."""
    whole = (folder / "snapshot.db").read_bytes()
    (folder / "snapshot.db").write_bytes(whole[: len(whole) // 2])

    verdict = verify_run(folder, PUBLIC)

    assert "cannot be read" in the(verdict, "snapshot").message
    assert verdict.reports == 0


def test_an_entry_of_the_journal_that_was_changed_is_named(folder: Path) -> None:
    """Another person is put down for it."""
    execute(folder, "UPDATE journal SET text = replace(text, 'U1', 'U2') WHERE dossier = 'P1' AND number = 1")

    found = [each.where for each in looked_at(folder).differences if each.kind == "journal"]

    assert found == ["P1 1"]


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        (f"reports/{REPORT}.html", lambda path: edit(path, lambda text: text.replace("28", "29")), "was changed"),
        (f"reports/{REPORT}.ipynb", lambda path: edit(path, lambda text: text + " "), "was changed"),
        ("inputs/data/schemes/mof-2020-10.yaml", lambda path: edit(path, lambda text: text + "\n"), "was changed"),
        ("index.html", lambda path: path.unlink(), "is missing"),
        ("checkpoint.json", lambda path: path.unlink(), "is missing"),
        ("reports/more", lambda path: path.symlink_to("/etc"), "was put in"),
        ("reports/more.html", lambda path: path.write_text("more", encoding="utf-8"), "was put in"),
    ],
)
def test_every_file_counts(folder: Path, name: str, change: Callable[[Path], object], message: str) -> None:
    """A page, a notebook, a scheme, a file taken away, a file or a link put in."""
    change(folder / name)

    verdict = looked_at(folder)

    assert kinds(verdict) == [("file", name)]
    assert message in verdict.differences[0].message


@pytest.mark.parametrize(
    ("old", "new", "setting"),
    [
        ("governance-kit", "another office", ("office", "governance-kit", "another office")),
        ("zh_CN", "en", ("language", "zh_CN", "en")),
        ("null", '"mof-2020-10"', ("scheme", "None", "mof-2020-10")),
    ],
)
def test_a_setting_of_the_office_is_named_with_both_values(
    folder: Path, old: str, new: str, setting: tuple[str, str, str]
) -> None:
    """Beside the file in which it stands."""
    edit(folder / "inputs" / "settings.json", lambda text: text.replace(old, new))

    verdict = looked_at(folder)
    found = the(verdict, "setting")

    assert (found.where, found.old, found.new) == setting
    assert ("file", "inputs/settings.json") in kinds(verdict)


def test_settings_that_cannot_be_read_are_named(folder: Path) -> None:
    """The reports are not run."""
    (folder / "inputs" / "settings.json").write_text("{", encoding="utf-8")

    verdict = verify_run(folder, PUBLIC)

    assert the(verdict, "setting").where == "inputs/settings.json"
    assert verdict.reports == 0


# --- the manifest ----------------------------------------------------------------------------------------------------


def test_a_manifest_that_was_changed_does_not_fit_its_seal(folder: Path) -> None:
    """The hash of a page is put right; neither hash nor signature of the manifest are."""
    page = folder / "reports" / f"{REPORT}.html"
    old = sha256(page.read_bytes()).hexdigest()
    edit(page, lambda text: text + " ")
    edit(folder / "manifest.json", lambda text: text.replace(old, sha256(page.read_bytes()).hexdigest()))

    assert kinds(looked_at(folder)) == [("manifest", "manifest.json"), ("signature", "manifest.json")]


def test_a_run_sealed_anew_with_another_key_is_found_by_the_key(folder: Path) -> None:
    """All its hashes fit. Nothing of it is run, and nobody who has no key to trust is told that it is sound."""
    edit(folder / "reports" / f"{REPORT}.html", lambda text: text + " ")
    (folder / "checkpoint.json").unlink()
    reseal(folder, lambda content: content["snapshot"].update(checkpoint=None), OTHER_SECRET)

    trusted, alone = verify_run(folder, PUBLIC), looked_at(folder, None)

    assert ("signature", "manifest.json") in kinds(trusted)
    assert trusted.reports == 0
    assert alone.differences == ()
    assert "--key does that" in alone.remarks[0]


def test_an_unsigned_manifest_says_so(folder: Path) -> None:
    """A remark, and for who asks for a key a difference."""
    content = read_manifest(folder)
    unsigned = seal_manifest(content, None)
    (folder / "manifest.json").write_text(json.dumps(unsigned, ensure_ascii=False), encoding="utf-8")

    assert ("signature", "manifest.json") in kinds(looked_at(folder))
    assert "unsigned" in looked_at(folder, None).remarks[0]


def test_a_false_record_is_unexplained_where_all_hashes_fit(folder: Path) -> None:
    """The notebook of record says 29 where the inputs give 28, and everything is sealed anew with the office's own key."""
    edit(folder / "reports" / f"{REPORT}.ipynb", lambda text: text.replace("28.000000", "29.000000"))
    reseal(folder, lambda content: [each.pop("figure_count", None) for each in content["reports"]])

    verdict = verify_run(folder, PUBLIC)

    assert {str(each.cause) for each in verdict.differences} == {"unexplained"}
    assert any("29.000000" in str(each.old) and "28.000000" in str(each.new) for each in verdict.differences)


def damage(content: dict[str, Any], *path: str | int, value: Any) -> None:
    """Put *value* where *path* leads."""
    *way, last = path
    for step in way:
        content = content[step]  # type: ignore[index]
    content[last] = value  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("seal",), {}, "seal.sha256"),
        (("seal", "signature"), [1], "seal.signature"),
        (("reports", 0, "error"), {}, "reports.0.error.cell"),
        (("reports", 0, "figures"), "../../secret", "another file"),
        (("reports", 0, "name"), "../x", "no plain file name"),
        (("digest",), float("nan"), "no canonical text"),
        (("digest",), "\ud800", "no canonical text"),
    ],
)
def test_a_manifest_that_is_no_manifest_any_more_is_a_fault_and_one_line(
    folder: Path, path: tuple[str | int, ...], value: Any, said: str
) -> None:
    """Whatever stands where something else was written; a fault of the run (1), not a wrong command (2)."""
    content = read_manifest(folder)
    damage(content, *path, value=value)
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(KitError, match=re.escape(said)) as caught:
        verify_run(folder, PUBLIC)

    assert "is damaged" in str(caught.value)
    assert (caught.value.exit_status, "\n" in str(caught.value)) == (1, False)


def test_two_reports_of_one_name_are_no_run(folder: Path) -> None:
    """Each would be written over by the other."""
    content = read_manifest(folder)
    content["reports"] *= 2
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(KitError, match="two reports have one name"):
        verify_run(folder, PUBLIC)


# --- code and schema -------------------------------------------------------------------------------------------------


def test_changed_code_is_told_apart_from_tampering(sealed: Path, folder: Path, tmp_path: Path) -> None:
    """The kit of another year makes ten times as many 万元 of a fen; the untouched folder is verified by it."""
    for name in ("kit", "data", "reports"):
        shutil.copytree(CHECKOUT / name, tmp_path / "other" / name, ignore=shutil.ignore_patterns("__pycache__"))
    other = tmp_path / "other" / "kit" / "publishing" / "money.py"
    edit(other, lambda text: text.replace("scaleb(-6)", "scaleb(-5)"))
    command = [sys.executable, "-c", "import sys; from kit.cli.main import run; sys.exit(run(sys.argv[1:]))"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "other")}

    answer = subprocess.run(
        [*command, "report", "verify", str(folder), "--key", PUBLIC, "--json"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    verdict = json.loads(answer.stdout)
    assert answer.returncode == 4, answer.stderr
    assert verdict["code"]["files"] == ["kit/publishing/money.py"]
    assert {each["cause"] for each in verdict["differences"]} == {"code_changed"}
    assert {each["kind"] for each in verdict["differences"]} <= {"figure", "text"}
    assert any("28.00" in str(each["old"]) and "280.00" in str(each["new"]) for each in verdict["differences"])


def test_other_packages_are_remarked_and_no_difference(folder: Path) -> None:
    """The same figures by another pandas are good news."""
    environment = folder / "inputs" / "environment.json"
    content = json.loads(environment.read_text(encoding="utf-8"))
    content["packages"]["pandas"] = "1.0.0"
    environment.write_text(json.dumps(content), encoding="utf-8")
    reseal(folder, nothing)

    verdict = verify_run(folder, PUBLIC)

    assert verdict.differences == ()
    assert any("pandas 1.0.0 →" in remark for remark in verdict.remarks)


def test_a_run_of_an_older_schema_gives_the_same_figures(tmp_path: Path) -> None:
    """``schema_0002.sql`` was written by the kit of that schema; what it gives once migrated is what its copy gives."""
    script = (CHECKOUT / "tests" / "store" / "schema_0002.sql").read_text(encoding="utf-8")
    workspace = make_workspace(tmp_path / "office", Settings())
    old = tmp_path / "office" / "governance.db"
    with closing(sqlite3.connect(old)) as opened:
        opened.executescript(script)
    database = Database(workspace.database_address)
    migrate(database)
    database.close()
    run = run_signed(workspace, Order(("budget_execution", "self_review"), ("P-1",), out=tmp_path / "run"))
    assert run.failures == []

    put_old_snapshot(run.folder, script)
    verdict = verify_run(run.folder, PUBLIC)

    assert verdict.differences == ()
    assert verdict.reports == 2


def put_old_snapshot(folder: Path, script: str) -> None:
    """Put the snapshot in place that the kit of schema 0002 would have frozen, and seal that."""
    file = folder / "snapshot.db"
    file.unlink()
    with closing(sqlite3.connect(file)) as opened:
        opened.executescript(script)
        opened.execute("DROP TABLE alembic_version")
        opened.execute(f"PRAGMA application_id = {SNAPSHOT_MARK}")
        heads = opened.execute("SELECT code, number, seal FROM dossier ORDER BY code").fetchall()
        opened.commit()
    text = json.dumps([list(head) for head in heads], ensure_ascii=False, separators=(",", ":"))
    frozen = {
        "schema": "0002",
        "sha256": sha256(file.read_bytes()).hexdigest(),
        "content_digest": content_digest(file),
        "journal_heads_digest": sha256(text.encode()).hexdigest(),
        "checkpoint": None,
    }
    (folder / "checkpoint.json").unlink()

    def describe(content: dict[str, Any]) -> None:
        from kit.publishing.seal import run_digest

        content["snapshot"] |= frozen
        content["digest"] = run_digest(folder, content)

    reseal(folder, describe)


def test_a_schema_of_the_future_is_one_difference(folder: Path) -> None:
    """No migration is guessed at."""
    reseal(folder, lambda content: content["snapshot"].update(schema="9999"))

    verdict = verify_run(folder, PUBLIC)

    assert "knows no schema 9999" in the(verdict, "snapshot").message
    assert verdict.reports == 0
