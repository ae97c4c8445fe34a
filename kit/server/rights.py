"""Rights: which role may open which address of the server; whatever is not listed here is closed.

The page ``docs/access.md`` is written from these rules and from the registries of actions and views.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kit.actions.access import CODE, ENROLMENT, PASSWORD, Visit
from kit.actions.catalogue import all_actions, find_action
from kit.core.actor import ADMINISTRATORS, OUTSIDERS, Role
from kit.views.catalogue import all_views

KERNEL = r"\w+-\w+-\w+-\w+-\w+"
READING = ("GET", "HEAD")
BUSINESS = frozenset(Role) - ADMINISTRATORS
INSIDERS = BUSINESS - OUTSIDERS
SECURITY, AUDIT = frozenset({Role.SECURITY_ADMIN}), frozenset({Role.AUDIT_ADMIN})
HEADING = """# Roles and what they may do

Written by `python -m kit.server.rights` from the rules of the server and the registries of actions and views; a test
compares it. ● may. An address that is not listed is closed to everybody; `*` needs no login, `†` opens only at that
step of a login."""
NARROWER = """Narrower than the table: a kernel answers to the session that opened its page and to nobody else.
Evaluators and experts from outside read the reports on projects that are assigned to them today and no others, and no
action of theirs reaches another project. Units act on their own projects, as the checks of each action say."""
VIEWS = """No address gives a view out: people read them through the screens that they may open, and the command line
reads them at the machine itself. There are:"""
# Where each step of the login is done.
STEPS = {PASSWORD: "password", ENROLMENT: "second-factor", CODE: "code"}


@dataclass(frozen=True)
class Screen:
    """A page with a kernel: the notebook that makes it, its address, and the roles that may open it."""

    notebook: str
    path: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Rule:
    """One kind of address (a regular expression of the whole path), the methods, and who may ask for it.

    ``roles`` is None where nobody needs to be logged in. ``steps`` are the steps of an incomplete login at which it
    opens all the same. A ``page`` leads who is not logged in to the login; anything else is refused.
    """

    name: str
    pattern: str
    methods: tuple[str, ...]
    roles: frozenset[Role] | None
    steps: frozenset[str] = frozenset()
    is_page: bool = False

    def fits(self, path: str) -> bool:
        """True where *path*, below the base address, is one of these."""
        return re.fullmatch(self.pattern, path) is not None


@dataclass(frozen=True)
class Verdict:
    """What becomes of a request: ``status`` 200 lets it in, 302 leads to ``leads_to``, anything else is the refusal."""

    status: int
    leads_to: str = ""


@cache
def screens() -> tuple[Screen, ...]:
    """The screens, in the order in which they are listed."""
    entering = find_action("evaluation.enter_self_review").roles | find_action("evaluation.submit_self_review").roles
    return (
        Screen("library", "library", INSIDERS),
        Screen("funds", "funds", INSIDERS),
        Screen("progress", "progress", INSIDERS),
        Screen("alerts", "alerts", INSIDERS),
        Screen("approvals", "approvals", INSIDERS),
        Screen("self_review_entry", "entry", entering),
    )


def screens_of(roles: Iterable[Role]) -> list[Screen]:
    """The screens that a person of those roles may open."""
    held = frozenset(roles)
    return [screen for screen in screens() if screen.roles & held]


@cache
def rules() -> tuple[Rule, ...]:
    """Every kind of address that is open to somebody."""
    anybody, every_step = frozenset(Role), frozenset(STEPS.values())
    with_screens = frozenset(role for screen in screens() for role in screen.roles)
    both = ("GET", "HEAD", "POST")
    return (
        Rule("login", r"login", both, None, is_page=True),
        Rule("style", r"pages/(kit|login)\.css|pages/session\.js", READING, None),
        Rule("first page", r"", READING, anybody, is_page=True),
        Rule("session", r"session", READING, anybody, every_step),
        Rule("log out", r"logout", ("POST",), anybody, every_step),
        Rule("password", r"password", both, anybody, frozenset({STEPS[PASSWORD]}), is_page=True),
        Rule("second factor", r"second-factor", both, anybody, frozenset({STEPS[ENROLMENT]}), is_page=True),
        Rule("code", r"code", both, frozenset(), frozenset({STEPS[CODE]}), is_page=True),
        *(Rule(f"screen {s.notebook}", rf"{s.path}/?", READING, s.roles, is_page=True) for s in screens()),
        Rule("reports", r"runs/.+", READING, BUSINESS, is_page=True),
        Rule("code of the screens", r"voila/(static|templates|labextensions|api/themes)/.+", READING, with_screens),
        Rule("own kernel", rf"api/kernels/{KERNEL}", READING, with_screens),
        Rule("own kernel's channel", rf"api/kernels/{KERNEL}/channels", ("GET",), with_screens),
        Rule("end of the own kernel", rf"voila/api/shutdown/{KERNEL}", ("POST",), with_screens),
        Rule("accounts", r"accounts", both, SECURITY, is_page=True),
        Rule("sessions", r"sessions", both, SECURITY | AUDIT, is_page=True),
        Rule("login events", r"events", READING, AUDIT, is_page=True),
    )


def judge(path: str, method: str, visit: Visit | None) -> Verdict:
    """What becomes of a request for *path* (below the base address, without its leading slash)."""
    rule = next((each for each in rules() if each.fits(path)), None)
    if rule is None:
        return Verdict(404)
    if method not in rule.methods:
        return Verdict(405)
    if rule.roles is None:
        return Verdict(200)
    if visit is None:
        return Verdict(302, "login") if rule.is_page else Verdict(403)
    if not visit.is_whole:
        return _judge_step(rule, STEPS[visit.waits_for])
    return Verdict(200 if rule.roles & visit.roles else 403)


def _judge_step(rule: Rule, step: str) -> Verdict:
    if step in rule.steps:
        return Verdict(200)
    return Verdict(302, step) if rule.is_page else Verdict(403)


def role_table() -> str:
    """The rules, the actions and the views as a page in Markdown, one column for each role."""
    roles = list(Role)
    head = "| {what} | " + " | ".join(f"`{role}`" for role in roles) + " |\n|---|" + "---|" * len(roles)
    pages = [_row(f"{rule.name}: `/{rule.pattern}`", rule.roles, roles) for rule in rules()]
    deeds = [_row(f"`{action.name}`", action.roles, roles) for action in all_actions()]
    parts = [
        HEADING,
        "## Addresses",
        "\n".join([head.format(what="address"), *pages]),
        NARROWER,
        "## Actions",
        "\n".join([head.format(what="action"), *deeds]),
        "## Views",
        VIEWS,
        ", ".join(f"`{view.name}`" for view in all_views()),
    ]
    return "\n\n".join(parts) + "\n"


def _row(what: str, allowed: frozenset[Role] | None, roles: list[Role]) -> str:
    marks = ["●" if allowed is None or role in allowed else " " for role in roles]
    sign = " `*`" if allowed is None else " `†`" if not allowed else ""
    said = what.replace("|", "\\|") + sign
    return f"| {said} | " + " | ".join(marks) + " |"


if __name__ == "__main__":
    import sys

    sys.stdout.write(role_table())
