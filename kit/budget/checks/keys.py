"""Checks of idempotency keys: the same key stands for the same deed."""

from kit.core.finding import Finding, block, note
from kit.core.language import phrase


def check_key(is_same: bool, key: str) -> list[Finding]:
    """A key that was used before asks for the same; then nothing is done again."""
    if is_same:
        return [note("budget.done_already", phrase("this was done already under the key {key}", key=key), "key")]
    said = phrase("the key {key} was used for something else; give this deed a key of its own", key=key)
    return [block("budget.key_used", said, "key")]
