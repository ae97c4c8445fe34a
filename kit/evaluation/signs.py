"""Signs: the operators that people print before or after a number, as signs and as words."""

import re

from kit.evaluation.value import Operator

_SIGNS = {
    Operator.AT_LEAST: "≥ ≧ ⩾ ≮ >= => ≥= 〉= 〉＝",
    Operator.AT_MOST: "≤ ≦ ⩽ ≯ <= =< ≤= 〈=",
    Operator.MORE_THAN: "> 〉",
    Operator.LESS_THAN: "< 〈",
    Operator.EQUAL: "= ═ ==",
}
_WORDS = {
    Operator.AT_LEAST: "不少于 不低于 不小于 不短于 不得少于 不得低于 不得小于 应不少于 应不低于 至少 最少 最低 "
    "达到 达 大于等于 大于或等于 大于(等于) 高于或等于 高于等于 超过或等于 保持在",
    Operator.AT_MOST: "不超过 不高于 不大于 不多于 不超 不超出 不得超过 不得高于 不得大于 应不超过 至多 "
    "最多 小于等于 小于或等于 小于(等于) 低于或等于 低于等于 少于或等于 控制在 控制 控制为",
    Operator.MORE_THAN: "大于 多于 高于 超过 超",
    Operator.LESS_THAN: "小于 少于 低于",
    Operator.EQUAL: "等于 为",
}
_AFTER = {
    Operator.AT_LEAST: "以上 及以上 或以上 (含)以上 (含)及以上 以上(含) +",
    Operator.AT_MOST: "以下 及以下 或以下 (含)以下 以下(含) 以内 之内 内 以内(含) 范围内",
}


def _by_length(table: dict[Operator, str]) -> dict[str, Operator]:
    pairs = [(word, operator) for operator, words in table.items() for word in words.split()]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


SIGNS = _by_length(_SIGNS)
BEFORE = _by_length(_SIGNS) | _by_length(_WORDS)
AFTER = _by_length(_AFTER)
_LEADING = re.compile("|".join(re.escape(word) for word in sorted(BEFORE, key=len, reverse=True)))
_TRAILING = re.compile("(?:" + "|".join(map(re.escape, AFTER)) + ")$")


def split_operator(text: str) -> tuple[Operator, str]:
    """The operator before or after the number, and *text* without it. Where both stand (控制在5%以内) they must agree.

    *text* is half-width without spaces. Two operators that contradict leave the text whole.
    """
    leading = _LEADING.match(text)
    before = BEFORE[leading[0]] if leading else Operator.NONE
    body = text[leading.end() :] if leading else text
    trailing = _TRAILING.search(body[-12:])
    after = AFTER[trailing[0]] if trailing else Operator.NONE
    rest = body.removesuffix(trailing[0]) if trailing else body
    if Operator.NONE not in (before, after) and before is not after:
        return Operator.NONE, text
    return (before if before is not Operator.NONE else after), rest


def read_operator(text: str | None) -> Operator:
    """The operator that a column of its own holds (``≧``, ``不少于``, ``〉=``); NONE where it is empty or unknown."""
    return BEFORE.get("".join((text or "").split()), Operator.NONE)
