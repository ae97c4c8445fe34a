"""Checks of plans: what stops one from being drawn, changed, kept as a baseline or moved on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from kit.core.finding import Finding, block, note, question
from kit.core.language import phrase
from kit.schedule.clock import WorkPattern
from kit.schedule.network import CircleFound
from kit.schedule.plan import MOVABLE, UNDATED, Constraint, Plan, PlanTask, TaskKind
from kit.schedule.requests import RecordProgress, SetBaseline
from kit.schedule.timetable import Timetable

SHOWN_MAX = 30


def check_project(is_project: bool, code: str) -> list[Finding]:
    """The project is registered."""
    if is_project:
        return []
    said = phrase("project {code} is not registered; register it first", code=code)
    return [block("schedule.project_unknown", said, "project")]


def check_planned(is_planned: bool) -> list[Finding]:
    """The project has a plan."""
    if is_planned:
        return []
    said = phrase("the project has no plan yet; draw or import one first")
    return [block("schedule.plan_missing", said, "project")]


def check_task_known(is_known: bool, code: str, field: str = "task") -> list[Finding]:
    """The plan has the task."""
    return [] if is_known else [_unknown([code], field)]


def check_plan(plan: Plan, patterns: Mapping[str, WorkPattern], first_day: datetime) -> list[Finding]:
    """Say everything that is wrong with a plan; *first_day* is the first one of its project."""
    findings = [
        *_check_codes(plan),
        *_check_outline(plan),
        *_check_calendars(plan, patterns),
        *_check_tasks(plan, first_day),
        *_check_links(plan),
    ]
    return findings or _check_circles(plan, patterns)


def check_years(years: Iterable[int]) -> list[Finding]:
    """Years whose holidays are not announced yet are counted by weekdays alone."""
    named = ", ".join(map(str, years))
    if not named:
        return []
    said = phrase("the holidays of {years} are not announced; weekdays are counted until they are", years=named)
    return [note("schedule.year_not_announced", said, "calendar")]


def check_movable(constraint: Constraint, started_at: str | None, code: str) -> list[Finding]:
    """Levelling moves only what has not begun and no constraint holds."""
    if started_at is None and constraint in MOVABLE:
        return []
    said = phrase("task {task} has begun or is held by a constraint; levelling does not move it", task=code)
    return [block("schedule.task_held", said, "moves")]


def check_removal(has_progress: bool, has_below: bool, code: str) -> list[Finding]:
    """What has begun stays in the plan, and so does a summary with tasks below it."""
    if has_progress:
        said = phrase("task {task} has progress; it stays in the plan", task=code)
        return [block("schedule.task_begun", said, "task")]
    if has_below:
        said = phrase("task {task} has tasks below it; take those out first", task=code)
        return [block("schedule.task_has_parts", said, "task")]
    return []


def check_baseline(request: SetBaseline, number: int) -> list[Finding]:
    """From the second baseline on the reason is named: a plan is not quietly made to fit what happened."""
    if number == 1 or request.reason:
        return []
    said = phrase("the plan has a baseline already; say why it is set anew")
    return [block("schedule.reason_missing", said, "reason")]


def check_progress(request: RecordProgress, task: PlanTask, status: datetime, now: datetime) -> list[Finding]:
    """Progress of a task: nothing that is still to come, nothing that contradicts itself."""
    findings = []
    if task.kind is TaskKind.SUMMARY:
        said = phrase("task {task} is a summary; record progress of the tasks below it", task=task.code)
        findings.append(block("schedule.progress_of_summary", said, "task"))
    if status.date() > now.date():
        findings.append(block("schedule.day_to_come", phrase("this day is still to come"), "on"))
    findings += _check_ends(request, status)
    if request.percent < task.percent:
        said = phrase("{before} % were recorded before, now {now} %; verify", before=task.percent, now=request.percent)
        findings.append(question("schedule.progress_fell", said, "percent"))
    return findings


def check_kept(is_kept: bool, has_evidence: bool) -> list[Finding]:
    """Evidence is a file that is kept; progress without any deserves a look."""
    if not has_evidence:
        said = phrase("no evidence is attached; attach photos, minutes or acceptance records")
        return [question("schedule.evidence_missing", said, "evidence")]
    if is_kept:
        return []
    said = phrase("no kept file has this digest; keep it first (kit import evidence FILE)")
    return [block("schedule.evidence_unknown", said, "evidence")]


def _check_ends(request: RecordProgress, status: datetime) -> Iterable[Finding]:
    started, finished = request.started, request.finished
    if any(moment and moment.date() > status.date() for moment in (started, finished)):
        yield block(
            "schedule.after_status_day", phrase("this lies after the status day; correct one of them"), "finished"
        )
    if started and finished and finished < started:
        yield block("schedule.ends_reversed", phrase("the task would finish before it started"), "finished")
    if (request.percent == 100) is not (finished is not None):
        said = phrase("a task that is 100 % complete has a day on which it finished, and no other has one")
        yield block("schedule.finish_and_percent", said, "finished")
    if request.percent > 0 and started is None:
        yield block("schedule.start_missing", phrase("name the day on which the task started"), "started")


def _check_codes(plan: Plan) -> Iterable[Finding]:
    twice = [code for code, count in Counter(task.code for task in plan.tasks).items() if count > 1]
    if twice:
        said = phrase("task codes stand twice: {tasks}", tasks=_listed(twice))
        yield block("schedule.code_twice", said, "tasks")


def _check_outline(plan: Plan) -> Iterable[Finding]:
    summaries = {task.code for task in plan.tasks if task.kind is TaskKind.SUMMARY}
    wrong = [task.code for task in plan.tasks if task.parent is not None and task.parent not in summaries]
    if wrong:
        said = phrase("these tasks are part of something that is no summary of the plan: {tasks}", tasks=_listed(wrong))
        yield block("schedule.parent_unknown", said, "tasks")
    inside = [task.code for task in plan.tasks if _is_in_itself(plan, task)]
    if inside:
        said = phrase("these summaries are part of themselves: {tasks}", tasks=_listed(inside))
        yield block("schedule.part_of_itself", said, "tasks")


def _is_in_itself(plan: Plan, task: PlanTask) -> bool:
    above, seen = task.parent, set[str]()
    while above is not None and above not in seen and above in plan.by_code:
        if above == task.code:
            return True
        seen.add(above)
        above = plan.by_code[above].parent
    return False


def _check_calendars(plan: Plan, patterns: Mapping[str, WorkPattern]) -> Iterable[Finding]:
    used = {plan.calendar, *(task.calendar for task in plan.tasks if task.calendar)}
    unknown = sorted(used - set(patterns))
    if unknown:
        said = phrase(
            "no calendar is called {calendars}; known are {known}", calendars=_listed(unknown), known=_listed(patterns)
        )
        yield block("schedule.calendar_unknown", said, "calendar")


def _check_tasks(plan: Plan, first_day: datetime) -> Iterable[Finding]:
    early = [task.code for task in plan.tasks if _earliest(task) and _earliest(task) < first_day]  # type: ignore[operator]
    if early or plan.start < first_day:
        said = phrase(
            "the project begins in {year}; earlier are {tasks}",
            year=str(first_day.year),
            tasks=_listed(early) or phrase("the plan itself"),
        )
        yield block("schedule.before_project", said, "tasks")
    long = [task.code for task in plan.tasks if task.kind is TaskKind.MILESTONE and task.minutes]
    if long:
        said = phrase("a milestone takes no time: {tasks}", tasks=_listed(long))
        yield block("schedule.milestone_takes_time", said, "tasks")
    undated = [task.code for task in plan.tasks if task.constraint not in UNDATED and not task.constraint_at]
    if undated:
        said = phrase("these tasks have a constraint and no day for it: {tasks}", tasks=_listed(undated))
        yield block("schedule.constraint_undated", said, "tasks")


def _earliest(task: PlanTask) -> datetime | None:
    known = [moment for moment in (task.constraint_at, task.deadline, task.started, task.finished) if moment]
    return min(known) if known else None


def _check_links(plan: Plan) -> Iterable[Finding]:
    ends = [code for link in plan.links for code in (link.predecessor, link.successor)]
    unknown = [code for code in dict.fromkeys(ends) if code not in plan.by_code]
    if unknown:
        yield _unknown(unknown, "links")
    pairs = Counter((link.predecessor, link.successor, link.kind) for link in plan.links)
    twice = [f"{before} {kind} {after}" for (before, after, kind), count in pairs.items() if count > 1]
    if twice:
        yield block("schedule.link_twice", phrase("dependencies stand twice: {links}", links=_listed(twice)), "links")
    inner = [
        f"{link.predecessor} {link.successor}"
        for link in plan.links
        if _is_inside(plan, link.predecessor, link.successor)
    ]
    if inner:
        said = phrase("a summary and a task below it do not wait for each other: {links}", links=_listed(inner))
        yield block("schedule.link_inside_summary", said, "links")


def _is_inside(plan: Plan, first: str, second: str) -> bool:
    below = plan.leaves_below() if first in plan.by_code and second in plan.by_code else {}
    return second in below.get(first, ()) or first in below.get(second, ())


def _check_circles(plan: Plan, patterns: Mapping[str, WorkPattern]) -> list[Finding]:
    try:
        Timetable(plan, patterns)
    except CircleFound as found:
        named = "; ".join(" → ".join([*map(str, circle), str(circle[0])]) for circle in found.circles)
        said = phrase("tasks wait for each other in a circle: {tasks}; take one dependency of each away", tasks=named)
        return [block("schedule.circle", said, "links")]
    return []


def _unknown(codes: Iterable[str], field: str) -> Finding:
    said = phrase("the plan has no task {tasks}", tasks=_listed(codes))
    return block("schedule.task_unknown", said, field)


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:SHOWN_MAX]) + (" …" if len(every) > SHOWN_MAX else "")
