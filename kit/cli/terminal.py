"""Terminal: text from files and records, without the signs that would steer what the terminal shows."""

import re

# Control codes (but line break and tab), and marks of the direction of writing, which make a line read otherwise.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """*text* as it may stand on a terminal."""
    return _STEERING.sub("", text)


def escaped(json_text: str) -> str:
    """JSON that says the same with those signs written as escapes."""
    return _STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json_text)
