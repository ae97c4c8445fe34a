"""Digest: one text for one value, whichever encoder writes it."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.core.digest import canonical, canonical_row, digest

values = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.dates(), st.lists(st.text(), max_size=3))


def by_the_standard_library(row: dict[str, Any]) -> bytes:
    """The form as documented: sorted keys, no spaces, UTF-8, days in ISO 8601."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat).encode()


@given(st.dictionaries(st.text(), values, max_size=6))
def test_a_row_has_one_form(row: dict[str, Any]) -> None:
    """Whatever a row holds, both writers agree with the standard library to the byte."""
    assert canonical_row(row) == canonical(row).encode() == by_the_standard_library(row)


def test_every_character_has_one_form() -> None:
    """All of Unicode but the halves of surrogate pairs, which no database holds."""
    row = {"text": "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))}

    assert canonical_row(row) == by_the_standard_library(row)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 3, 1, 4, 0, tzinfo=UTC), b'{"v":"2026-03-01T04:00:00+00:00"}'),
        (Decimal("1E+2"), b'{"v":"100"}'),
        (Decimal("0.10"), b'{"v":"0.10"}'),
        (2**70, b'{"v":1180591620717411303424}'),
    ],
)
def test_what_two_encoders_would_spell_apart_keeps_its_form(value: object, written: bytes) -> None:
    """A point of time keeps its offset and a decimal its plain digits."""
    assert canonical_row({"v": value}) == written


def test_known_digests() -> None:
    """FIPS 180-4 (SHA-256) and GB/T 32905-2016, example 1 (SM3), each of the text abc."""
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest(b"abc", "sm3") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
