"""The command that serves the screens, and the accounts that it asks for."""

import socket
from pathlib import Path

import pytest

from kit.actions.catalogue import open_database
from kit.actions.office import found_administrators, found_office
from kit.cli.serve import free_port, greeting, refuse_without_accounts
from kit.core.errors import EnvironmentLacks, UsageError
from kit.core.language import speaking
from kit.server.application import Place, check_place
from kit.views.access import list_accounts
from kit.workspace.workspace import Settings


def test_a_port_that_is_taken_is_named() -> None:
    """One line with the remedy."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(UsageError, match=f"port {port} of 127.0.0.1 cannot be used .*--port"):
            free_port(port)


def test_the_greeting_says_who_gets_in() -> None:
    """By itself only this machine; behind a proxy or with a certificate others do."""
    with speaking("en"):
        here, there = greeting(Place(8866)), greeting(Place(8866, "0.0.0.0", ("kit.example",), Path("cert.pem")))

    assert here == "http://127.0.0.1:8866/ is open, from this machine only; Ctrl-C ends it"
    assert there == "https://kit.example:8866/ is open; Ctrl-C ends it"


def test_passwords_do_not_cross_a_network_in_the_clear(tmp_path: Path) -> None:
    """Another address needs a certificate, which has to be there, or a proxy that speaks https."""
    with pytest.raises(UsageError, match=r"--certificate FILE .* --behind-proxy"):
        check_place(Place(8866, "0.0.0.0"))
    with pytest.raises(EnvironmentLacks, match=r"no file .*missing\.pem"):
        check_place(Place(8866, "0.0.0.0", (), tmp_path / "missing.pem"))

    check_place(Place(8866, "0.0.0.0", is_behind_proxy=True))
    check_place(Place(8866))


def test_an_office_without_an_account_is_told_how_to_open_one(tmp_path: Path) -> None:
    """With the commands, and no longer once somebody has one."""
    office = found_office(tmp_path / "office", Settings(), "admin", "test")
    with pytest.raises(UsageError, match=r"nobody has an account yet: kit do org.register_person .*kit account open"):
        refuse_without_accounts(office)

    passwords = found_administrators(office, "admin", "test")

    refuse_without_accounts(office)
    assert set(passwords) == {"admin", "security", "audit"}


def test_the_three_administrators_begin_with_one_time_passwords(tmp_path: Path) -> None:
    """Each has one role, an open account, and a password to change; done again, nothing is opened twice."""
    office = found_office(tmp_path / "office", Settings(), "admin", "test")
    found_administrators(office, "admin", "test")

    assert found_administrators(office, "admin", "test") == {}
    rows = list_accounts(open_database(office))
    assert {row["login"]: row["roles"] for row in rows} == {
        "admin": ["system_admin"],
        "audit": ["audit_admin"],
        "security": ["security_admin"],
    }
    assert all(row["is_open"] and row["must_change"] for row in rows)
