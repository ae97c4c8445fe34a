"""Lifecycle: the stages of a kind of project with their nodes, documents and gates, as ``data/lifecycles`` says it."""

from collections.abc import Container, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.core.actor import Role
from kit.core.digest import digest_file
from kit.core.errors import ConfigurationError, UsageError
from kit.core.language import spoken
from kit.project.states import Line, Need
from kit.workspace.configuration import read_item
from kit.workspace.resources import Resources

FOLDER = "lifecycles"
CODE_PATTERN = r"^[a-z][a-z0-9_]*$"
Retention = Literal["permanent", 30, 10]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Titled(_Written):
    code: str = Field(pattern=CODE_PATTERN, max_length=80)
    title: str = Field(min_length=1, max_length=200)
    title_en: str = Field(min_length=1, max_length=200)

    @property
    def name(self) -> str:
        """The title in the language spoken."""
        return spoken(self.title, self.title_en)


class Document(_Titled):
    """A document that a node brings, and how long it is kept (保管期限): for good, or 30 or 10 years."""

    retention: Retention
    is_required: bool = True


class Case(_Titled):
    """A case in which a node may be left out: a simplification (简化), or because it does not concern the project."""

    is_simplification: bool = True


class Limit(_Written):
    """How long a node may take, from the day it opens; a number of the office, or that of a rule of the law."""

    workdays: int | None = Field(None, ge=1, le=1000)
    days: int | None = Field(None, ge=1, le=3650)
    months: int | None = Field(None, ge=1, le=120)
    rule: str | None = None
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        given = [self.workdays, self.days, self.months, self.rule]
        if sum(value is not None for value in given) != 1:
            raise ValueError("give one of workdays, days, months, rule")
        return self


class Node(_Titled):
    """A procedure (办理节点): who does it in what time, after which others, and what it brings.

    Whoever did one of ``differs_from`` does not do this one; ``cases`` are those in which it may be left out. ``facts``
    of ``data/facts`` are settled by its being done: flags, or the day on which it was done.
    """

    responsible: tuple[Role, ...] = Field(min_length=1)
    line: Line = Line.MAIN
    after: tuple[str, ...] = ()
    differs_from: tuple[str, ...] = ()
    limit: Limit | None = None
    documents: tuple[Document, ...] = ()
    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()


class Stage(_Titled):
    """A stage (阶段): its nodes, and what its gate asks for beside them.

    ``opens`` names the actions that cannot be done on a project before it is in this stage.
    """

    nodes: tuple[Node, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = ()
    opens: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_main_line(self) -> Self:
        if all(node.line is Line.PARALLEL for node in self.nodes):
            raise ValueError(f"stage {self.code!r} has parallel nodes only; nothing would hold its gate")
        return self


class Halted(_Written):
    """The actions that stop while a project is suspended, and those that stop once it has ended."""

    suspended: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


class Lifecycle(_Titled):
    """The stages of one kind of project, in order; ``flags`` are the facts that hold for it and for no other kind."""

    source: str
    stages: tuple[Stage, ...] = Field(min_length=1)
    halted: Halted = Halted()
    flags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        _refuse_twice("stage", [stage.code for stage in self.stages])
        _refuse_twice("node", [node.code for node in self.nodes()])
        _refuse_twice("document", [document.code for node in self.nodes() for document in node.documents])
        before: set[str] = set()
        for node in self.nodes():
            if strange := {*node.after, *node.differs_from} - before:
                raise ValueError(f"node {node.code!r} names {min(strange)!r}, which is no node before it")
            before.add(node.code)
        return self

    def nodes(self) -> Iterator[Node]:
        """All nodes in order."""
        return (node for stage in self.stages for node in stage.nodes)

    def node(self, code: str) -> Node | None:
        """The node of that code."""
        return next((node for node in self.nodes() if node.code == code), None)

    def document(self, code: str) -> Document | None:
        """The document of that code."""
        return next((each for node in self.nodes() for each in node.documents if each.code == code), None)

    def stage(self, code: str) -> Stage | None:
        """The stage of that code."""
        return next((stage for stage in self.stages if stage.code == code), None)

    def place(self, stage: str) -> int:
        """Where a stage stands, from 0."""
        return next(place for place, each in enumerate(self.stages) if each.code == stage)

    def stage_of(self, node: str) -> Stage:
        """The stage to which a node belongs."""
        return next(stage for stage in self.stages if any(each.code == node for each in stage.nodes))

    def next_stage(self, stage: str) -> Stage | None:
        """The stage after that one; None after the last."""
        after = self.place(stage) + 1
        return self.stages[after] if after < len(self.stages) else None

    def opened_in(self, action: str) -> Stage | None:
        """The stage before which an action cannot be done; None where any will do."""
        return next((stage for stage in self.stages if action in stage.opens), None)

    @property
    def guarded(self) -> frozenset[str]:
        """The actions that depend on where a project stands."""
        halted = {*self.halted.suspended, *self.halted.ended}
        return frozenset(halted) | {action for stage in self.stages for action in stage.opens}


def load_lifecycles(resources: Resources) -> dict[str, tuple[Lifecycle, str]]:
    """Each kind's lifecycle with the digest of its file; raises ConfigurationError with the file."""
    found: dict[str, tuple[Lifecycle, str]] = {}
    for path, lifecycle, sealed in read_lifecycles(resources):
        if lifecycle.code in found:
            raise ConfigurationError(
                f"{path}:1: the kind {lifecycle.code} has a lifecycle already; keep one file for it"
            )
        found[lifecycle.code] = (lifecycle, sealed)
    return found


def find_lifecycle(resources: Resources, kind: str) -> tuple[Lifecycle, str]:
    """The lifecycle of a kind of project with the digest of its file; raises UsageError."""
    found = load_lifecycles(resources).get(kind)
    if found is None:
        raise UsageError(f"data/lifecycles has no kind {kind!r}; kit show lifecycles lists all")
    return found


def read_lifecycles(resources: Resources) -> list[tuple[Path, Lifecycle, str]]:
    """Every file of a lifecycle with what it says and its digest; raises ConfigurationError with file and line."""
    return [(path, *_read(path, path.stat().st_mtime_ns)) for path in resources.list(FOLDER)]


def check_names(lifecycle: Lifecycle, actions: Container[str], rules: Container[str], facts: Container[str]) -> None:
    """Everything that a lifecycle names exists; raises ConfigurationError."""
    named: list[tuple[str, str, Container[str]]] = [("action", name, actions) for name in sorted(lifecycle.guarded)]
    named += [("fact", name, facts) for name in lifecycle.flags]
    for node in lifecycle.nodes():
        limit = [node.limit.rule] if node.limit and node.limit.rule else []
        named += [("rule", code, rules) for code in (*node.rules, *limit)]
        named += [("fact", name, facts) for name in node.facts]
    for kind, name, known in named:
        if name not in known:
            file = f"data/{FOLDER}/{lifecycle.code}.yaml"
            raise ConfigurationError(f"{file}: there is no {kind} {name!r}; mend the name")


# A deed asks for the lifecycle of its project; a file is read again when it has changed.
@lru_cache
def _read(path: Path, _changed: int) -> tuple[Lifecycle, str]:
    return read_item(path, Lifecycle), digest_file(path)


def _refuse_twice(kind: str, codes: list[str]) -> None:
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"{kind} {min(twice)!r} stands twice; give each its own code")
