"""Handling desk: what one person may do about a thing on a screen; it knows nothing of the page."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Any

from kit.actions.desk import Desk, read_request
from kit.core.finding import Finding
from kit.core.request import Request
from kit.views.journal import show_entries
from kit.views.org import show_people
from kit.views.reader import Reader
from kit.workspace.files import keep_content
from widgets.answer import Answer
from widgets.form import Form, Typed
from widgets.thing import Deed, Opened, Row, Thing

Files = Mapping[str, tuple[str, bytes]]


class HandlingDesk(ABC):
    """The things that one person handles on a day."""

    def __init__(self, desk: Desk, today: date) -> None:
        self._desk, self._today = desk, today
        self._reader = Reader(desk.database, desk.workspace.resources)

    @abstractmethod
    def opened(self, thing: Thing) -> Opened | None:
        """The thing as it stands now; None where there is none."""

    @abstractmethod
    def deeds(self, opened: Opened) -> list[Deed]:
        """What this person may do about it in the state in which it is."""

    @abstractmethod
    def form(self, opened: Opened, deed: Deed) -> Form:
        """What is asked for a deed."""

    def asked(self, _opened: Opened, _deed: Deed, form: Form, values: Row) -> tuple[Request | None, list[Finding]]:
        """The request that the values of a form make, or what is wrong with them."""
        return read_request(form.model, values)

    def became(self, opened: Opened, _request: Request) -> Thing:
        """What the thing is once the request is done."""
        return opened.thing

    def do(self, opened: Opened, deed: Deed, typed: Typed, files: Files) -> Answer:
        """Do it, unless somebody changed the thing since it was opened; files that come with it are kept first."""
        now = self.opened(opened.thing)
        if now is None or not now.is_like(opened):
            return Answer(False, stale=self._last_actor(opened.thing.project))
        form = self.form(opened, deed)
        values = form.read(typed)
        for name, (_called, content) in files.items():
            if name.removeprefix(form.prefix) in form.fields:
                values[name.removeprefix(form.prefix)] = keep_content(self._desk.workspace.files, content)
        request, findings = self.asked(opened, deed, form, values)
        if request is None:
            return Answer(False, tuple(findings))
        receipt = self._desk.record(request)
        thing = self.became(opened, request) if receipt.ok else None
        return Answer(receipt.ok, receipt.findings, receipt.number, receipt.seal, thing=thing)

    def name_of(self, login: Any) -> str:
        """Who somebody is, in words; the login where nobody of that name is registered."""
        return dict(self.people()).get(str(login), str(login))

    def people(self) -> list[tuple[str, str]]:
        """Those who work here: login and name."""
        frame = show_people(self._reader)
        here = frame[frame["left_on"].isna()]
        return [(str(one), f"{name} ({one})") for one, name in zip(here["login"], here["name"], strict=True)]

    def _last_actor(self, dossier: str) -> str:
        return self.name_of(show_entries(self._reader, dossier)["actor"].iloc[-1])
