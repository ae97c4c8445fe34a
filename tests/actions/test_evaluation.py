"""Self-review tables: entered, corrected, submitted, each with what the kit makes of it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kit.evaluation.printed import PrintedBudget, PrintedIndicator, PrintedTable
from kit.evaluation.requests import (
    AttachEvidence,
    CorrectSelfReview,
    EnterSelfReview,
    RecordObjective,
    SubmitSelfReview,
)
from kit.store.verify import verify
from kit.views.evaluation import read_printed, show_findings, show_indicators, show_objectives, show_self_reviews
from kit.views.journal import show_history
from kit.views.reader import Reader
from kit.workspace.files import keep_file
from tests.actions.conftest import DeskOf


def table(total: str = "96", actual: str = "80") -> PrintedTable:
    """Execution 20 of 20 万元 (10 of 10); 80 of 100 米 earns 16 of 20; 50, 10 and 10 points in full: 10+16+50+10+10 = 96."""
    return PrintedTable(
        id="T1",
        title="水标尺安装",
        department="水利局",
        year="2022",
        budget=PrintedBudget(
            initial="20",
            adjusted="20",
            executed="20",
            rate_printed="100%",
            weight="10",
            score_printed="10",
            unit="万元",
        ),
        indicators=(
            row("产出指标", "数量指标", "安装水标尺", "≥100米", f"{actual}米", "20", "16", "汛期停工,已列入来年计划"),
            row("产出指标", "质量指标", "验收合格率", "100%", "100%", "50", "50"),
            row("效益指标", "社会效益指标", "受益人口", "≥1000人", "1000人", "10", "10"),
            row("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%", "96%", "10", "10"),
        ),
        total_weight_printed="100",
        total_printed=total,
        grade_printed="优",
    )


def row(
    level1: str, level2: str, name: str, target: str, actual: str, weight: str, score: str, reason: str | None = None
) -> PrintedIndicator:
    return PrintedIndicator(
        level1=level1, level2=level2, name=name, target=target, actual=actual, weight=weight, score=score, reason=reason
    )


def reader(desk_of: DeskOf) -> Reader:
    return Reader(desk_of("officer").database)


def test_what_is_entered_is_kept_as_printed(desk_of: DeskOf) -> None:
    """The table reads back as it was typed."""
    receipt = desk_of("officer").record(EnterSelfReview(project="P1", year=2022, table=table()))

    assert receipt.ok
    assert read_printed(reader(desk_of), "P1", 2022) == table()


def test_the_kit_scores_beside_the_printed_scores(desk_of: DeskOf) -> None:
    """80 of 100 earns 0.8 x 20 = 16; with execution 10 and the rest in full the total is 96, grade 优 (90 and above)."""
    desk_of("officer").record(EnterSelfReview(project="P1", year=2022, table=table()))

    (review,) = show_self_reviews(reader(desk_of)).to_dict("records")
    scores = show_indicators(reader(desk_of), "P1", 2022)["score"].tolist()

    assert (review["rate"], review["execution_score"], review["total"], review["grade"]) == (100.0, 10.0, 96.0, "优")
    assert scores == [16.0, 50.0, 10.0, 10.0]
    assert review["faults"] == 0


def test_a_wrong_total_is_found_and_stays_with_the_table(desk_of: DeskOf) -> None:
    """Printed 106 against 10+16+50+10+10 = 96, more than rounding six whole numbers explains: the fault stands in the view of findings and in the receipt."""
    receipt = desk_of("officer").record(EnterSelfReview(project="P1", year=2022, table=table(total="106")))

    found = show_findings(reader(desk_of))
    assert receipt.ok
    assert "evaluation.total_differs" in [finding.code for finding in receipt.findings]
    assert ("evaluation.total_differs", "fault") in list(zip(found["code"], found["severity"], strict=True))


def test_a_correction_changes_only_what_differs_and_history_shows_it(desk_of: DeskOf) -> None:
    """One actual value and the total are changed: the untouched rows keep their version."""
    officer = desk_of("officer")
    officer.record(EnterSelfReview(project="P1", year=2022, table=table()))

    corrected = table(total="100", actual="100").model_copy(
        update={
            "indicators": (
                row("产出指标", "数量指标", "安装水标尺", "≥100米", "100米", "20", "20"),
                *table().indicators[1:],
            )
        }
    )
    assert officer.record(CorrectSelfReview(project="P1", year=2022, table=corrected), reason="漏计二期").ok

    first = show_history(reader(desk_of), "self_review_indicator", 1)
    second = show_history(reader(desk_of), "self_review_indicator", 2)
    assert first["changed"].iloc[1]["actual"] == {"from": "80米", "to": "100米"}
    assert first["reason"].iloc[1] == "漏计二期"
    assert len(second) == 1
    assert show_self_reviews(reader(desk_of))["total"].tolist() == [100.0]
    assert verify(officer.database).faults == []


def test_rows_can_be_added_and_removed_by_a_correction(desk_of: DeskOf) -> None:
    """A shorter and a longer table both read back as given; a removed row keeps its history."""
    officer = desk_of("officer")
    officer.record(EnterSelfReview(project="P1", year=2022, table=table()))
    shorter = table().model_copy(update={"indicators": table().indicators[:2]})
    longer = table().model_copy(update={"indicators": table().indicators * 2})

    officer.record(CorrectSelfReview(project="P1", year=2022, table=shorter))
    assert read_printed(reader(desk_of), "P1", 2022) == shorter
    officer.record(CorrectSelfReview(project="P1", year=2022, table=longer))

    assert read_printed(reader(desk_of), "P1", 2022) == longer
    assert len(show_history(reader(desk_of), "self_review_indicator", 4)) >= 2
    assert verify(officer.database).faults == []


def test_open_faults_are_explained_before_submission(desk_of: DeskOf) -> None:
    """Without a word the submission is refused; with one it stands, and the table is closed."""
    officer = desk_of("officer")
    officer.record(EnterSelfReview(project="P1", year=2022, table=table(total="106")))

    refused = officer.record(SubmitSelfReview(project="P1", year=2022))
    accepted = officer.record(SubmitSelfReview(project="P1", year=2022, explanation="以公开文本为准"))
    late = officer.record(CorrectSelfReview(project="P1", year=2022, table=table()))

    assert [finding.code for finding in refused.findings] == ["evaluation.faults_open"]
    assert accepted.ok
    assert [finding.code for finding in late.findings] == ["evaluation.submitted_already"]


@pytest.mark.parametrize(
    ("login", "year", "code"),
    [
        ("stranger", 2022, "evaluation.other_unit"),
        ("manager", 2022, "access.role_missing"),
        ("officer", 2024, "evaluation.year_outside_project"),
    ],
)
def test_who_may_not_is_told_why(desk_of: DeskOf, login: str, year: int, code: str) -> None:
    """Another unit's officer, a manager, and a year that the project does not have."""
    receipt = desk_of(login).record(EnterSelfReview(project="P1", year=year, table=table()))

    assert (receipt.ok, [finding.code for finding in receipt.findings]) == (False, [code])
    assert show_self_reviews(reader(desk_of)).empty


def test_the_same_table_is_not_entered_twice(desk_of: DeskOf) -> None:
    """The second entry is refused with what to do instead."""
    officer = desk_of("officer")
    officer.record(EnterSelfReview(project="P1", year=2022, table=table()))

    again = officer.record(EnterSelfReview(project="P1", year=2022, table=table()))

    assert [finding.code for finding in again.findings] == ["evaluation.already_entered"]


def test_a_target_that_differs_from_the_approved_one_is_asked_about(desk_of: DeskOf) -> None:
    """The approved objective says 120 米, the table answers 100 米; the second revision is the one that counts."""
    desk = desk_of("division")
    approved = [row("产出指标", "数量指标", "安装水标尺", target, "", "20", "") for target in ("≥100米", "≥120米")]
    for indicator in approved:
        request = RecordObjective(
            project="P1", year=2022, approved_on=date(2022, 2, 1), document="财绩〔2022〕1号", indicators=(indicator,)
        )
        assert desk.record(request).ok

    receipt = desk_of("officer").record(EnterSelfReview(project="P1", year=2022, table=table()))

    assert "evaluation.targets_differ_from_approved" in [finding.code for finding in receipt.findings]
    assert show_objectives(reader(desk_of), "P1", 2022)["target"].tolist() == ["≥120米"]


def test_evidence_is_kept_by_its_content(desk_of: DeskOf, tmp_path: Path) -> None:
    """A kept file attaches to a row; an unknown digest and a row that is not there are refused together."""
    officer = desk_of("officer")
    officer.record(EnterSelfReview(project="P1", year=2022, table=table()))
    (tmp_path / "验收单.pdf").write_bytes(b"%PDF-1.4 x")
    kept = keep_file(officer.workspace.files, tmp_path / "验收单.pdf")
    shared = {"project": "P1", "year": 2022, "name": kept.name, "media_type": kept.media_type, "size": kept.size}

    done = officer.record(AttachEvidence(place=1, digest=kept.digest, **shared))
    refused = officer.record(AttachEvidence(place=9, digest="0" * 64, **shared))

    assert done.ok
    assert [finding.code for finding in refused.findings] == ["evaluation.row_unknown", "evaluation.file_not_kept"]


def test_views_are_tidy_when_nothing_is_recorded(desk_of: DeskOf) -> None:
    """Empty frames carry their columns."""
    for show in (show_self_reviews, show_findings):
        frame = show(reader(desk_of))
        assert isinstance(frame, pd.DataFrame)
        assert frame.empty
        assert "project" in frame.columns
