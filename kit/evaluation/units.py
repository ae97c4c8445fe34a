"""Units: the units that people print after a number, and the base unit each one counts in."""

import re
from fractions import Fraction
from functools import lru_cache

SCALES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}

# Measures: unit, base unit, how many base units one holds.
_MEASURES = {
    "%": ("%", "1"), "‰": ("%", "1/10"), "百分比": ("%", "1"), "个百分点": ("百分点", "1"), "百分点": ("百分点", "1"),
    "元": ("元", "1"), "角": ("元", "1/10"), "美元": ("美元", "1"),
    "米": ("米", "1"), "m": ("米", "1"), "千米": ("米", "1000"), "公里": ("米", "1000"), "km": ("米", "1000"),
    "延米": ("米", "1"), "厘米": ("米", "1/100"), "cm": ("米", "1/100"), "毫米": ("米", "1/1000"),
    "mm": ("米", "1/1000"), "里": ("米", "500"),
    "平方米": ("平方米", "1"), "平方": ("平方米", "1"), "平米": ("平方米", "1"), "m2": ("平方米", "1"),
    "平方公里": ("平方米", "1000000"), "平方千米": ("平方米", "1000000"), "km2": ("平方米", "1000000"),
    "公顷": ("平方米", "10000"), "hm2": ("平方米", "10000"), "ha": ("平方米", "10000"), "亩": ("亩", "1"),
    "立方米": ("立方米", "1"), "立方": ("立方米", "1"), "方": ("立方米", "1"), "m3": ("立方米", "1"),
    "升": ("升", "1"), "毫升": ("升", "1/1000"), "L": ("升", "1"),
    "吨": ("吨", "1"), "t": ("吨", "1"), "千克": ("吨", "1/1000"), "公斤": ("吨", "1/1000"), "kg": ("吨", "1/1000"),
    "斤": ("吨", "1/2000"), "克": ("吨", "1/1000000"),
    "小时": ("小时", "1"), "h": ("小时", "1"), "分钟": ("小时", "1/60"), "秒": ("小时", "1/3600"),
    "天": ("天", "1"), "日": ("天", "1"), "个工作日": ("工作日", "1"), "工作日": ("工作日", "1"),
    "个自然日": ("天", "1"), "周": ("周", "1"), "年": ("年", "1"), "个月": ("月", "1"),
    "TB": ("TB", "1"), "GB": ("GB", "1"), "MB": ("MB", "1"),
    "兆": ("兆", "1"),
    "千瓦": ("千瓦", "1"), "kW": ("千瓦", "1"), "兆瓦": ("千瓦", "1000"), "MW": ("千瓦", "1000"),
    "千瓦时": ("千瓦时", "1"), "度": ("度", "1"), "KVA": ("KVA", "1"), "kVA": ("KVA", "1"), "KV": ("KV", "1"),
    "℃": ("℃", "1"), "°C": ("℃", "1"), "分": ("分", "1"), "分贝": ("分贝", "1"),
}  # fmt: skip

# Counters: each line counts the same kind of thing, so that 6场 answers 5次; 个 answers any of them but people.
_COUNTERS = {
    "次": "次 场 场次 回 起 期 批 批次 趟 轮 班次 车次 架次 例次",
    "人": "人 名 位 个人",
    "人次": "人次",
    "人天": "人天 人日 人·天",
    "户": "户 家",
    "件": "件 项 个项目 份 篇 本 册 张 套 幅 枚 条 款 部 只表",
    "台": "台 套 台套 台(套) 辆 架 艘 部 组 台次 座 栋 幢 间 处 所 口 眼 孔 扇 盏 根 块 片 面 支 把 桶 袋 箱 瓶 盒 双 "
          "床 张床 杆 节 道 段 标段",
    "头": "头 只 羽 尾 匹 头只 头(只)",
    "株": "株 棵 粒 颗 穴 盆",
    "例": "例 宗 案 桩",
    "村": "村 个村 乡 镇 乡镇 街道 县 区 社区 行政村",
    "种": "种 类 品种 样",
    "岁": "岁",
    "级": "级",
    "倍": "倍",
    "个": "个 点 个点 场所",
}  # fmt: skip
_KIND_OF = {unit: kind for kind, units in _COUNTERS.items() for unit in units.split()}
_GENERIC = "个"
_NOT_GENERIC = frozenset({"人", "人次", "户", "岁", "级", "倍", "人天"})
_ALSO = {"台": {"件", "例"}, "件": {"台", "种", "例", "次"}, "例": {"次", "件", "人", "台"}}
_SAME = {"名": "人", "位": "人", "个人": "人", "家": "户", "人日": "人天", "人·天": "人天"}

# Units that people use for one another; what one holds of the other is not fixed.
_LOOSE = (frozenset({"天", "工作日"}), frozenset({"人", "人次"}), frozenset({"年", "月"}))

_BASES = {**{name: (base, Fraction(held)) for name, (base, held) in _MEASURES.items()}}
_BASES.update({name: (_SAME.get(name, name), Fraction(1)) for name in _KIND_OF if name not in _BASES})
_SPANS = frozenset({"月", "季", "季度", "半年", "学期", "人月", "班"})
_UNIT_LONGEST = max(map(len, _BASES))
_WORDS_AFTER = re.compile(r"[\u4e00-\u9fff]{0,8}")
_LONGEST = 24


@lru_cache(maxsize=4096)
def read_unit(text: str) -> tuple[str | None, Fraction, str] | None:
    """The base unit of *text* (``万元``, ``m2``, ``元/人``), how many one holds, and the words that follow it.

    The unit is None where only a scale (万) or words without a known unit are printed; None for what is no unit.
    """
    if len(text) > _LONGEST:
        return None
    readings = [reading for scale in _scales_before(text) if (reading := _read_after(scale, text[len(scale) :]))]
    # 千瓦 is a unit, not a thousand 瓦: a known unit that leaves nothing over wins, the plain before the scaled.
    return min(readings, key=lambda reading: (reading[0] is None, len(reading[2])), default=None)


def is_unit(text: str) -> bool:
    """True where *text* is a known unit and nothing else."""
    found = read_unit(text)
    return found is not None and found[0] is not None and not found[2]


def count_alike(one: str | None, other: str | None) -> bool:
    """True where numbers in the two base units can be held against each other; a missing unit fits any."""
    if one is None or other is None or one == other:
        return True
    first, second = _KIND_OF.get(one), _KIND_OF.get(other)
    if first is None or second is None:
        return False
    if _GENERIC in (first, second):
        return not {first, second} & _NOT_GENERIC
    return first == second or second in _ALSO.get(first, ()) or first in _ALSO.get(second, ())


def may_count_alike(one: str | None, other: str | None) -> bool:
    """True where the two units may mean one thing, though how many of one make the other is not printed.

    A price that leaves out for what (元/月 answered with 元), days and working days, people and visits, years, months.
    """
    if count_alike(one, other):
        return True
    first, second = ((unit or "").partition("/")[0] for unit in (one, other))
    is_shortened = "/" in f"{one}{other}" and count_alike(first, second)
    return is_shortened or any({one, other} <= kinds for kinds in _LOOSE)


def _scales_before(text: str) -> list[str]:
    return [scale for scale in SCALES if text.startswith(scale)]


def _read_after(scale: str, text: str) -> tuple[str | None, Fraction, str] | None:
    name = _unit_before(text)
    base, held = _BASES.get(name, (None, Fraction(1)))
    rest = text[len(name) :]
    if base and rest and _is_per(rest):
        # 元/人/天, 元/人·天 and 元/人天 are one unit.
        base, rest = f"{base}/{_spelt(rest[1:])}", ""
    if (base == "%" and scale) or not _WORDS_AFTER.fullmatch(rest):
        return None
    return base, held * SCALES[scale], rest


def _spelt(divisor: str) -> str:
    return re.sub(r"人(?=[天月])", "人·", divisor.replace("/", "·"))


def _unit_before(text: str) -> str:
    return next((text[:n] for n in range(min(_UNIT_LONGEST, len(text)), 0, -1) if text[:n] in _BASES), "")


def _is_per(rest: str) -> bool:
    """True where *rest* divides a unit by others: ``/人``, ``/人·月``."""
    parts = re.split(r"[/·]", rest)
    return len(parts) > 1 and not parts[0] and all(part in _BASES or part in _SPANS for part in parts[1:])
