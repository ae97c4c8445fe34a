"""Coverage: which rules the kit's own rooms feed, from what, and which facts no room records."""

from typing import Any

import pandas as pd

from kit.law.rulebook import Rulebook
from kit.law.trace import label_of
from kit.views.law.feeds import Feeding, feeding_of
from kit.views.reader import Reader
from kit.views.registry import view


@view("law_coverage")
def show_law_coverage(reader: Reader, subject: str | None = None) -> pd.DataFrame:
    """Which rules are fed by the kit's own records, and which facts nobody records: one row per check.

    ``fed`` is wholly, partly (it can be decided sometimes) or not; ``lacking`` are the facts that no room records.
    """
    rules = reader.rulebook.executable(subject)
    rows = [_row(feeding_of(rule), reader.rulebook) for rule in rules]
    return pd.DataFrame(rows, columns=["rule", "title", "subject", "fed", "feed", "sources", "lacking", "severity"])


def _row(feeding: Feeding, rulebook: Rulebook) -> dict[str, Any]:
    rule, feed = feeding.rule, feeding.feed
    assert rule.check is not None
    asked = [name for name in rule.check.names if feed and name in feed.provides]
    return {
        "rule": rule.code,
        "title": rule.label,
        "subject": rule.check.subject,
        "fed": str(feeding.fed),
        "feed": feed.name if feed else None,
        "sources": "; ".join(f"{name}: {feed.provides[name]}" for name in asked) if feed else "",
        "lacking": "; ".join(label_of(name, rulebook) for name in feeding.lacking),
        "severity": str(rule.severity),
    }
