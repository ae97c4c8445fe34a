"""Compliance: the pieces of the report on rules: what is not kept, what was waived, what could not be checked."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from kit.core.finding import Severity
from kit.core.language import _, phrase
from kit.publishing.cited import cite_count, cite_sum
from kit.publishing.page import Block, note, open_reader, section, table, tiles, title
from kit.views.day import speaking_day
from kit.views.law.compliance import show_compliance, show_compliance_rules
from kit.views.law.coverage import show_law_coverage
from kit.views.law.feeds import Fed
from kit.views.law.waivers import EXPIRED, IN_FORCE, show_waivers
from kit.views.project.projects import show_projects
from kit.views.reader import Reader


def open_compliance(snapshot: str, project: str, language: str) -> "ComplianceReport":
    """The report of one project."""
    return ComplianceReport(open_reader(snapshot, language), project)


@dataclass(frozen=True)
class ComplianceReport:
    """What the rules say of one project; each property is a piece of the page."""

    reader: Reader
    project: str
    day: date | None = None

    @cached_property
    def spoken_on(self) -> date:
        """The day on which the page speaks."""
        return speaking_day(self.reader, self.day)

    @cached_property
    def broken(self) -> pd.DataFrame:
        """What is not kept, the gravest first."""
        return show_compliance(self.reader, self.project, day=self.spoken_on)

    @cached_property
    def waivers_found(self) -> pd.DataFrame:
        """The waivers of the project."""
        return show_waivers(self.reader, self.project, day=self.spoken_on)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """How often each rule is kept, not kept and not applicable."""
        return show_compliance_rules(self.reader, self.project, day=self.spoken_on)

    @property
    def heading(self) -> Block:
        """Whose report it is, and the figures that come first."""
        found = show_projects(self.reader)
        name = str(found.loc[found["code"] == self.project, "name"].iloc[0])
        said = _("Report on compliance · as recorded on {day}").format(day=self.spoken_on.isoformat())
        return title(name, said) + self.first_figures

    @property
    def first_figures(self) -> Block:
        """How often rules are kept, not kept, waived, and lack a fact."""
        is_waived, in_force = self.broken["waiver"].notna(), self.waivers_found["state"] == IN_FORCE
        broken = cite_count(self.broken, ~is_waived, phrase("number of things not kept without a waiver"))
        waived = cite_count(self.broken, is_waived, phrase("number of things not kept under a waiver"))
        standing = cite_count(self.waivers_found, in_force, phrase("number of waivers in force"))
        return tiles(
            [
                (_("kept"), cite_sum(self.counted, "kept", phrase("sum of kept")), "plain"),
                (_("not kept: please check"), broken, "plain" if is_waived.all() else "question"),
                (_("not kept, under a waiver"), waived, "plain"),
                (_("not applicable: a fact is missing"), self._lacking, "plain"),
                (_("waivers in force"), standing, "question" if in_force.any() else "plain"),
            ]
        )

    @property
    def _lacking(self) -> str:
        return cite_sum(self.counted, "fact_missing", phrase("sum of fact_missing"))

    @property
    def not_kept(self) -> Block:
        """What is not kept, with article and trace."""
        found = self.broken.assign(is_grave=self.broken["severity"] == Severity.BLOCK)
        shown = found.rename(columns={"title": "rule_title"})
        names = ("severity", "thing", "rule_title", "trace", "basis", "day", "waiver")
        empty = _("Every rule that could be checked is kept.")
        return section(_("Not kept: please check")) + table(shown, *names, empty=empty, marked="is_grave")

    @property
    def waivers(self) -> Block:
        """All waivers of the project, also those that have ended: with reason, who decided, and how often used."""
        found = self.waivers_found
        shown = found.assign(waiver_state=found["state"], is_over=found["state"] == EXPIRED)
        shown = shown.rename(columns={"title": "rule_title", "reason": "waiver_reason", "until": "last_day"})
        names = ("waiver", "rule_title", "scope", "waiver_reason", "since_day", "last_day", "decided_by", "uses")
        drawn = table(
            shown.rename(columns={"since": "since_day"}), *names, "waiver_state", empty=_("No rule was waived.")
        )
        return section(_("Waivers")) + drawn

    @property
    def missing(self) -> Block:
        """The rules that apply to what is recorded and lack a fact, and how much is checked at all."""
        found = self.counted[self.counted["fact_missing"] > 0].rename(columns={"title": "rule_title"})
        checks = show_law_coverage(self.reader)
        fed = cite_count(checks, checks["fed"] != Fed.NOT, phrase("number of checks that are fed"))
        said = _(
            "{fed} of {all} checks are fed by the kit's own records; the others wait for facts that nobody records."
        )
        drawn = table(found, "rule_title", "fact_missing", "kept", "not_kept", "basis", empty=_("No fact is missing."))
        counts = note(said.format(fed=fed, all=cite_count(checks)))
        return section(_("Not applicable: a fact is missing")) + drawn + counts
