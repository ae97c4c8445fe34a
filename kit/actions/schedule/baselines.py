"""Actions about baselines."""

from kit.actions.registry import action
from kit.actions.schedule.books import PLANNING, open_plan, patterns_for
from kit.schedule.checks import check_baseline
from kit.schedule.moments import write_moment
from kit.schedule.requests import SetBaseline
from kit.schedule.tables import Baseline, BaselineTask
from kit.schedule.timetable import Timetable
from kit.store.work import Work


@action("schedule.set_baseline", roles=PLANNING)
def set_baseline(work: Work, request: SetBaseline) -> None:
    """Keep the plan as it stands as a baseline, with its dates and costs (基线计划)."""
    _row, plan = open_plan(work, request.project)
    number = work.count(Baseline, project=request.project) + 1
    work.refuse_if(check_baseline(request, number))
    table = Timetable(plan, patterns_for(work, request.project))
    kept = work.add(Baseline, number=number, set_on=work.setting.today, **request.model_dump())
    rows = []
    for task in plan.tasks:
        times = table.of(task.code)
        ends = {"start_at": write_moment(times.start), "finish_at": write_moment(times.finish)}
        rest = {"minutes": task.minutes, "cost": task.cost, "is_critical": times.is_critical}
        rows.append({"baseline_id": kept.id, "task": task.code} | ends | rest)
    work.add_many(BaselineTask, rows)
