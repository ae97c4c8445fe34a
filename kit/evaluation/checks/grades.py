"""Grades: the printed grade against the printed total, on the scale that holds for the table."""

import re
from fractions import Fraction

from kit.core.finding import Finding
from kit.core.language import Phrase, phrase
from kit.core.number import PrintedNumber, to_halfwidth
from kit.evaluation.context import SCORED, Context
from kit.evaluation.counting import FULL
from kit.evaluation.interval import thinkable

_ONE = {"优秀": "优", "良好": "良", "中等": "中", "较低": "低", "及格": "合格", "不及格": "不合格", "优良": ""}
_WORD = r"优秀?|良好?|中等?|差|较好|好|一般|较差|低|合格|不合格|及格|不及格"
_WORD_FIRST = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<word>{_WORD})(?:等|级|档)?[((::\[]+(?:得分|分值|总分)?(?:≥|>=|大于等于)?(?P<min>\d+)"
)
_BELOW_FIRST = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<word>{_WORD})(?:等|级|档)?[((::\[]+(?:<|小于|低于)?\d+分?(?:以下|\))"
)
_NUMBER_FIRST = re.compile(
    rf"(?P<min>\d+)分?[^0-9优良中差好般低合]{{0,14}}(?:\d+分?[^0-9优良中差好般低合]{{0,10}})?(?:为|评为|是|属于)[“\"]?(?P<word>{_WORD})"
)
_AROUND = re.compile(r"[\d.\s()::分“”\"]|评定|评价|自评|等级|结果|档次|级|等$")


def check_grade(context: Context) -> list[Finding]:
    """The printed grade is that of the printed total, on the printed, the configured or else any known scale."""
    reading = context.reading
    word, total = _grade_word(reading.table.grade_printed), reading.total
    if reading.kind not in SCORED or not word or total is None or not _is_out_of_hundred(context):
        return []
    scale = _printed_scale(reading.table.text or "")
    if scale:
        return _on_printed_scale(context, scale, word, total)
    return _on_configured_scale(context, word, total) if context.has_own_scale else _on_any_scale(context, word, total)


def _on_printed_scale(context: Context, scale: dict[str, Fraction], word: str, total: PrintedNumber) -> list[Finding]:
    bounds = thinkable(total)
    if word not in scale or len(scale) < 2:
        return []
    above = [least for least in scale.values() if least > scale[word]]
    high = min(above, default=FULL + 1)
    if bounds.high >= scale[word] and bounds.low < high:
        return []
    if bounds.high < scale[word] <= _as_whole(total.value) < high:
        return [_of_rounded_total(context)]
    said = phrase(
        "The grade is printed as {grade} and the total as {total}; on the printed scale that total has another grade. "
        "Check both.",
        **_values(context),
    )
    return [context.fault("grade_differs", said, field="grade_printed")]


def _on_configured_scale(context: Context, word: str, total: PrintedNumber) -> list[Finding]:
    scale = context.scheme.scale
    named = scale.named(context.reading.table.grade_printed) or scale.named(word)
    if named is None or _fits(context, named.label, total):
        return []
    if scale.grade(_as_whole(total.value)).label == named.label:
        return [_of_rounded_total(context)]
    return [context.fault("grade_differs", _say(context, total), field="grade_printed")]


def _on_any_scale(context: Context, word: str, total: PrintedNumber) -> list[Finding]:
    band = context.limits.grade_bands.get(word)
    if band is None:
        return []
    bounds = thinkable(total)
    if bounds.high < band[0] <= _as_whole(total.value):
        return [_of_rounded_total(context)]
    if bounds.high < band[0] or bounds.low >= band[1]:
        return [context.fault("grade_differs", _say(context, total), field="grade_printed")]
    named = context.scheme.scale.named(word)
    if named is None or _fits(context, named.label, total):
        return []
    return [context.question("grade_differs", _say(context, total), field="grade_printed")]


def _fits(context: Context, label: str, total: PrintedNumber) -> bool:
    scale, bounds = context.scheme.scale, thinkable(total)
    return label in {scale.grade(value).label for value in (bounds.low, total.value, bounds.high)}


def _as_whole(total: Fraction) -> Fraction:
    """*total* rounded half up to a whole number, on which some offices grade."""
    return Fraction((total + Fraction(1, 2)).__floor__())


def _of_rounded_total(context: Context) -> Finding:
    said = phrase(
        "The grade is printed as {grade} and the total as {total}; only the total rounded to a whole number has that "
        "grade. Check on which total the grade rests.",
        **_values(context),
    )
    return context.question("grade_differs", said, field="grade_printed")


def _say(context: Context, total: PrintedNumber) -> Phrase:
    return phrase(
        "The grade is printed as {grade} and the total as {total}; the scale of the scheme gives {computed}. Check the "
        "grade and the scale used.",
        computed=context.scheme.scale.grade(total.value).label,
        **_values(context),
    )


def _values(context: Context) -> dict[str, str | None]:
    table = context.reading.table
    return {"grade": table.grade_printed, "total": table.total_printed}


def _is_out_of_hundred(context: Context) -> bool:
    total, base = context.reading.total, context.reading.total_weight
    return total is not None and 0 <= total.value <= FULL and (base is None or base.value in (1, FULL))


def _grade_word(text: str | None) -> str | None:
    plain = _AROUND.sub("", to_halfwidth(text or ""))
    return _ONE.get(plain, plain) or None


def _printed_scale(text: str) -> dict[str, Fraction]:
    """The least total of each grade, as far as the text prints a scale; empty where it does not."""
    plain = re.sub(r"\s", "", to_halfwidth(text))
    scale: dict[str, Fraction] = {}
    for match in _BELOW_FIRST.finditer(plain):
        scale[_ONE.get(match["word"], match["word"])] = Fraction(0)
    for match in (*_NUMBER_FIRST.finditer(plain), *_WORD_FIRST.finditer(plain)):
        scale.setdefault(_ONE.get(match["word"], match["word"]), Fraction(match["min"]))
    return scale
