"""Kinds: what a printed table is, told from its structure and its wording."""

import re
from enum import StrEnum

from kit.core.number import to_halfwidth
from kit.evaluation.printed import PrintedIndicator, PrintedTable


class TableKind(StrEnum):
    """The forms that offices print. The values are the official headings, as the command line shows them."""

    SELF_REVIEW = "自评表"
    TRANSFER_SELF_REVIEW = "转移支付自评表"
    DEPARTMENT = "部门整体支出"
    TARGETS = "绩效目标申报表"
    MONITORING = "监控表"
    EVALUATION = "评价评分表"
    UNKNOWN = "unknown"


# What a source calls the table. The order matters: 自评 stands before the evaluations, of which it is one.
_CALLED: tuple[tuple[TableKind, re.Pattern[str]], ...] = (
    (TableKind.MONITORING, re.compile(r"监控|monitoring")),
    (TableKind.TARGETS, re.compile(r"申报|目标表|目标批复|target")),
    (TableKind.TRANSFER_SELF_REVIEW, re.compile(r"转移支付|transfer")),
    (TableKind.DEPARTMENT, re.compile(r"整体支出|整体绩效|\bdept|department")),
    (TableKind.SELF_REVIEW, re.compile(r"自评|self-?_?(eval|review)")),
    (TableKind.EVALUATION, re.compile(r"评分表|评价|third-party|evaluation")),
)
# What a heading says. Stricter, since the name of a project (视频监控系统) stands beside it.
_HEADED: tuple[tuple[TableKind, re.Pattern[str]], ...] = (
    (TableKind.MONITORING, re.compile(r"监控(情况)?(汇总)?表")),
    (TableKind.TARGETS, re.compile(r"目标(申报|批复)?表|申报表")),
    (TableKind.TRANSFER_SELF_REVIEW, re.compile(r"转移支付.{0,12}自评表")),
    (TableKind.DEPARTMENT, re.compile(r"整体(支出)?(绩效|支出).{0,8}(自评|评价|评分).{0,6}表?")),
    (TableKind.SELF_REVIEW, re.compile(r"自评(情况)?(汇总)?(报告)?表")),
    (TableKind.EVALUATION, re.compile(r"评分表|评价(指标体系|得分)表?")),
)
_HEADING_LENGTH = 120
_EMPTY_MARKS = frozenset({"", "/", "-", "—", "——", "--", "无", "\\"})


def recognise_kind(table: PrintedTable) -> TableKind:
    """What *table* is: by what its source calls it, else by its heading, else by which cells are filled."""
    heading = (table.text or "")[:_HEADING_LENGTH]
    headed = _match(heading, _HEADED) or _match(table.title or "", _HEADED)
    named = _match(table.kind or "", _CALLED)
    if named is TableKind.SELF_REVIEW and headed in (TableKind.DEPARTMENT, TableKind.TRANSFER_SELF_REVIEW):
        return headed
    return _corrected(table, named or headed) or _kind_by_structure(table)


def is_filled(text: str | None) -> bool:
    """True where a cell holds something other than a mark for nothing (``/``, ``—``)."""
    return text is not None and to_halfwidth(text).replace(" ", "") not in _EMPTY_MARKS


def _match(text: str, kinds: tuple[tuple[TableKind, re.Pattern[str]], ...]) -> TableKind | None:
    plain = to_halfwidth(text).lower()
    return next((kind for kind, words in kinds if words.search(plain)), None)


def _corrected(table: PrintedTable, named: TableKind | None) -> TableKind | None:
    # A form for targets that holds scores has become a self-review, whatever its heading kept.
    if named is TableKind.TARGETS and _any_filled(table.indicators, "score"):
        return TableKind.SELF_REVIEW
    return named


def _kind_by_structure(table: PrintedTable) -> TableKind:
    rows = table.indicators
    has_scores = _any_filled(rows, "score") or is_filled(table.budget.score_printed)
    has_actuals = _any_filled(rows, "actual")
    has_targets = _any_filled(rows, "target")
    if has_scores:
        return TableKind.SELF_REVIEW if has_targets or has_actuals or _has_money(table) else TableKind.EVALUATION
    if has_actuals:
        weighted = _any_filled(rows, "weight") or is_filled(table.budget.weight)
        return TableKind.SELF_REVIEW if weighted else TableKind.TRANSFER_SELF_REVIEW
    if has_targets:
        return TableKind.SELF_REVIEW if is_filled(table.budget.executed) else TableKind.TARGETS
    return TableKind.UNKNOWN


def _has_money(table: PrintedTable) -> bool:
    return any(map(is_filled, (table.budget.initial, table.budget.adjusted, table.budget.executed)))


def _any_filled(rows: tuple[PrintedIndicator, ...], field: str) -> bool:
    return any(is_filled(getattr(row, field)) for row in rows)
