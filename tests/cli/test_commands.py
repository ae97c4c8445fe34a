"""The command line: what it prints, how it ends, and that bad input is one line."""

import json
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Kit
from tests.environment import CHECKOUT

SAMPLE = CHECKOUT / "data" / "samples" / "published" / "selfeval.json"


def test_a_new_workspace_verifies(kit: Kit, office: Path) -> None:
    """Eight entries: three administrators with an account each, the unit, the person."""
    answer = kit("verify", "--json")

    assert (answer.status, answer.json["ok"], answer.json["entries"]) == (0, True, 8)


def test_an_action_answers_with_its_receipt(kit: Kit, office: Path) -> None:
    """Dossier, number and seal; the view shows the record."""
    answer = kit(
        "do",
        "project.register",
        "--as",
        "zhao",
        "code=P1",
        "name=水库",
        "owner=U1",
        "year_from=2024",
        "year_to=2025",
        "--json",
    )

    assert (answer.status, answer.json["ok"], answer.json["receipt"]["dossier"]) == (0, True, "P1")
    assert [row["name"] for row in kit("show", "projects", "--json").json] == ["水库"]


def test_a_refusal_ends_with_status_one_and_its_findings(kit: Kit, office: Path) -> None:
    """The findings say what is wrong, in Chinese by default."""
    answer = kit("do", "org.register_unit", "--as", "admin", "code=U1", "name=水利局", "--json")

    assert (answer.status, answer.json["ok"]) == (1, False)
    assert [finding["code"] for finding in answer.json["findings"]] == ["org.unit_exists"]
    assert "U1" in answer.json["findings"][0]["message"]
    assert "registered" not in answer.json["findings"][0]["message"]


def test_all_wrong_fields_are_named_at_once(kit: Kit, office: Path) -> None:
    """A missing name, a year that is no number and a field that does not exist: three findings."""
    answer = kit(
        "do",
        "project.register",
        "--as",
        "zhao",
        "code=P1",
        "owner=U1",
        "year_from=2024",
        "year_to=soon",
        "nmae=x",
        "--json",
    )

    assert {finding["field"] for finding in answer.json["findings"]} == {"name", "year_to", "nmae"}
    assert answer.status == 1


def test_history_tells_what_happened_to_a_record(kit: Kit, office: Path) -> None:
    """The first unit was registered by the administrator at the command line."""
    (step,) = kit("history", "unit", 1, "--json").json

    assert (step["actor"], step["door"], step["action"]) == ("admin", "cli", "org.register_unit")
    assert step["changed"]["name"] == {"from": None, "to": "水利局"}


def test_a_snapshot_and_a_checkpoint_are_written(kit: Kit, office: Path, tmp_path: Path) -> None:
    """The snapshot is readable by itself; the checkpoint is verified from then on."""
    written = kit("snapshot", tmp_path / "now.db", "--json")
    signed = kit("checkpoint", "--json")

    assert len(written.json["digest"]) == len(signed.json["digest"]) == 64
    assert [row["code"] for row in kit("show", "units", "--snapshot", tmp_path / "now.db", "--json").json] == ["U1"]
    assert kit("verify").status == 0


def test_a_rule_is_shown_with_its_article_on_a_day(kit: Kit) -> None:
    """Spending without a budget: Budget Law, article 13 (read in the text)."""
    rule = kit("law", "show", "budget.no_spending_without_budget", "--on", "2020-01-01", "--json").json

    assert rule["citation"] == "《中华人民共和国预算法》 第十三条"
    assert rule["value"] is True


def test_the_catalogues_list_every_action_and_view(kit: Kit) -> None:
    """Without a name, and without a workspace, people see what there is."""
    assert "evaluation.submit_self_review" in {row["action"] for row in kit("do", "--json").json}
    assert "self_reviews" in {row["view"] for row in kit("show", "--list", "--json").json}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("show", "projects"), 2, "kit init"),
        (("show", "projects", "--workspace", "nowhere"), 2, "kit init"),
        (("nonsense",), 2, "kit --help"),
        (("verify", "--wrong"), 2, "kit --help"),
        (("law", "show", "no.such"), 2, "kit law list"),
        (("law", "show", "budget.no_spending_without_budget", "--on", "2020-02-30"), 2, "2026-11-23"),
        (("bench", "nothing"), 2, "scoring"),
        (("check", "selfeval", "missing.json"), 1, "missing.json"),
        (("init", "/proc/none", "--language", "fr"), 2, "zh_CN"),
    ],
)
def test_wrong_words_are_one_line_with_the_remedy(
    kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], status: int, said: str
) -> None:
    """Never a traceback, never two lines."""
    monkeypatch.chdir(tmp_path)

    answer = kit(*words)

    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("do", "org.register_unit", "code=U2", "name=x"), 2, "--as"),
        (("do", "org.register_unit", "--as", "nobody", "code=U2", "name=x"), 2, "kit show people"),
        (("do", "no.such", "--as", "admin"), 2, "kit do --list"),
        (("do", "org.register_unit", "--as", "admin", "U2"), 2, "key=value"),
        (("do", "org.register_unit", "--as", "admin", "--request", "[1"), 2, "JSON"),
        (("do", "org.register_unit", "--as", "admin", "--request", "[" * 100_000), 2, "JSON"),
        (("do", "org.register_person", "--as", "admin", "login=a", "login=c", "name=x"), 2, "login is given twice"),
        (
            ("do", "org.register_unit", "--as", "admin", "--request", '{"code":"U2","code":"U3"}'),
            2,
            "code is given twice",
        ),
        (("do", "org.register_unit", "--as", "admin", "code=U2", "--request", '{"code":"U3"}'), 2, "give it once"),
        (("do", "org.register_unit", "--as", "admin", 'code={"a":1,"a":2}'), 2, "a is given twice"),
        (("show", "projects", "owner=U1", "owner=U2"), 2, "owner is given twice"),
        (("show", "no_such"), 2, "kit show --list"),
        (("show", "self_reviews", "year=99999999999999999999"), 2, "no number here is as large"),
        (("history", "unit", "99999999999999999999"), 2, "no number here is as large"),
        (("show", "projects", "colour=red"), 2, "owner"),
        (("show", "indicators"), 2, "project"),
        (("show", "budget_lines", "year=soon"), 2, "year"),
        (("history", "no_table", "1"), 2, "choose one of"),
        (("snapshot", "no/such/folder/x.db"), 2, "no folder"),
        (("snapshot", "x.db", "--as-of", "2026-02-30"), 2, "2026-11-23"),
    ],
)
def test_wrong_words_in_a_workspace_are_one_line(
    kit: Kit,
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    """Each says what was wrong and what to do."""
    monkeypatch.chdir(tmp_path)

    answer = kit(*words)

    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_damaged_database_is_one_line(kit: Kit, office: Path) -> None:
    """Whoever opens it is told that it cannot be used."""
    for side in office.glob("governance.db*"):
        side.unlink()
    (office / "governance.db").write_bytes(b"no database at all, whatever its name says" * 200)

    for words in (("show", "units"), ("verify",)):
        answer = kit(*words)
        assert (answer.status, answer.out, answer.err.count("\n")) == (3, "", 1)
        assert "governance.db" in answer.err


def test_a_damaged_key_is_one_line(kit: Kit, office: Path) -> None:
    """The remedy is the office's own copy."""
    (office / "keys" / "checkpoint.key").write_text("not hexadecimal", encoding="utf-8")

    answer = kit("checkpoint")

    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "checkpoint.key" in answer.err


def test_what_is_handed_on_is_not_written_over_a_file(kit: Kit, tmp_path: Path) -> None:
    """``--out`` names a folder; a file of that name stays as it is."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")

    answer = kit("check", "selfeval", SAMPLE, "--out", tmp_path / "taken")

    assert answer.status == 2
    assert "name a folder" in answer.err
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_broken_settings_file_is_named(kit: Kit, office: Path) -> None:
    """File and reason in one line."""
    (office / "kit.toml").write_text("office = [", encoding="utf-8")

    answer = kit("show", "units")

    assert answer.status == 2
    assert "kit.toml" in answer.err
    assert answer.err.count("\n") == 1


def test_a_workspace_is_not_made_over_another(kit: Kit, office: Path) -> None:
    """The standing one is left as it is."""
    answer = kit("init", office)

    assert (answer.status, kit("verify").status) == (2, 0)
    assert "already" in answer.err


def test_the_hint_after_init_leads_to_somebody_who_may_import(
    kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The administrator may not; the command that the hint names, filled in, registers a person who may."""
    said = " ".join(kit("init", tmp_path / "office", "--administrator", "root").out.split())
    hint = said[said.index("kit do") : said.index("--as root") + len("--as root")]
    monkeypatch.setenv("KIT_WORKSPACE", str(tmp_path / "office"))

    registered = kit(*shlex.split(hint.replace("LOGIN", "li").replace("NAME", "李明"))[1:])
    imported = kit("import", "selfeval", SAMPLE, "--as", "li", "--dry-run")

    assert said.index("kit do org.register_person") < said.index("kit import selfeval")
    assert (registered.status, imported.status) == (0, 0)


def test_names_cannot_steer_the_terminal(kit: Kit, office: Path, tmp_path: Path) -> None:
    """Neither an escape code nor a sign that turns the direction of writing comes through, in answers and in complaints."""
    evil = "水\x1b[31m库\u202e程工\u2066\u200f"
    table = {"id": "T-1", "title": evil, "department": evil, "indicators": []}
    (tmp_path / "tables.json").write_text(json.dumps([table]), encoding="utf-8")
    (tmp_path / f"{evil}.json").write_text("{", encoding="utf-8")
    kit("do", "org.register_unit", "--as", "admin", "code=U2", f"name={evil}")

    answers = [
        kit("check", "selfeval", tmp_path / "tables.json", tmp_path / f"{evil}.json"),
        kit("check", "selfeval", tmp_path / f"{evil}.json"),
        kit("show", "units"),
        kit("show", "units", "--json"),
    ]

    shown = "".join(answer.out + answer.err for answer in answers)
    assert answers[-1].json[-1]["name"] == evil
    assert "水" in shown
    assert [sign for sign in "\x1b\u202e\u2066\u200f" if sign in shown] == []
