"""The command that serves the screens."""

import socket
from pathlib import Path

import pytest

from kit.actions.catalogue import open_database
from kit.actions.desk import Desk
from kit.cli.serve import choose_login, free_port, greeting
from kit.core.actor import Actor, Role
from kit.core.errors import UsageError
from kit.core.language import speaking
from kit.org.requests import RegisterPerson
from tests.browser.office import make_office


def test_the_only_unit_officer_works_at_the_screens(tmp_path: Path) -> None:
    """Nobody needs to be named where there is no doubt."""
    assert choose_login(make_office(tmp_path / "office"), None) == "officer"


def test_two_unit_officers_are_told_apart_by_name(tmp_path: Path) -> None:
    """The line names both and the option."""
    workspace = make_office(tmp_path / "office")
    setup = Desk(workspace, open_database(workspace), Actor("setup", frozenset({Role.SYSTEM_ADMIN})))
    setup.record(RegisterPerson(login="second", name="赵静", unit="SL", roles=(Role.UNIT_OFFICER,)))

    with pytest.raises(UsageError, match=r"--as LOGIN .*officer, second"):
        choose_login(workspace, None)

    assert choose_login(workspace, "second") == "second"


def test_an_unknown_login_is_refused(tmp_path: Path) -> None:
    """One line says where the logins are."""
    with pytest.raises(UsageError, match=r"'nobody'.*kit show people"):
        choose_login(make_office(tmp_path / "office"), "nobody")


def test_a_port_that_is_taken_is_named() -> None:
    """One line with the remedy."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(UsageError, match=f"port {port} cannot be used .*--port"):
            free_port(port)


def test_the_greeting_says_that_only_this_machine_gets_in() -> None:
    """Address, person, and the limit."""
    with speaking("en"):
        said = greeting(8866, "officer")

    assert said.startswith("http://127.0.0.1:8866/ is open for officer, reachable from this machine only")
