"""Approval: routes as data, signatures that bind a content, and what they release."""
