"""Kinds: a table is known by what it is called, by its heading, else by its cells."""

import pytest

from kit.evaluation.kinds import TableKind, recognise_kind
from kit.evaluation.printed import PrintedTable
from tests.evaluation.forms import form, plain_rows

BARE = [{**r, "weight": None, "score": None} for r in plain_rows()]
TARGETS = [{**r, "actual": None, "score": None} for r in plain_rows()]


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (form([], kind="project-selfeval (Guangshui form)"), TableKind.SELF_REVIEW),
        (form([], kind="dept-evaluation (level-1 summary only)"), TableKind.DEPARTMENT),
        (form([], kind="third-party evaluation result"), TableKind.EVALUATION),
        (form([], kind="narrative self-evaluation"), TableKind.SELF_REVIEW),
        (form([], kind="中央对地方转移支付绩效自评表"), TableKind.TRANSFER_SELF_REVIEW),
        (form(plain_rows(), text="2022年度部门整体支出绩效自评表"), TableKind.DEPARTMENT),
        (form(BARE, text="2022年1-7月项目支出绩效运行监控表"), TableKind.MONITORING),
        (form(TARGETS, text="项目支出绩效目标申报表(2023年度)"), TableKind.TARGETS),
        (form(plain_rows(), title="视频监控系统运维"), TableKind.SELF_REVIEW),
        (form(BARE, total=None), TableKind.SELF_REVIEW),
        (form(BARE, "_ 100 100 100% _ _", None), TableKind.TRANSFER_SELF_REVIEW),
        (form(TARGETS, "100 _ _ _ _ _", None), TableKind.TARGETS),
        (form([], "_ _ _ _ _ _", None), TableKind.UNKNOWN),
    ],
)
def test_a_table_is_known_for_what_it_is(table: PrintedTable, kind: TableKind) -> None:
    """The free text of the source, the heading of the page and the filled cells decide, in this order."""
    assert recognise_kind(table) is kind
