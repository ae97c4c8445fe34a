"""Kernels: they answer to the session that opened their page, and run no code that comes over the wire."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

from kit.core.actor import Role
from kit.server.kernels import is_sayable, read_message
from tests.browser.client import Session
from tests.browser.office import kernels_of, session_of
from tests.server.channel import connect, message, open_screen, packed, replies
from tests.server.conftest import Served
from tests.server.table import login_of

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
OWNER = Role.MANAGER


@pytest.fixture(scope="module")
def kernel(served: Served) -> Iterator[str]:
    """The kernel of the manager's library."""
    owner = served.sessions[OWNER]
    opened = open_screen(owner)
    yield opened
    owner.post(f"/voila/api/shutdown/{opened}", {})


def strangers(served: Served) -> dict[str, Session]:
    """Every other role, the same person in another session, and nobody."""
    others: dict[str, Session] = {str(role): each for role, each in served.sessions.items() if role is not OWNER}
    return others | {"elsewhere": session_of(served.office, login_of(OWNER)), "nobody": served.nobody}


def status_of(session: Session, kernel: str, **how: Any) -> int:
    """How the channel answers: 101 where it opens."""
    try:
        connect(session, kernel, **how).close()
    except websocket.WebSocketBadStatusException as refusal:
        return int(refusal.status_code)
    return 101


def test_a_kernel_answers_to_the_session_that_opened_it(served: Served, kernel: str) -> None:
    """Its owner sees it and reaches its channel."""
    owner = served.sessions[OWNER]

    assert json.loads(owner.get(f"/api/kernels/{kernel}").text)["id"] == kernel
    assert status_of(owner, kernel) == 101


def test_nobody_else_sees_reaches_or_ends_a_kernel(served: Served, kernel: str) -> None:
    """Neither another role, nor an administrator, nor the same person in another session."""
    for who, session in strangers(served).items():
        assert session.get(f"/api/kernels/{kernel}").status == 403, who
        assert status_of(session, kernel) == 403, who
        assert session.post(f"/voila/api/shutdown/{kernel}", {}).status == 403, who
        for method in ("DELETE", "PATCH", "PUT"):
            assert session.ask(method, f"/api/kernels/{kernel}").status in (403, 405), who
    assert served.sessions[OWNER].get(f"/api/kernels/{kernel}").status == 200


def test_not_even_the_owner_restarts_or_interrupts_it(served: Served, kernel: str) -> None:
    """Those addresses are closed."""
    owner = served.sessions[OWNER]

    assert owner.post(f"/api/kernels/{kernel}/restart", {}).status == 404
    assert owner.post(f"/api/kernels/{kernel}/interrupt", {}).status == 404
    assert owner.ask("DELETE", f"/api/kernels/{kernel}").status == 405


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://127.0.0.1.elsewhere.example", "null"])
def test_a_page_elsewhere_does_not_reach_the_channel(served: Served, kernel: str, origin: str) -> None:
    """Even with the cookie of the owner."""
    assert status_of(served.sessions[OWNER], kernel, origin=origin) == 403


def test_a_page_is_told_what_its_kernel_is(served: Served, kernel: str) -> None:
    """What widgets need is answered: this is how the test below knows that the channel works at all."""
    for is_packed in (False, True):
        connection = connect(served.sessions[OWNER], kernel, packed=is_packed)
        say(connection, message("kernel_info_request", {}), is_packed=is_packed)

        assert "kernel_info_reply" in replies(connection)
        connection.close()


def forbidden(mark: Path) -> dict[str, dict[str, Any]]:
    """What would run code, read the kernel's memory or end it; the code would write *mark*."""
    code = f"open({str(mark)!r}, 'w').close()"
    execute = {"code": code, "silent": False, "store_history": False, "user_expressions": {"x": code}}
    comm = {"comm_id": "x", "target_name": "kit.evil", "target_module": "os", "data": {}}
    return {
        "execute": message("execute_request", execute),
        "execute on control": message("execute_request", execute, "control"),
        "execute on stdin": message("execute_request", execute, "stdin"),
        "debug": message("debug_request", {"seq": 1, "type": "request", "command": "evaluate"}, "control"),
        "complete": message("complete_request", {"code": code, "cursor_pos": 4}),
        "inspect": message("inspect_request", {"code": "Desk", "cursor_pos": 4, "detail_level": 1}),
        "history": message("history_request", {"hist_access_type": "tail", "n": 9, "output": True, "raw": True}),
        "input": message("input_reply", {"value": code}, "stdin"),
        "shutdown": message("shutdown_request", {"restart": False}, "control"),
        "interrupt": message("interrupt_request", {}, "control"),
        "comm": message("comm_open", comm),
        "widget of their own": message(
            "comm_open",
            {"comm_id": "y", "target_name": "jupyter.widget", "data": {"state": {"_model_name": "IntSliderModel"}}},
        ),
        "create subshell": message("create_subshell_request", {}, "control"),
    }


@pytest.mark.parametrize("is_packed", [False, True], ids=["text", "packed"])
def test_no_message_runs_code_in_the_kernel(served: Served, kernel: str, tmp_path: Path, is_packed: bool) -> None:
    """Each is sent by the owner; the kernel answers none of them, writes nothing, and still lives afterwards."""
    mark = tmp_path / "was-run"
    connection = connect(served.sessions[OWNER], kernel, packed=is_packed)
    replies(connection, 1.0)
    for said in forbidden(mark).values():
        say(connection, said, is_packed=is_packed)

    kinds = replies(connection)
    say(connection, message("kernel_info_request", {}), is_packed=is_packed)

    assert {kind for kind in kinds if kind.endswith(("_reply", "_result", "stream"))} <= {"kernel_info_reply"}
    assert "kernel_info_reply" in replies(connection)
    assert not mark.exists()
    connection.close()


def test_a_message_that_reads_two_ways_is_not_handed_on(served: Served, kernel: str, tmp_path: Path) -> None:
    """The kind stands twice, once harmless and once not; whichever a reader takes, nothing is run."""
    mark = tmp_path / "was-run"
    connection = connect(served.sessions[OWNER], kernel)
    said = json.dumps(message("execute_request", {"code": f"open({str(mark)!r}, 'w')", "silent": False}))
    replies(connection, 1.0)

    connection.send(said.replace('"msg_type": ', '"msg_type": "comm_msg", "msg_type": '))
    connection.send(said.replace('"execute_request"', '"comm_msg", "msg_type": "execute_request"'))
    connection.send(said.replace('"channel": "shell"', '"channel": "shell", "channel": "control"'))

    assert not [kind for kind in replies(connection) if kind.startswith("execute")]
    assert not mark.exists()
    connection.close()


def test_a_session_that_ends_loses_its_kernel_at_once(served: Served) -> None:
    """Logged out, its channel is closed and its process is gone within seconds."""
    session = session_of(served.office, login_of(Role.ANALYST))
    before = kernels_of(served.office.workspace)
    opened = open_screen(session)
    connection = connect(session, opened)
    own = kernels_of(served.office.workspace) - before

    session.post("/logout", {})
    replies(connection, 1.0)

    assert len(own) == 1
    assert not own & kernels_of(served.office.workspace)
    assert is_closed(connection)


def is_closed(connection: Any) -> bool:
    """True where the server has hung up."""
    try:
        for _message in range(3):
            say(connection, message("kernel_info_request", {}), is_packed=False)
            connection.recv()
    except (websocket.WebSocketConnectionClosedException, ConnectionError):
        return True
    return False


def say(connection: Any, said: dict[str, Any], *, is_packed: bool) -> None:
    """Send a message in one of the two forms."""
    if is_packed:
        connection.send_binary(packed(said))
    else:
        connection.send(json.dumps(said))


# --- the filter by itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"channel": "shell"},
        {"channel": "shell", "header": None},
        {"channel": "shell", "header": {"msg_type": ["comm_msg"]}},
        {"channel": "shell", "header": {"msg_type": "execute_request"}},
        {"channel": "shell", "header": {"msg_type": "COMM_MSG"}},
        {"channel": "shell", "header": {"msg_type": "comm_msg "}},
        {"channel": "control", "header": {"msg_type": "comm_msg"}},
        {"channel": ["shell"], "header": {"msg_type": "comm_msg"}},
        {"channel": "shell", "header": {"msg_type": "comm_open"}, "content": {"target_name": "jupyter.widget"}},
        {"channel": "shell", "header": {"msg_type": "comm_open"}, "content": None},
    ],
)
def test_the_filter_lets_nothing_else_through(said: dict[str, Any]) -> None:
    """Other kinds, other channels, other forms."""
    assert not is_sayable(said)


@pytest.mark.parametrize(
    "raw",
    ["", "[]", "null", "{", "\x00", b"\x00", b"\xff" * 64, b"\x7f" + b"\xff" * 63, "{" * 10_000, '{"a": 1, "a": 2}'],
)
def test_what_is_no_message_is_none(raw: str | bytes) -> None:
    """Empty, malformed, deep, or with a name twice; nothing is raised."""
    for is_packed in (False, True):
        assert not is_sayable(read_message(raw, is_packed=is_packed))


def test_the_packed_form_is_read_as_it_was_written() -> None:
    """The test's own writer and the server's reader agree, so that the tests above send what they mean."""
    said = message("comm_msg", {"comm_id": "x", "data": {}})

    assert is_sayable(read_message(packed(said), is_packed=True))
    assert not is_sayable(read_message(packed(said | {"channel": "control"}), is_packed=True))
