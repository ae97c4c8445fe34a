"""Bare: the code of reports executed one after another in one process that has loaded everything, without a notebook.

It is what no notebook engine can be faster than: no kernel, no messages, no files, no page.
"""

import ast
import json
import os
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any

from kit.kernels.link import Link
from kit.kernels.warm import WarmParent, fork_call
from kit.publishing.job import Job
from kit.publishing.template import TAG
from kit.publishing.writer import MODULES


def execute_bare(jobs: Sequence[Job], environment: dict[str, str]) -> float:
    """Seconds for all of *jobs*; what is done only once in a process is done before."""
    with WarmParent(MODULES, (), environment) as warm:
        forked = fork_call(warm.address, "kit.bench.bare:serve_bare", [job.as_message() for job in jobs])
        (taken,) = forked.link.receive()
        forked.close()
    return float(taken)


def serve_bare(link: Link, messages: list[dict[str, Any]]) -> None:
    """Execute the first report once, then all of them, and answer how long that took."""
    jobs = [Job.from_message(message) for message in messages]
    os.chdir(jobs[0].folder / "reports")
    _execute(jobs[0])
    began = perf_counter()
    for job in jobs:
        _execute(job)
    link.send(perf_counter() - began)


def _execute(job: Job) -> None:
    names: dict[str, Any] = {}
    for source, is_parameters in _cells(job):
        if is_parameters:
            exec(source, names)  # noqa: S102 - the kit's own template, to be timed
            names.update(job.parameters)
        else:
            _show(source, names)


def _cells(job: Job) -> Iterator[tuple[str, bool]]:
    for cell in json.loads(job.template.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"]), TAG in cell["metadata"].get("tags", [])


def _show(source: str, names: dict[str, Any]) -> None:
    """Execute a cell, and ask its last value for what it shows."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102 - as above
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - as above
        value._repr_mimebundle_()
