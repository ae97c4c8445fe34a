"""Scanning: the form that was signed in ink and stamped, kept beside the signatures."""

from kit.actions.approval.books import approval_of, held_by_approval
from kit.actions.registry import action
from kit.approval.checks import check_scan
from kit.approval.requests import KeepScan
from kit.approval.signers import BUSINESS
from kit.approval.tables import SignedScan
from kit.store.work import Work
from kit.workspace.files import place_of


@action("approval.keep_scan", roles=set(BUSINESS), holds=held_by_approval)
def keep_scan(work: Work, request: KeepScan) -> None:
    """Keep the scan of the form that was signed in ink and stamped (签字扫描件); it counts as no signature."""
    approval = approval_of(work, request.code)
    is_kept = place_of(work.setting.files, request.scan).is_file()
    is_there = work.find(SignedScan, approval=approval.code, digest=request.scan) is not None
    work.refuse_if(check_scan(approval, request.digest, is_kept=is_kept, is_there=is_there))
    work.add(
        SignedScan,
        approval=approval.code,
        digest=request.scan,
        content_digest=approval.digest,
        remark=request.remark,
        kept_by=work.setting.actor.login,
        kept_on=work.setting.today,
    )
