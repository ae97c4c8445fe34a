"""States: where a project's course stands, how a node ended, which way a passage went."""

from enum import StrEnum

from kit.core.language import phrase


class CourseState(StrEnum):
    """Where a course stands: on its way, stopped for a time (暂停), given up (终止), or closed after its last gate."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """What it is called, in the language spoken."""
        return str(_LABELS[self])


_LABELS = {
    CourseState.RUNNING: phrase("running"),
    CourseState.SUSPENDED: phrase("suspended"),
    CourseState.TERMINATED: phrase("terminated"),
    CourseState.CLOSED: phrase("closed"),
}
ENDED = frozenset({CourseState.TERMINATED, CourseState.CLOSED})


class NodeOutcome(StrEnum):
    """How a node ended: done; left out with a reason; or done before the project was taken over."""

    DONE = "done"
    SKIPPED = "skipped"
    TAKEN_OVER = "taken_over"


class Direction(StrEnum):
    """Which way a project went: on through a gate, back to a stage, as it was taken over, or to a stop and on again."""

    FORWARD = "forward"
    BACK = "back"
    TAKEN_OVER = "taken_over"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    TERMINATED = "terminated"
    REOPENED = "reopened"


class Line(StrEnum):
    """Whether the next stage waits for a node: 主线 does, 并联 goes on beside it and is due at its own day."""

    MAIN = "main"
    PARALLEL = "parallel"


class Need(StrEnum):
    """What else a gate can ask for, that other rooms know."""

    ALLOTTED_FUNDS = "allotted_funds"
    TARGETS_RECORDED = "targets_recorded"
    PLAN_BASELINE = "plan_baseline"
    SIGNED_CONTRACT = "signed_contract"
    CONTRACTS_SETTLED = "contracts_settled"
    NO_OPEN_RECTIFICATION = "no_open_rectification"
    NO_OPEN_RED_ALERT = "no_open_red_alert"
    SUBMITTED_REVIEW = "submitted_review"
