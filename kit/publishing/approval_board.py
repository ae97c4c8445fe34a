"""Approval board: what waits for a person's signature, what the person has asked for, and where all approvals stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from kit.approval.states import ApprovalState
from kit.core.language import _, phrase
from kit.publishing.approval_content import amount_of, name_of_action
from kit.publishing.cited import cite_count
from kit.publishing.page import Block, note, section, table, tiles
from kit.publishing.terms import write_term
from kit.views.approval import show_approvals, show_inbox, show_overdue_approvals
from kit.views.day import speaking_day
from kit.views.org import show_people
from kit.views.project.projects import show_projects
from kit.views.reader import Reader

# What a screen sets at the end of a row: the dossier of the approval and its number.
Beside = Callable[[str, str], Markup]
FIRST = ("approval_code", "asked", "project_names", "asked_amount", "asker")
WAITING = (*FIRST, "step", "due_day", "workdays_left", "behalf")
STANDING = (*FIRST, "approval_state", "step", "due_day", "held_by")
OVER = frozenset({ApprovalState.RELEASED, ApprovalState.REJECTED, ApprovalState.WITHDRAWN})


@dataclass(frozen=True)
class ApprovalBoard:
    """Approvals as one *person* (login) sees them, or everybody; *state* narrows the list of all.

    *beside* is what a screen sets at the end of each row.
    """

    reader: Reader
    person: str | None = None
    state: ApprovalState | None = ApprovalState.OPEN
    day: date | None = None
    beside: Beside | None = None

    @cached_property
    def spoken_on(self) -> date:
        """The day on which the page speaks."""
        return speaking_day(self.reader, self.day)

    @property
    def first_figures(self) -> Block:
        """What waits for the person, what of it is late, what the person asked for; and what is late in all."""
        late = self._late.drop_duplicates("code")
        all_late = (_("overdue, of all"), _count(late), "fault" if len(late) else "plain")
        if self.person is None:
            return tiles([(_("open"), _count(show_approvals(self.reader, ApprovalState.OPEN)), "plain"), all_late])
        mine, returned = self._inbox, self._own["state"] == ApprovalState.RETURNED
        overdue = mine["days_left"] < 0
        return tiles(
            [
                (_("wait for your signature"), _count(mine), "question" if len(mine) else "plain"),
                (_("of these overdue"), _count(mine, overdue), "fault" if overdue.any() else "plain"),
                (_("asked by you and open"), _count(self._own, self._own["state"] == ApprovalState.OPEN), "plain"),
                (_("returned to you"), _count(self._own, returned), "question" if returned.any() else "plain"),
                all_late,
            ]
        )

    @property
    def inbox(self) -> Block:
        """What waits for the person's signature, the most pressing first."""
        if self.person is None:
            return Block(Markup(""), "")
        found = self._inbox
        shown = self._shown(found).assign(
            workdays_left=found["days_left"], is_marked=found["days_left"] < 0, behalf=self._named(found["behalf"])
        )
        empty = _("Nothing waits for your signature.")
        return section(_("Waits for your signature")) + self._table(found, shown, WAITING, empty)

    @property
    def own(self) -> Block:
        """What the person has asked for and is not over, what was returned first."""
        if self.person is None:
            return Block(Markup(""), "")
        found = self._own[~self._own["state"].isin(OVER)]
        found = found.sort_values("state", key=lambda states: states != ApprovalState.RETURNED, kind="stable")
        return section(_("Asked by you")) + self._table(
            found, self._standing(found), STANDING, _("Nothing that you asked for is on its way.")
        )

    @property
    def everything(self) -> Block:
        """All approvals of the chosen state, who holds those that are late, the newest first."""
        found = show_approvals(self.reader, self.state).iloc[::-1]
        said = note(_("The steps are those of the route as it stood at submission; kit show routes lists the routes."))
        empty = _("No approval stands there.")
        return section(_("All approvals")) + self._table(found, self._standing(found), STANDING, empty) + said

    def _standing(self, found: pd.DataFrame) -> pd.DataFrame:
        held = {code: "、".join(self._named(rows["holder"])) for code, rows in self._late.groupby("code")}
        return self._shown(found).assign(
            held_by=[held.get(code, "") for code in found["code"]], is_marked=found["code"].isin(list(held))
        )

    def _shown(self, found: pd.DataFrame) -> pd.DataFrame:
        rows = found.to_dict("records")
        return found.assign(
            approval_code=found["code"],
            asked=[name_of_action(row["action"]) for row in rows],
            project_names=[self._projects_of(row["dossiers"]) for row in rows],
            asked_amount=[amount_of(row["action"], row["payload"]) for row in rows],
            asker=self._named(found["applicant"]),
            approval_state=found["state"],
            due_day=found["due_on"],
        )

    def _table(self, found: pd.DataFrame, shown: pd.DataFrame, names: tuple[str, ...], empty: str) -> Block:
        ends = None
        if self.beside is not None:
            ends = [self.beside(str(row["dossiers"][0]), str(row["code"])) for row in found.to_dict("records")]
        return table(shown, *names, empty=empty, marked="is_marked", beside=ends)

    @cached_property
    def _inbox(self) -> pd.DataFrame:
        return show_inbox(self.reader, person=self.person, day=self.spoken_on)

    @cached_property
    def _own(self) -> pd.DataFrame:
        return show_approvals(self.reader, applicant=self.person)

    @cached_property
    def _late(self) -> pd.DataFrame:
        return show_overdue_approvals(self.reader, self.spoken_on)

    def _named(self, logins: Any) -> list[str]:
        return [self._names.get(login, login or "") for login in logins]

    def _projects_of(self, dossiers: list[str]) -> str:
        return "、".join(self._projects.get(code, code) for code in dossiers if code in self._projects)

    @cached_property
    def _names(self) -> dict[str, str]:
        people = show_people(self.reader)
        return dict(zip(people["login"], people["name"], strict=True))

    @cached_property
    def _projects(self) -> dict[str, str]:
        found = show_projects(self.reader)
        return dict(zip(found["code"], found["name"], strict=True))


def state_words(state: ApprovalState | None) -> str:
    """Where approvals stand, in words."""
    return _("all") if state is None else write_term(state)


def _count(found: pd.DataFrame, chosen: pd.Series | None = None) -> str:
    return cite_count(found, chosen, phrase("number of approvals"))
