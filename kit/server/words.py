"""Words: what the pages of the server say, in the language spoken."""

from typing import Any

from kit.actions.access import Visit
from kit.core.actor import Role
from kit.core.language import _, get_language
from kit.server.rights import screens, screens_of
from kit.workspace.workspace import Workspace

# Named as the offices write it, in Chinese whatever the language of the page.
NOTICE = "本系统不得处理、存储国家秘密"


def page_words(workspace: Workspace, visit: Visit | None) -> dict[str, Any]:
    """The words, with the office, the person and the screens that the person may open."""
    own = screens_of(visit.roles) if visit and visit.is_whole else []
    return {
        "lang": "zh-CN" if get_language() == "zh_CN" else "en",
        "language": get_language(),
        "office": workspace.settings.office,
        "person": visit.name if visit else "",
        "roles": [role_name(role) for role in sorted(visit.roles)] if visit else [],
        "role_names": {str(role): role_name(role) for role in Role},
        "notice": NOTICE,
        "paths": {screen.notebook: screen.path for screen in screens()},
        "titles": {screen.notebook: _titles()[screen.notebook] for screen in own},
        "purposes": _purposes(),
        "administration": _administration(visit),
        "words": _common_words() | _login_words() | _account_words(),
    }


def role_name(role: Role) -> str:
    """What a role is called."""
    return {
        Role.UNIT_OFFICER: _("unit officer"),
        Role.HEAD_OF_UNIT: _("head of unit"),
        Role.DEPARTMENT_FINANCE: _("department finance lead"),
        Role.COMPETENT_REVIEWER: _("competent-department reviewer"),
        Role.FINANCE_PROGRAMME: _("finance programme division"),
        Role.PERFORMANCE_DIVISION: _("performance division"),
        Role.LEAD_EVALUATOR: _("third-party lead evaluator"),
        Role.REVIEW_EXPERT: _("review expert"),
        Role.SUPERVISOR: _("supervisor"),
        Role.MANAGER: _("manager"),
        Role.ANALYST: _("analyst"),
        Role.SYSTEM_ADMIN: _("system administrator"),
        Role.SECURITY_ADMIN: _("security administrator"),
        Role.AUDIT_ADMIN: _("audit administrator"),
    }[role]


def _titles() -> dict[str, str]:
    return {
        "library": _("Report library"),
        "funds": _("Funds and costs"),
        "progress": _("Progress"),
        "alerts": _("Alerts"),
        "approvals": _("Approvals"),
        "self_review_entry": _("Self-review entry"),
    }


def _purposes() -> dict[str, str]:
    return {
        "library": _("Browse runs and reports, filter them by department, year, grade and findings."),
        "funds": _("See what is allotted, reserved, contracted and paid, by department, project and year."),
        "progress": _("See a project's plan against its baseline: tasks, critical path, milestones, cost."),
        "approvals": _("Sign, return or ask for what needs an approval; see who holds what, and since when."),
        "alerts": _("See open alerts by level and department, who answers, and milestones that slip."),
        "self_review_entry": _("Enter or correct a self-review table; score and findings follow as you type."),
    }


def _administration(visit: Visit | None) -> list[tuple[str, str, str]]:
    """The pages of administrators that the person may open: address, title, purpose."""
    roles = visit.roles if visit and visit.is_whole else frozenset()
    pages = [
        (
            {Role.SECURITY_ADMIN},
            "accounts",
            _("Accounts"),
            _("Open, close and unlock accounts; give one-time passwords."),
        ),
        (
            {Role.SECURITY_ADMIN, Role.AUDIT_ADMIN},
            "sessions",
            _("Sessions"),
            _("See who is logged in from where; the security administrator ends a session."),
        ),
        ({Role.AUDIT_ADMIN}, "events", _("Login events"), _("See logins, wrong passwords and locked accounts.")),
    ]
    return [(path, title, purpose) for allowed, path, title, purpose in pages if allowed & roles]


def _common_words() -> dict[str, str]:
    return {
        "screens": _("Screens"),
        "welcome": _("What would you like to do?"),
        "loading": _("The page is getting ready …"),
        "broken": _("This page could not be built; the line on the server's terminal says why."),
        "no_script": _("This page needs JavaScript; please allow it for this address."),
        "full": _("Too many pages are open"),
        "full_remedy": _("Close the pages of this address that you do not need, then load this one again."),
        "again": _("Load again"),
        "to_first_page": _("To the first page"),
        "assigned": _("Reports on the projects assigned to you"),
        "nothing_assigned": _("No project with a report is assigned to you today; ask the performance division."),
        "nothing": _("No screen belongs to your role; the command line does what it may do."),
        "session_ended": _(
            "Your session has ended. What you typed and had not saved is kept as a draft; log in again."
        ),
        "kernel_lost": _(
            "The program behind this page has ended; nothing was half recorded. What you typed is kept as a draft."
        ),
        "session_ends": _("Your session ends soon; save what you have typed."),
        "log_in_again": _("Log in again"),
    }


def _login_words() -> dict[str, str]:
    return {
        "log_in": _("Log in"),
        "log_out": _("Log out"),
        "login": _("Login name"),
        "password": _("Password"),
        "present_password": _("Present password"),
        "new_password": _("New password"),
        "new_again": _("New password once more"),
        "change_password": _("Change the password"),
        "rules": _("At least {length} characters, of {classes} kinds: small letters, capitals, digits, others."),
        "second_factor": _("Second factor"),
        "code": _("Code"),
        "code_help": _("Type the six digits that your authenticator shows now."),
        "seed_help": _("Add this key to an authenticator app (TOTP), then type the code that it shows."),
        "seed": _("Key"),
        "go_on": _("Go on"),
        "no_secrets": _("No state secrets may be processed or stored in this system."),
    }


def _account_words() -> dict[str, str]:
    return {
        "name": _("Name"),
        "unit": _("Unit"),
        "roles": _("Roles"),
        "state": _("State"),
        "none": _("no account"),
        "open": _("open"),
        "closed": _("closed"),
        "must_change": _("first login due"),
        "until": _("until {day}"),
        "do_open": _("Open an account"),
        "do_reset": _("New one-time password"),
        "do_reset_factor": _("… and drop the second factor"),
        "do_disable": _("Disable"),
        "do_enable": _("Open again"),
        "do_end": _("End"),
        "do_end_all": _("End all of this account"),
        "made": _("One-time password of {login}, shown once:"),
        "since": _("Since"),
        "seen": _("Last seen"),
        "address": _("Address"),
        "browser": _("Browser"),
        "time": _("Time (Beijing)"),
        "event": _("Event"),
        "accounts": _("Accounts"),
        "sessions": _("Sessions"),
        "events": _("Login events"),
        "own_session": _("this session"),
    }
