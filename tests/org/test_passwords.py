"""Passwords and codes: held to RFC 9106 and RFC 6238."""

import base64
from datetime import UTC, datetime

import pytest

from kit.org.account_checks import check_password, classes_of
from kit.org.passwords import hash_password, is_password, make_password, make_seed, step_of
from kit.org.policy import AccessPolicy

# RFC 6238, appendix B, the rows of SHA-1: seconds since 1970 and the code of eight digits. Ours are its last six, since
# a code is the same number taken modulo a power of ten (RFC 4226, section 5.3).
RFC_SECRET = b"12345678901234567890"
RFC_CODES = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
SEED = base64.b32encode(RFC_SECRET).decode()
POLICY = AccessPolicy(
    password_length_min=10,
    password_classes_min=3,
    password_days_max=90,
    failures_max=5,
    lockout_minutes=30,
    idle_minutes=30,
    absolute_minutes=600,
    event_days_min=180,
    screens_per_person_max=4,
    screens_max=40,
    screen_memory_mb=1024,
)


@pytest.mark.parametrize(("second", "code"), RFC_CODES.items())
def test_codes_are_those_of_rfc_6238(second: int, code: str) -> None:
    """Every printed vector, at its second: the step is the second divided by thirty."""
    assert step_of(SEED, code[-6:], datetime.fromtimestamp(second, UTC)) == second // 30


def test_a_code_opens_one_step_early_and_late_and_no_longer() -> None:
    """Second 1111111109 lies in the step from 1111111080 on: its code is taken from 30 seconds before to 60 after."""
    code, begin = RFC_CODES[1111111109][-6:], 1111111080

    def opens(second: int) -> bool:
        return step_of(SEED, code, datetime.fromtimestamp(second, UTC)) == begin // 30

    assert [opens(begin + offset) for offset in (-31, -30, 0, 59, 60)] == [False, True, True, True, False]


@pytest.mark.parametrize("code", ["", "０８１８０４", "081804 ", "81804", "-81804", "081804081804"])
def test_what_is_no_code_opens_nothing(code: str) -> None:
    """Empty, in full-width digits, cut, doubled; only blanks around it do not matter."""
    step = step_of(SEED, code, datetime.fromtimestamp(1111111109, UTC))

    assert (step is not None) == (code == "081804 ")


@pytest.mark.parametrize("seed", ["", "AAAA", "not base32 at all, not at all 01", SEED.lower(), SEED + "=" * 8])
def test_a_seed_that_is_none_opens_nothing(seed: str) -> None:
    """Short, foreign or malformed seeds make no code right, and raise nothing."""
    assert step_of(seed, "000000", datetime.fromtimestamp(59, UTC)) is None


def test_a_new_seed_has_the_length_that_rfc_4226_recommends() -> None:
    """160 bits, and never twice the same."""
    assert len(base64.b32decode(make_seed())) * 8 == 160
    assert make_seed() != make_seed()


def test_hashes_have_the_parameters_of_rfc_9106() -> None:
    """Section 4, second recommended option: Argon2id, 3 passes, 64 MiB, 4 lanes, salt of 128 and tag of 256 bits."""
    kind, version, parameters, salt, tag = hash_password("Wasser-fliesst-42").split("$")[1:]

    assert (kind, version, parameters) == ("argon2id", "v=19", "m=65536,t=3,p=4")
    assert len(base64.b64decode(salt + "==")) * 8 == 128
    assert len(base64.b64decode(tag + "==")) * 8 == 256


def test_a_password_fits_its_own_hash_only() -> None:
    """Equal passwords have different hashes; nothing fits where there is none."""
    first, second = hash_password("Wasser-fliesst-42"), hash_password("Wasser-fliesst-42")

    assert first != second
    assert is_password("Wasser-fliesst-42", first)
    assert not is_password("Wasser-fliesst-43", first)
    assert not is_password("Wasser-fliesst-42", None)
    assert not is_password("Wasser-fliesst-42", "no hash")


def test_a_one_time_password_meets_the_strictest_policy_of_kinds() -> None:
    """A hundred of them: three groups, all four kinds of signs, never twice the same."""
    made = {make_password() for _ in range(100)}

    assert len(made) == 100
    assert all(classes_of(password) == 4 and len(password) == 17 for password in made)


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Wasser-fliesst-42", []),
        ("aB3-aB3-a", ["access.password_short"]),
        ("abcdefghij", ["access.password_simple"]),
        ("abcdefghi1", ["access.password_simple"]),
        ("abcdefghI1", []),
        ("水利工程水利工程水利1a", []),
        ("ab", ["access.password_short", "access.password_simple"]),
        ("xx-Wang-2026", ["access.password_login"]),
    ],
)
def test_everything_poor_about_a_password_is_said(password: str, codes: list[str]) -> None:
    """Ten signs of three kinds, and not the login name in any case of letters."""
    found = check_password(password, "wang", POLICY, "new_password")

    assert [finding.code for finding in found] == codes
