"""Identity: who a request comes from, by the session cookie; kernels answer to their owner alone."""

import time
from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import HTTPServerRequest

from kit.actions.access import SEEN_SECONDS, Access, Visit, digest_of
from kit.server.rights import judge
from kit.server.visitor import visit_of

COOKIE = "kit_session"
# A session that was ended elsewhere may open addresses for this long.
REMEMBERED_SECONDS = 2.0


class Doorman:
    """Finds the visit of a request, and remembers it for a moment: a page asks for a hundred files at once."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self._remembered: dict[str, tuple[float, Visit | None]] = {}
        self._touched: dict[str, float] = {}

    def find_visit(self, request: HTTPServerRequest) -> Visit | None:
        """Who sent *request*; only the session cookie says so, no header and no query."""
        cookie = request.cookies.get(COOKIE)
        if cookie is None or not cookie.value:
            return None
        visit = self._recall(cookie.value)
        if visit and request.path != "/session":
            self.touch(visit.session)
        return visit

    def forget(self, key: str) -> None:
        """Ask anew at the next request: a step of the login was done, or the session was ended."""
        self._remembered.pop(digest_of(key), None)

    def touch(self, session: str) -> None:
        """Note that the person is there, now and then."""
        now = time.monotonic()
        if now - self._touched.get(session, -SEEN_SECONDS) >= SEEN_SECONDS:
            self._touched[session] = now
            self.access.touch(session)

    def tidy(self) -> None:
        """Forget whom nobody has seen for a while."""
        now = time.monotonic()
        self._remembered = {
            key: (at, visit) for key, (at, visit) in self._remembered.items() if now - at < REMEMBERED_SECONDS
        }
        self._touched = {key: at for key, at in self._touched.items() if now - at < SEEN_SECONDS}

    def _recall(self, key: str) -> Visit | None:
        digest, now = digest_of(key), time.monotonic()
        at, visit = self._remembered.get(digest, (-REMEMBERED_SECONDS, None))
        if now - at >= REMEMBERED_SECONDS:
            visit = self.access.visit(key)
            self._remember(digest, now, visit)
        return visit

    def _remember(self, digest: str, now: float, visit: Visit | None) -> None:
        # Made-up keys are asked for in the database each time: remembered, they would fill the memory.
        if visit is None:
            self._remembered.pop(digest, None)
        else:
            self._remembered[digest] = (now, visit)


class KitIdentity(IdentityProvider):
    """The user whom the gate found, for Jupyter's handlers; asked again whether the role fits the path."""

    def get_user(self, handler: Any) -> User | None:
        """The user; None on pages that need none."""
        visit = visit_of(handler.request)
        if visit is None or judge(handler.request.path[1:], handler.request.method, visit).status != 200:
            return None
        return User(username=visit.login, name=visit.name, display_name=visit.name)

    def get_handlers(self) -> list[tuple[str, object]]:
        """None of Jupyter's own login."""
        return []

    def is_token_authenticated(self, handler: Any) -> bool:  # noqa: ARG002 - Jupyter's signature
        """Never: there are no tokens here."""
        return False


class OwnersOnly(Authorizer):
    """Lets people at their own kernels and at nothing else that Jupyter offers."""

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:  # noqa: ARG002 - Jupyter's signature
        """True for a kernel that the person has started from here."""
        kernel = handler.path_kwargs.get("kernel_id") or (handler.path_args or [""])[0]
        return resource == "kernels" and handler.kernel_manager.is_owner(str(kernel), visit_of(handler.request))
