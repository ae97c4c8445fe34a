"""Scheme note: by which scheme the scores on a page were made, and what about it is still to be confirmed."""

import pandas as pd
from markupsafe import Markup

from kit.core.errors import UsageError
from kit.evaluation.standards import Standards
from kit.publishing.page import Block, note
from kit.views.reader import frozen_resources


def frozen_standards(snapshot: str) -> Standards:
    """The standards that the run froze beside its *snapshot*; the kit's own where it stands alone."""
    return Standards(frozen_resources(snapshot))


def note_schemes(reviews: pd.DataFrame, standards: Standards) -> Block:
    """The schemes of *reviews* by name, each with its mark where a source was not read in its text."""
    codes = dict.fromkeys(reviews["scheme"].dropna())
    return sum((note(_introduce(code, standards)) for code in codes), Block(Markup(""), ""))


def _introduce(code: str, standards: Standards) -> str:
    try:
        return standards.scheme(code).introduce()
    except UsageError:
        # Scored by a scheme that the office has taken away since; its code is all that is left of it.
        return code
