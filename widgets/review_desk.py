"""Review desk: opens, keeps and submits self-review tables as one person; it knows nothing of the page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from kit.actions.desk import Desk, read_request
from kit.actions.drafts import Drafts
from kit.actions.evaluation import ANY_UNIT
from kit.core.finding import Finding, is_blocked
from kit.core.request import Request
from kit.evaluation.printed import PrintedIndicator, PrintedTable
from kit.evaluation.requests import CorrectSelfReview, EnterSelfReview, SubmitSelfReview
from kit.evaluation.review import Review, review_table
from kit.evaluation.standards import standards_in_force
from kit.views.evaluation import read_printed, show_objectives, show_self_reviews
from kit.views.journal import show_entries
from kit.views.org import show_units
from kit.views.project.projects import show_projects
from kit.views.reader import Reader
from widgets.answer import Answer
from widgets.draft import Draft, blank_table

Key = tuple[str, int]
DRAFT = "draft"
SCREEN = "self_review_entry"


@dataclass(frozen=True)
class Project:
    """A project that the person may enter tables for."""

    code: str
    name: str
    owner: str
    years: range


@dataclass(frozen=True)
class Opened:
    """A table as it stood when it was opened; ``state`` is None where none is entered yet."""

    key: Key
    table: PrintedTable
    state: str | None
    scheme_named: str | None
    approved: Sequence[PrintedIndicator]

    @property
    def is_locked(self) -> bool:
        """True once it was submitted."""
        return self.state not in (None, DRAFT)


class ReviewDesk:
    """The tables that one person may enter."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._reader = Reader(desk.database)
        self._units = show_units(self._reader).set_index("code")
        self._drafts = Drafts(desk.database, desk.actor.login, SCREEN)

    def projects(self) -> list[Project]:
        """The projects of the person's unit, or all where the person reviews for every unit."""
        owner = None if self._desk.actor.roles & ANY_UNIT else self._desk.actor.unit or ""
        frame = show_projects(self._reader)
        kept = frame if owner is None else frame[frame["owner"] == owner]
        return [_project(row) for row in kept.to_dict("records")]

    def first_key(self, projects: Sequence[Project]) -> Key:
        """Where to begin: the latest draft, else the latest year that has no table, else the latest of all."""
        reviews = show_self_reviews(self._reader).dropna(subset=["year"])
        states = {
            (code, int(year)): state
            for code, year, state in reviews[["project", "year", "state"]].itertuples(index=False)
        }
        keys = sorted(((each.code, year) for each in projects for year in each.years), key=itemgetter(1), reverse=True)
        waiting = [key for key in keys if states.get(key) == DRAFT] or [key for key in keys if key not in states]
        return (waiting or keys)[0]

    def open(self, project: Project, year: int) -> Opened:
        """The table of that year, or a new one to begin with."""
        stored = read_printed(self._reader, project.code, year)
        reviews = show_self_reviews(self._reader, project.code, year).to_dict("records")
        state, named = (reviews[0]["state"], reviews[0]["scheme_named"]) if reviews else (None, None)
        approved = show_objectives(self._reader, project.code, year).to_dict("records")
        return Opened(
            (project.code, year),
            stored or self._blank(project, year),
            state,
            named or self._desk.workspace.settings.scheme,
            [PrintedIndicator.model_validate(row) for row in approved],
        )

    def read(self, opened: Opened, values: dict[str, Any]) -> tuple[PrintedTable | None, list[Finding]]:
        """The table that *values* make, or what is wrong with them."""
        request, findings = self._request(opened, values)
        return (None, findings) if request is None else (request.table, [])

    def judge(self, opened: Opened, table: PrintedTable) -> Review:
        """Figures and findings of *table*, as they will be kept beside it."""
        standards = standards_in_force(self._desk.workspace.resources)
        named = standards.scheme(opened.scheme_named) if opened.scheme_named else None
        return review_table(table, named, opened.approved or None, standards)

    def barriers(self, opened: Opened) -> list[Finding]:
        """What would stop this person from keeping this table, asked before anything is typed."""
        if opened.is_locked:
            return []
        request, findings = self._request(opened, opened.table.model_dump())
        said = findings if request is None else self._desk.preview(request)
        return [finding for finding in said if is_blocked([finding])]

    def save(self, opened: Opened, values: dict[str, Any]) -> Answer:
        """Keep the table as a draft, unless somebody changed it since it was opened."""
        if quicker := self._changed_by(opened):
            return Answer(False, stale=quicker)
        request, findings = self._request(opened, values)
        return Answer(False, tuple(findings)) if request is None else self._record(request)

    def submit(self, opened: Opened, explanation: str) -> Answer:
        """Submit the draft that is kept, unless somebody changed it since it was opened."""
        if quicker := self._changed_by(opened):
            return Answer(False, stale=quicker)
        return self._record(
            SubmitSelfReview(project=opened.key[0], year=opened.key[1], explanation=explanation or None)
        )

    def kept_draft(self, opened: Opened) -> tuple[Opened, Draft] | None:
        """What was typed and not saved when the page was last left, with the table as it stood at that time.

        Where somebody has changed the table since, saving says so, as it does between two pages.
        """
        kept = None if opened.is_locked else self._drafts.find(_place(opened))
        if kept is None:
            return None
        told = json.loads(kept.text)
        draft = Draft.from_plain(told["draft"])
        return replace(opened, table=draft.base, state=told["state"]), draft

    def keep_draft(self, opened: Opened, draft: Draft) -> None:
        """Keep what stands on the page, in case it is never saved."""
        told = {"state": opened.state, "draft": draft.as_plain()}
        self._drafts.keep(_place(opened), json.dumps(told, ensure_ascii=False))

    def drop_draft(self, opened: Opened) -> None:
        """What stands on the page is saved, or not wanted."""
        self._drafts.drop(_place(opened))

    def _request(self, opened: Opened, values: dict[str, Any]) -> tuple[Any, list[Finding]]:
        model: type[Request] = EnterSelfReview if opened.state is None else CorrectSelfReview
        project, year = opened.key
        return read_request(model, {"project": project, "year": year, "table": values, "scheme": opened.scheme_named})

    def _record(self, request: Request) -> Answer:
        receipt = self._desk.record(request)
        return Answer(receipt.ok, receipt.findings, receipt.number, receipt.seal)

    def _changed_by(self, opened: Opened) -> str:
        """Who changed the table since it was opened; empty where nobody did."""
        project, year = opened.key
        reviews = show_self_reviews(self._reader, project, year)["state"].to_list()
        standing = read_printed(self._reader, project, year) if reviews else None
        is_same = (reviews[0] if reviews else None) == opened.state
        if is_same and (standing is None or standing == opened.table):
            return ""
        return str(show_entries(self._reader, project)["actor"].iloc[-1])

    def _blank(self, project: Project, year: int) -> PrintedTable:
        unit = self._units.loc[project.owner]
        parent = unit["parent"]
        department = self._units.loc[parent]["name"] if parent in self._units.index else unit["name"]
        return blank_table(project.code, project.name, year, str(unit["name"]), str(department))


def _place(opened: Opened) -> str:
    return f"{opened.key[0]}/{opened.key[1]}"


def _project(row: Mapping[Any, Any]) -> Project:
    return Project(row["code"], row["name"], row["owner"], range(int(row["year_from"]), int(row["year_to"]) + 1))
