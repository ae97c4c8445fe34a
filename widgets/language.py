"""Language of the screens: the workspace's own, chosen once when a screen opens."""

from kit.core.language import _, set_language
from kit.workspace.workspace import Workspace, find_workspace

__all__ = ["_", "enter"]


def enter() -> Workspace:
    """The workspace that the server or the environment names; from here on its language is spoken."""
    workspace = find_workspace()
    set_language(workspace.settings.language)
    return workspace
