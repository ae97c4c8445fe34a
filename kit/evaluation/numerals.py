"""Numerals: whole numbers written in Chinese (三, 十二, 两百零五), read where nothing else can be meant."""

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
PLACES = {"十": 10, "百": 100, "千": 1_000}
NUMERALS = "".join(DIGITS) + "".join(PLACES) + "万"
_LONGEST = 12


def read_numeral(text: str) -> int | None:
    """The number that *text* writes in full, up to 九千九百九十九万…; None where it is none or not well formed."""
    if not 0 < len(text) <= _LONGEST:
        return None
    high, mark, low = text.rpartition("万")
    if not mark:
        return _below_ten_thousand(text)
    above, below = _below_ten_thousand(high), _below_ten_thousand(low) if low else 0
    return None if above is None or below is None else above * 10_000 + below


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last_place = 0, None, 10_000
    for sign in text:
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
        elif (place := PLACES.get(sign, last_place)) < last_place:
            total, digit, last_place = total + (1 if digit is None else digit or 1) * place, None, place
        else:
            return None
    return total + (digit or 0) if text else None
