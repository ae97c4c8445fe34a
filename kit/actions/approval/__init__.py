"""Actions about approvals; the last signature does what was asked, in the same transaction."""

from kit.actions.approval import deputies, scanning, signing, submitting

__all__ = ["deputies", "scanning", "signing", "submitting"]
