"""Rehearsing: what the checks would say today of what an approval asks for; nothing is written."""

from typing import Any

from kit.actions.desk import Desk, find_actor, read_request
from kit.actions.registry import find_action
from kit.core.finding import Finding


def rehearse(desk: Desk, action: str, payload: dict[str, Any], applicant: str) -> list[Finding]:
    """The findings of *action* with the request *payload*, as if its last step were signed now.

    It is done in the *applicant*'s name, as the release is, and undone. Raises UsageError where nobody has that login.
    """
    request, findings = read_request(find_action(action).request, payload)
    if request is None:
        return findings
    actor = find_actor(desk.database, applicant, desk.actor.door)
    return Desk(desk.workspace, desk.database, actor, desk.clock).preview(request, is_approved=True)
