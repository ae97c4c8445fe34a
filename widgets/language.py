"""Language of the screens: the one chosen at the login, else the workspace's; set once when a screen opens."""

import os

from kit.core.language import LANGUAGES, _, set_language
from kit.workspace.workspace import Workspace, find_workspace

__all__ = ["_", "enter"]


def enter() -> Workspace:
    """The workspace that the server or the environment names; from here on the person's language is spoken."""
    workspace = find_workspace()
    chosen = os.environ.get("KIT_LANGUAGE", "")
    set_language(chosen if chosen in LANGUAGES else workspace.settings.language)
    return workspace
