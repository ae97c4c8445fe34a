"""Limits: a notebook that hangs, grows or dies ends alone; the parent and the next notebook go on."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbclient.exceptions
import pytest

from kit.kernels.bounds import Bounds
from kit.kernels.look import Tier
from kit.kernels.warm import NotForked, WarmParent, fork_shell
from tests.kernels.conftest import errors_of

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
WAIT_SECONDS = 20
MEMORY_MB = 256


def is_there(process: int) -> bool:
    """True for a process that runs, not for the name of one that waits to be collected."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again until the condition holds, or the time is over."""
    ends = time.monotonic() + WAIT_SECONDS
    while not condition() and time.monotonic() < ends:
        time.sleep(0.05)


@pytest.mark.parametrize("tier", list(Tier))
def test_a_cell_that_hangs_is_interrupted_and_says_where(
    tier: Tier, warm: WarmParent, run_cells: Callable[..., Any]
) -> None:
    """The traceback shows the line that it hung at; the next notebook runs."""
    found = run_cells(["import time\ntime.sleep(600)"], engine_name="kit", warm=warm.address, tier=tier, seconds=2)

    assert errors_of(found) == ["KeyboardInterrupt"]
    assert errors_of(run_cells(["1"], engine_name="kit", warm=warm.address, tier=tier)) == []


def test_a_cell_that_takes_no_interrupt_is_ended(warm: WarmParent, run_cells: Callable[..., Any]) -> None:
    """It catches the interrupt and goes on; after the time of grace its process is ended."""
    stubborn = "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except KeyboardInterrupt:\n        pass"

    with pytest.raises(nbclient.exceptions.DeadKernelError, match="SIGKILL"):
        run_cells([stubborn], engine_name="kit", warm=warm.address, tier=Tier.SHELL, seconds=1)


@pytest.mark.parametrize("tier", list(Tier))
def test_a_notebook_that_grows_fails_in_its_cell(tier: Tier, warm: WarmParent, run_cells: Callable[..., Any]) -> None:
    """It asks for a gibibyte where a quarter is allowed; a small one beside it is written."""
    bounds = Bounds(memory_mb=MEMORY_MB, is_guarded=False)
    options = {"engine_name": "kit", "warm": warm.address, "tier": tier, "bounds": bounds}

    assert errors_of(run_cells(["held = bytearray(2**30)"], **options)) == ["MemoryError"]
    assert errors_of(run_cells(["held = bytearray(2**20)"], **options)) == []


def test_a_kernel_that_is_killed_costs_its_notebook_only(warm: WarmParent, run_cells: Callable[..., Any]) -> None:
    """SIGKILL from inside; the error names it."""
    suicide = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"

    with pytest.raises(nbclient.exceptions.DeadKernelError, match="SIGKILL"):
        run_cells([suicide], engine_name="kit", warm=warm.address, tier=Tier.SHELL)
    with pytest.raises(nbclient.exceptions.DeadKernelError):
        run_cells([suicide], engine_name="kit", warm=warm.address, tier=Tier.KERNEL)
    assert errors_of(run_cells(["1"], engine_name="kit", warm=warm.address)) == []


def test_a_child_ends_when_nobody_listens_any_more(warm: WarmParent) -> None:
    """The one who asked for it hangs up while a cell runs; what the cell started goes as well."""
    forked = fork_shell(warm.address, {}, None, Bounds(is_guarded=False))
    forked.link.receive()
    forked.link.send("run", "import subprocess\nprint(subprocess.Popen(['sleep', '600']).pid, flush=True)\n" * 1)
    said = [forked.link.receive() for _ in range(3)]
    program = int(said[2][2]["text"])
    assert is_there(program)

    forked.close()
    wait_until(lambda: not is_there(forked.number) and not is_there(program))

    assert not is_there(forked.number)
    assert not is_there(program)


def test_a_parent_that_was_killed_takes_its_children_along_and_comes_back() -> None:
    """Its address leads nowhere then; asked again, a new parent stands at another one."""
    with WarmParent() as parent:
        address = parent.address
        number = parent.number
        assert number is not None
        forked = fork_shell(address, {}, None, Bounds())

        os.kill(number, signal.SIGKILL)
        wait_until(lambda: not is_there(forked.number))

        assert not is_there(forked.number)
        with pytest.raises(NotForked):
            fork_shell(address, {}, None, Bounds())
        again = fork_shell(parent.address, {}, None, Bounds())
        assert again.link.receive()[0] == "ready"
        again.close()


def test_the_parent_has_one_thread_and_no_database(warm: WarmParent) -> None:
    """Neither survives a fork; everything that the kit's reports need is loaded in it."""
    from kit.publishing.writer import MODULES

    with WarmParent(MODULES) as parent:
        fork_shell(parent.address, {}, None, Bounds()).close()
        tasks = list(Path(f"/proc/{parent.number}/task").iterdir())
        held = [str(path.readlink()) for path in Path(f"/proc/{parent.number}/fd").iterdir()]

    assert len(tasks) == 1
    assert [path for path in held if path.endswith(".db")] == []
