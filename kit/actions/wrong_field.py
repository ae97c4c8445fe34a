"""Wrong field: what is wrong with one field of a request, in the words of the person at the form."""

from collections.abc import Mapping
from typing import Any

from kit.core.finding import Finding, Severity
from kit.core.language import Phrase, phrase

# By the types of error that pydantic names; the context of the error fills the names in braces.
WORDS = {
    "missing": phrase("{field}: nothing is given; it is needed"),
    "extra_forbidden": phrase("{field}: there is no such field; check its name"),
    "int_parsing": phrase("{field}: a whole number is needed"),
    "int_from_float": phrase("{field}: a whole number is needed"),
    "int_type": phrase("{field}: a whole number is needed"),
    "string_type": phrase("{field}: a text is needed"),
    "string_too_short": phrase("{field}: at least {min_length} characters are needed"),
    "string_too_long": phrase("{field}: at most {max_length} characters fit"),
    "string_pattern_mismatch": phrase(
        "{field}: characters stand in it that do not belong there, such as a space or a slash"
    ),
    "greater_than_equal": phrase("{field}: must be {ge} or more"),
    "less_than_equal": phrase("{field}: must be {le} or less"),
    "too_short": phrase("{field}: at least {min_length} entries are needed"),
    "too_long": phrase("{field}: at most {max_length} entries fit"),
    "bool_parsing": phrase("{field}: write true or false"),
    "bool_type": phrase("{field}: write true or false"),
    "tuple_type": phrase("{field}: a list is needed"),
    "model_type": phrase("{field}: an object with named fields is needed"),
    "model_attributes_type": phrase("{field}: an object with named fields is needed"),
    "enum": phrase("{field}: choose one of {expected}"),
    "decimal_max_places": phrase("{field}: at most {decimal_places} decimals"),
    "text_nul": phrase("{field}: the text holds a character that cannot be stored (NUL); remove it"),
    "amount_float": phrase("{field}: write the amount as text, like 1,740,000.00 or 620.82万元, or as whole fen"),
    "amount_unread": phrase("{field}: {given} is not an amount in renminbi; write it like 1,740,000.00 or 620.82万元"),
    "amount_below_fen": phrase("{field}: {given} is not in whole fen; write at most two decimals of a yuan"),
    "amount_too_large": phrase("{field}: beyond what a budget holds; check the unit"),
    "amount_negative": phrase("{field}: an amount cannot be below zero; money that comes back is a refund"),
    "amount_zero": phrase("{field}: an amount above zero is needed"),
    "date_from_datetime_parsing": phrase("{field}: a day is needed, like 2026-11-23"),
    "date_parsing": phrase("{field}: a day is needed, like 2026-11-23"),
}
OTHERWISE = phrase("{field}: {problem}")


def wrong_field(fault: Mapping[str, Any]) -> Finding:
    """One error of a pydantic validation as a finding beside its field."""
    place = ".".join(str(part) for part in fault["loc"])
    words = WORDS.get(fault["type"], OTHERWISE)
    values = {name: value for name, value in fault.get("ctx", {}).items() if isinstance(value, str | int)}
    said = Phrase(words.text, values | {"field": place, "problem": fault["msg"]})
    return Finding("request.field_wrong", Severity.BLOCK, said, place or None)
