"""Actions about evaluation."""

from collections.abc import Sequence

from kit.actions.registry import action
from kit.core.actor import Role
from kit.core.finding import Finding, Severity
from kit.evaluation.assessment import assess
from kit.evaluation.entry import (
    DRAFT,
    SUBMITTED,
    check_evidence,
    check_not_entered,
    check_open,
    check_owner,
    check_scope,
    check_submission,
)
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.record import indicator_columns, table_columns
from kit.evaluation.requests import (
    AttachEvidence,
    CorrectSelfReview,
    EnterSelfReview,
    RecordObjective,
    SubmitSelfReview,
)
from kit.evaluation.standards import standards_in_force
from kit.evaluation.tables import Evaluation, Evidence, Objective, ObjectiveIndicator, SelfReview, SelfReviewIndicator
from kit.project.tables import Project
from kit.store.work import Work
from kit.workspace.files import place_of

ENTERING = {Role.UNIT_OFFICER, Role.COMPETENT_REVIEWER, Role.PERFORMANCE_DIVISION}
ANY_UNIT = frozenset({Role.COMPETENT_REVIEWER, Role.PERFORMANCE_DIVISION})


@action("evaluation.enter_self_review", roles=ENTERING)
def enter_self_review(work: Work, request: EnterSelfReview) -> None:
    """Enter a self-review table (自评表) as printed; the kit's own scores and findings are kept beside it."""
    _check_project(work, request.project, request.year)
    entered = _find_review(work, request.project, request.year)
    work.refuse_if(check_not_entered(entered.state if entered else None))
    columns = table_columns(request.table)
    review = work.add(
        SelfReview,
        project=request.project,
        year=request.year,
        state=DRAFT,
        submitted_on=None,
        scheme_named=request.scheme,
        **columns,
    )
    rows = [row | {"self_review_id": review.id} for row in indicator_columns(request.table)]
    work.add_many(SelfReviewIndicator, rows)
    _evaluate(work, review, request.table)


@action("evaluation.correct_self_review", roles=ENTERING)
def correct_self_review(work: Work, request: CorrectSelfReview) -> None:
    """Correct a self-review table that has not been submitted; what stood before stays in the journal."""
    _check_project(work, request.project, request.year)
    review = _open_review(work, request.project, request.year)
    named = request.scheme or review.scheme_named
    corrected = _changed(review, table_columns(request.table) | {"scheme_named": named})
    if corrected:
        review = work.change(review, **corrected)
    _correct_rows(work, review, request.table)
    _evaluate(work, review, request.table)


@action("evaluation.submit_self_review", roles=ENTERING | {Role.HEAD_OF_UNIT})
def submit_self_review(work: Work, request: SubmitSelfReview) -> None:
    """Submit a self-review table; open faults need an explanation."""
    _check_project(work, request.project, request.year)
    review = _open_review(work, request.project, request.year)
    evaluated = work.get(Evaluation, self_review_id=review.id)
    faults = sorted({found["code"] for found in evaluated.findings if found["severity"] == Severity.FAULT})
    work.refuse_if(check_submission(request, faults))
    work.change(review, state=SUBMITTED, submitted_on=work.setting.today)


@action(
    "evaluation.record_objective", roles={Role.COMPETENT_REVIEWER, Role.FINANCE_PROGRAMME, Role.PERFORMANCE_DIVISION}
)
def record_objective(work: Work, request: RecordObjective) -> None:
    """Record the objectives of a project and year as approved; an earlier revision stays readable."""
    _check_project(work, request.project, request.year)
    earlier = work.select(Objective, project=request.project, year=request.year)
    objective = work.add(
        Objective,
        revision=len(earlier) + 1,
        **request.model_dump(include={"project", "year", "approved_on", "document"}),
    )
    kept = ("level1", "level2", "name", "target", "weight")
    rows = [{name: getattr(row, name) for name in kept} for row in request.indicators]
    numbered = [row | {"objective_id": objective.id, "place": place} for place, row in enumerate(rows, start=1)]
    work.add_many(ObjectiveIndicator, numbered)


@action("evaluation.attach_evidence", roles=ENTERING)
def attach_evidence(work: Work, request: AttachEvidence) -> None:
    """Attach a kept file to an indicator (佐证材料)."""
    _check_project(work, request.project, request.year)
    review = _open_review(work, request.project, request.year)
    rows = work.select(SelfReviewIndicator, self_review_id=review.id)
    is_kept = place_of(work.setting.files, request.digest).is_file()
    work.refuse_if(check_evidence(request, len(rows), is_kept))
    work.add(Evidence, self_review_id=review.id, **request.model_dump(exclude={"project", "year"}))


def _check_project(work: Work, code: str, year: int | None) -> None:
    """The project exists, has that year, and is the person's to work on."""
    project = work.find(Project, code=code)
    work.refuse_if(check_scope(year, (project.year_from, project.year_to) if project else None, code))
    if project:
        is_own_only = not work.setting.actor.roles & ANY_UNIT
        work.refuse_if(check_owner(work.setting.actor.unit, project.owner, is_own_only))


def _find_review(work: Work, project: str, year: int | None) -> SelfReview | None:
    return next((row for row in work.select(SelfReview, project=project) if row.year == year), None)


def _open_review(work: Work, project: str, year: int | None) -> SelfReview:
    review = _find_review(work, project, year)
    work.refuse_if(check_open(review.state if review else None))
    assert review is not None
    return review


def _evaluate(work: Work, review: SelfReview, table: PrintedTable) -> None:
    """Write what the kit makes of the table, by the standards in force, against the approved objectives."""
    standards = standards_in_force(work.setting.resources)
    columns, findings = assess(table, standards, review.scheme_named, _approved(work, review))
    work.cite(f"schemes/{columns['scheme']}", columns["scheme_digest"])
    work.refuse_if(_without_block(findings))
    evaluated = work.find(Evaluation, self_review_id=review.id)
    if evaluated is None:
        work.add(Evaluation, self_review_id=review.id, **columns)
    elif changed := _changed(evaluated, columns):
        work.change(evaluated, **changed)


def _approved(work: Work, review: SelfReview) -> list[PrintedIndicator] | None:
    revisions = work.select(Objective, project=review.project, year=review.year)
    if not revisions:
        return None
    latest = max(revisions, key=lambda objective: objective.revision)
    rows = sorted(work.select(ObjectiveIndicator, objective_id=latest.id), key=lambda row: row.place)
    kept = ("level1", "level2", "name", "target", "weight")
    return [PrintedIndicator(**{name: getattr(row, name) for name in kept}) for row in rows]


def _correct_rows(work: Work, review: SelfReview, table: PrintedTable) -> None:
    standing = {row.place: row for row in work.select(SelfReviewIndicator, self_review_id=review.id)}
    wanted = indicator_columns(table)
    for columns in wanted[: len(standing)]:
        changed = _changed(standing[columns["place"]], columns)
        if changed:
            work.change(standing[columns["place"]], **changed)
    for place in range(len(wanted) + 1, len(standing) + 1):
        work.remove(standing[place])
    work.add_many(SelfReviewIndicator, [row | {"self_review_id": review.id} for row in wanted[len(standing) :]])


def _changed(row: object, columns: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in columns.items() if getattr(row, name) != value}


def _without_block(findings: Sequence[Finding]) -> list[Finding]:
    # What the checker says of a printed table is advice for the person; it never stops the table from being kept.
    return [finding for finding in findings if finding.severity is not Severity.BLOCK]
