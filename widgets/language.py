"""Language of the screens: the workspace's own, chosen once when a screen opens."""

from kit.core.language import _, set_language
from kit.workspace.workspace import Workspace, find_workspace

__all__ = ["_", "enter", "severity_title"]


def enter() -> Workspace:
    """The workspace that the server or the environment names; from here on its language is spoken."""
    workspace = find_workspace()
    set_language(workspace.settings.language)
    return workspace


def severity_title(severity: str) -> str:
    """A severity as people say it."""
    titles = {"block": _("Stops"), "fault": _("Cannot be right"), "question": _("Please check"), "note": _("Note")}
    return titles[severity]
