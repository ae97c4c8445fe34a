"""Actions about documents: filing one, in place of the one before."""

from kit.actions.project.books import WORKING, Underway, open_course
from kit.actions.registry import action
from kit.project.course import CourseNode
from kit.project.course_requests import FileDocument
from kit.project.document import ProjectDocument
from kit.project.document_checks import check_file, check_kind_of_document, check_new_content, check_reached
from kit.project.lifecycle import Document
from kit.store.work import Work
from kit.workspace.content_type import content_type
from kit.workspace.files import place_of


@action("project.file_document", roles=WORKING)
def file_document(work: Work, request: FileDocument) -> None:
    """File a document of a node; one of the same kind that is there already is replaced and stays readable."""
    underway = open_course(work, request.project)
    kind = underway.lifecycle.document(request.kind)
    work.refuse_if(check_kind_of_document(kind, request.kind))
    assert kind
    node = _node_of(underway, kind)
    work.refuse_if(check_reached(work.find(CourseNode, project=request.project, node=node), kind))
    path = place_of(work.setting.files, request.digest)
    is_kept = path.is_file()
    found = content_type(path) if is_kept else None
    work.refuse_if(check_file(request, is_kept, found, work.setting.today))
    assert found
    filed = work.select(ProjectDocument, project=request.project, kind=request.kind)
    before = next((each for each in filed if each.replaced_on is None), None)
    work.refuse_if(check_new_content(request.digest, before.digest if before else None, kind.name))
    if before:
        work.change(before, replaced_on=work.setting.today)
    work.add(
        ProjectDocument,
        **request.model_dump(),
        node=node,
        number=len(filed) + 1,
        media_type=found.media_type,
        size=path.stat().st_size,
        retention=str(kind.retention),
        filed_by=work.setting.actor.login,
        filed_on=work.setting.today,
        replaced_on=None,
    )


def _node_of(underway: Underway, kind: Document) -> str:
    return next(node.code for node in underway.lifecycle.nodes() if kind in node.documents)
