"""Waiving: what a valid waiver makes of a finding that would stop a deed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kit.core.finding import Finding, Severity
from kit.core.language import phrase
from kit.core.request import Request
from kit.law.citation import Citation
from kit.law.waiver import Waiver, WaiverState, WaiverUse, holds_on, reaches
from kit.store.work import Work

Ease = Callable[[Work, Sequence[Finding]], list[Finding]]


def waiving(action: str, request: Request) -> Ease:
    """What to do with the findings of one deed: those that a waiver covers become notes that name it.

    A deed over several projects is covered by none: nothing says which of them a finding is about.
    """

    def ease(work: Work, findings: Sequence[Finding]) -> list[Finding]:
        return [_eased(work, each, action, request) for each in findings]

    return ease


def _eased(work: Work, finding: Finding, action: str, request: Request) -> Finding:
    waiver = _covering(work, finding, request)
    if waiver is None:
        return finding
    day = finding.basis.day if isinstance(finding.basis, Citation) else None
    work.add(
        WaiverUse,
        waiver_id=waiver.id,
        finding=finding.code,
        action=action,
        action_id=work.action_id,
        used_by=work.setting.actor.login,
        on_day=day or work.setting.today,
    )
    said = phrase(
        "{found} – waived by {waiver} of {person}, until {day}: {reason}",
        found=finding.phrase,
        waiver=waiver.name,
        person=waiver.decided_by or "",
        day=str(waiver.until),
        reason=waiver.reason,
    )
    return replace(finding, severity=Severity.NOTE, phrase=said, waiver=waiver.name)


def _covering(work: Work, finding: Finding, request: Request) -> Waiver | None:
    """The waiver that covers a finding: of its rule, in force on the day of the deed and today, not one's own."""
    basis, dossiers = finding.basis, set(request.dossiers())
    if finding.severity is not Severity.BLOCK or not isinstance(basis, Citation) or len(dossiers) != 1:
        return None
    rule = work.setting.rulebook.rules.get(basis.rule)
    if rule is None or rule.waiver is None:
        return None
    today = work.setting.today
    granted = work.select(Waiver, project=dossiers.pop(), rule=rule.code, state=WaiverState.GRANTED)
    covering = (
        waiver
        for waiver in granted
        if waiver.decided_by != work.setting.actor.login
        and holds_on(waiver, today, basis.day or today)
        and reaches(waiver, request.scopes())
    )
    return next(covering, None)
