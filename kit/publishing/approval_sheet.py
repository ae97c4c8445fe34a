"""Approval sheet: one approval as its signers read it: what is asked, the steps, who signed, what the checks say."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from kit.approval.states import StepMode
from kit.core.finding import Finding
from kit.core.language import _
from kit.publishing.approval_content import Line, content_lines, name_of_action
from kit.publishing.columns import NOTHING
from kit.publishing.page import Block, note, section, table, words
from kit.publishing.terms import write_term
from kit.views.approval import (
    show_approval_scans,
    show_approval_steps,
    show_approval_times,
    show_approval_versions,
    show_approvals,
)
from kit.views.org import show_people
from kit.views.project.projects import show_projects
from kit.views.reader import Reader

# A row of a view.
Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class ApprovalSheet:
    """One approval; each property is a piece of the sheet. *findings* are what the checks say of it today."""

    reader: Reader
    code: str
    findings: Sequence[Finding] = ()

    @cached_property
    def row(self) -> dict[str, Any]:
        """The approval as the view has it."""
        return {str(name): value for name, value in show_approvals(self.reader, code=self.code).iloc[0].items()}

    @property
    def title(self) -> str:
        """What is asked for."""
        return name_of_action(self.row["action"])

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Number, projects, who asked when, where it stands."""
        row = self.row
        return [
            (_("Approval number"), self.code),
            (_("projects concerned"), self.projects),
            (_("asked by"), self.name_of(row["applicant"])),
            (_("submitted on"), str(row["submitted_on"])),
            (_("state"), write_term(row["state"])),
            (_("step"), row["step"]),
            (_("due on"), str(row["due_on"])),
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """What is asked, field by field, beside the version before where there is one."""
        versions = show_approval_versions(self.reader, self.code)["payload"].to_list()
        return content_lines(self.row["action"], self.row["payload"], versions[-2] if len(versions) > 1 else None)

    @property
    def content(self) -> Block:
        """What is asked, with what was asked before where it was submitted again with other content."""
        frame = pd.DataFrame([(one.title, one.value, one.before) for one in self.lines])
        frame = frame.set_axis(["asked_field", "asked_value", "asked_before"], axis=1)
        is_changed = frame["asked_before"] != ""
        columns = ("asked_field", "asked_value", *(["asked_before"] if is_changed.any() else []))
        shown = table(frame.assign(is_marked=is_changed), *columns, marked="is_marked")
        seal = note(_("Digest of the content: {digest}").format(digest=self.row["digest"]))
        return section(_("What is asked")) + shown + seal

    @property
    def checks(self) -> Block:
        """What the checks would say if the last step were signed today."""
        heading = section(_("What the checks say today"))
        if not self.findings:
            return heading + words(_("The checks find nothing that stands against it."))
        rows = [(str(one.severity), one.message, one.basis or NOTHING) for one in self.findings]
        frame = pd.DataFrame(rows, columns=["severity", "message", "basis"])
        shown = frame.assign(is_marked=frame["severity"] == "block")
        return heading + table(shown, "severity", "message", "basis", marked="is_marked")

    @property
    def steps(self) -> Block:
        """The steps of the route: who signs, how many, how long they have, how far it is."""
        found = show_approval_steps(self.reader, self.code)
        shown = found.assign(
            step_state=found["state"],
            signs=[self._signs(row) for row in found.to_dict("records")],
            is_marked=found["state"] == "open",
        )
        return section(_("Steps")) + table(shown, "step", "signs", "workdays", "step_state", marked="is_marked")

    @property
    def steps_found(self) -> list[tuple[str, str]]:
        """The name of each step in order, and the same with who signs it."""
        found = show_approval_steps(self.reader, self.code).to_dict("records")
        return [(row["step"], f"{row['step']}（{self._signs(row)}）") for row in found]

    def said(self, row: Row) -> str:
        """What one signature says, in a line."""
        opinion = f"：{row['opinion']}" if row["opinion"] else ""
        return f"{self._signer(row)} {_verdict(row)}{opinion}  {row['signed_on']}"

    @property
    def signatures(self) -> Block:
        """Who said what at which step, what no longer counts among it, and scans of forms signed in ink."""
        found = self.signed
        shown = found.assign(
            step=found["step_name"],
            verdict=[_verdict(row) for row in found.to_dict("records")],
            signer=[self._signer(row) for row in found.to_dict("records")],
        )
        empty = _("Nobody has signed yet.")
        names = ("step", "signer", "verdict", "signed_on", "opinion")
        return section(_("Signatures")) + table(shown, *names, empty=empty) + self._scans()

    @cached_property
    def signed(self) -> pd.DataFrame:
        """Every signature with the name of its step."""
        found = show_approval_times(self.reader, self.code)
        names = dict(enumerate(show_approval_steps(self.reader, self.code)["step"]))
        return found.assign(step_name=found["step"].map(names))

    @property
    def projects(self) -> str:
        """The projects it is about, by name."""
        frame = show_projects(self.reader)
        names = dict(zip(frame["code"], frame["name"], strict=True))
        return "、".join(f"{names[code]}（{code}）" for code in self.row["dossiers"] if code in names) or _("office")

    def name_of(self, login: str) -> str:
        """Who somebody is."""
        return self._names.get(login, login)

    @cached_property
    def _names(self) -> dict[str, str]:
        people = show_people(self.reader)
        return dict(zip(people["login"], people["name"], strict=True))

    def _scans(self) -> Block:
        found = show_approval_scans(self.reader, self.code)
        if found.empty:
            return Block(Markup(""), "")
        said = _("Signed in ink, scanned: {digests}").format(digests=", ".join(found["digest"]))
        outdated = int((~found["is_current"].astype(bool)).sum())
        more = _("{count} of them show content that has changed since.").format(count=outdated) if outdated else ""
        return note(f"{said} {more}".strip())

    def _signs(self, row: Row) -> str:
        if row["persons"]:
            return "、".join(self.name_of(login) for login in row["persons"].split(", "))
        roles = "、".join(write_term(role) for role in row["roles"].split(", "))
        modes = {
            StepMode.ALL: _("{roles}, each of them").format(roles=roles),
            StepMode.ANY: roles,
            StepMode.QUORUM: _("{count} of {roles}").format(count=row["quorum"], roles=roles),
        }
        return modes[StepMode(row["mode"])]

    def _signer(self, row: Row) -> str:
        name = self.name_of(row["person"])
        if not row["behalf"]:
            return name
        return _("{name} for {behalf}").format(name=name, behalf=self.name_of(row["behalf"]))


def _verdict(row: Row) -> str:
    said = write_term(row["verdict"])
    return _("{verdict} (no longer counts)").format(verdict=said) if row["is_void"] else said
