"""Requests about a project's course: beginning, nodes, gates, stopping, documents."""

from datetime import date
from typing import Any

from kit.core.request import Request, entry

CODE_PATTERN = r"^[a-z][a-z0-9_]*$"
DIGEST_PATTERN = r"^[0-9a-f]{64}$"
FILE_NAME_PATTERN = r"^[^/\\]+$"


class OfProject(Request):
    """A request about the course of one project."""

    project: str = entry("Project code", max_length=80)

    def dossiers(self) -> tuple[str, ...]:
        """A project's course belongs to its dossier."""
        return (self.project,)


def _reason() -> Any:
    return entry("Reason", min_length=1, max_length=1000)


def _node() -> Any:
    return entry("Node", max_length=80, pattern=CODE_PATTERN, help="its code in the lifecycle (kit show nodes)")


def _stage(title: str, **more: Any) -> Any:
    return entry(title, max_length=80, pattern=CODE_PATTERN, **more)


class BeginCourse(OfProject):
    """Put a registered project on the lifecycle of its kind, at the first stage."""

    kind: str = entry("Kind of project", max_length=80, pattern=CODE_PATTERN, help="kit show lifecycles lists them")


class TakeOverProject(OfProject):
    """Take over a project that is under way already, at the stage where its old files say it stands."""

    kind: str = entry("Kind of project", max_length=80, pattern=CODE_PATTERN, help="kit show lifecycles lists them")
    stage: str = _stage("Stage")
    began_on: date = entry("Begun on", help="the day on which the project began, by its old files")
    source: str = entry("Source", min_length=1, max_length=1000, help="the old files that this rests on")


class AssignNode(OfProject):
    """Give an open node to a unit or a person, who holds it from today."""

    node: str = _node()
    unit: str | None = entry("Unit", None, max_length=80, help="leave empty to keep it")
    holder: str | None = entry("Holder", None, max_length=80, help="the login of the person who does it")


class CompleteNode(OfProject):
    """Say that a node is done; its required documents are filed by then."""

    node: str = _node()
    done_on: date = entry("Done on")
    document_number: str | None = entry("Document number", None, max_length=200)
    remark: str | None = entry("Remark", None, max_length=1000)


class SkipNode(OfProject):
    """Leave a node out in a case in which the lifecycle allows it."""

    node: str = _node()
    case: str = entry("Case", max_length=80, pattern=CODE_PATTERN, help="kit show lifecycles names those of each node")
    reason: str = _reason()


class ReopenNode(OfProject):
    """Open a node of the present stage again."""

    node: str = _node()
    reason: str = _reason()


class PassGate(OfProject):
    """Go on from a stage to the next one, or, from the last, close the project."""

    stage: str = _stage("Stage that is left")


class ReturnStage(OfProject):
    """Go back to an earlier stage; what was done there stays done until it is opened again."""

    stage: str = _stage("Stage to go back to")
    reason: str = _reason()


class SuspendProject(OfProject):
    """Stop a project for a time (暂停)."""

    reason: str = _reason()


class ResumeProject(OfProject):
    """Go on with a suspended project; what was due meanwhile is due later by as many days."""

    reason: str = _reason()


class TerminateProject(OfProject):
    """Give a project up (终止)."""

    reason: str = _reason()


class ReopenProject(OfProject):
    """Open a terminated or closed project again, in the stage where it ended (重启)."""

    reason: str = _reason()


class FileDocument(OfProject):
    """File a document of a node; one of the same kind that is there already is replaced and stays readable."""

    kind: str = entry("Kind of document", max_length=80, pattern=CODE_PATTERN, help="kit show gate names them")
    title: str = entry("Title", min_length=1, max_length=400)
    file_name: str = entry("File name", min_length=1, max_length=255, pattern=FILE_NAME_PATTERN)
    digest: str = entry("Digest of the file", pattern=DIGEST_PATTERN, help="kit import evidence prints it")
    document_number: str | None = entry("Document number", None, max_length=200)
    issued_on: date | None = entry("Issued on", None)
