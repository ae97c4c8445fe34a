"""Actions about approvals; the last signature does what was asked, in the same transaction."""

from kit.actions.approval import deputies, overdue, signing, submitting

__all__ = ["deputies", "overdue", "signing", "submitting"]
