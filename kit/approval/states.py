"""States: where an approval stands, how a step is carried, and what a signature says."""

from enum import StrEnum


class ApprovalState(StrEnum):
    """Where an approval stands; the last three are final."""

    OPEN = "open"
    RETURNED = "returned"
    RELEASED = "released"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class StepMode(StrEnum):
    """How many of a step's roles must sign: each (会签), one (或签), or a number of persons."""

    ALL = "all"
    ANY = "any"
    QUORUM = "quorum"


class Verdict(StrEnum):
    """What a person says at a step."""

    AGREE = "agree"
    RETURN = "return"
    REJECT = "reject"
    HAND_OVER = "hand_over"
    RECUSE = "recuse"
