"""Visitor: who sent a request, as the gate found it, and which language they read."""

import functools
from collections.abc import Callable
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from kit.actions.access import Visit
from kit.core.language import LANGUAGES, speaking

VISIT = "kit_visit"
LANGUAGE_COOKIE = "kit_language"


def visit_of(request: HTTPServerRequest) -> Visit | None:
    """Who the gate found."""
    found: Visit | None = getattr(request, VISIT, None)
    return found


def language_of(handler: RequestHandler) -> str:
    """The language that was chosen at the login, else the workspace's."""
    chosen = handler.get_cookie(LANGUAGE_COOKIE) or ""
    return chosen if chosen in LANGUAGES else str(handler.settings["kit_server"].workspace.settings.language)


def in_own_words(method: Callable[..., Any]) -> Callable[..., Any]:
    """Speak the language of whoever asks inside a handler's method."""

    @functools.wraps(method)
    async def spoken(self: Any, *given: Any, **named: Any) -> Any:
        with speaking(language_of(self)):
            return await method(self, *given, **named)

    return spoken
