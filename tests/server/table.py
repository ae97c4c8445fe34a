"""Table: who may do what, written by hand from the duties of each role; the code under test is held to it.

Duties: a unit enters and carries out its own projects; its head answers for it and submits; the department's finance lead
keeps its money; the competent department reviews its units; the finance programme division grants and adjusts; the
performance division runs evaluation; evaluators and experts from outside see what they are assigned; supervisors look at
everything and order rectification; managers look and answer alerts; analysts look. The three administrators register
people (system), let them in (security) and watch who comes in (audit), and touch no business.
"""

from kit.core.actor import Role

LETTERS = {
    "U": Role.UNIT_OFFICER,
    "H": Role.HEAD_OF_UNIT,
    "F": Role.DEPARTMENT_FINANCE,
    "C": Role.COMPETENT_REVIEWER,
    "P": Role.FINANCE_PROGRAMME,
    "D": Role.PERFORMANCE_DIVISION,
    "L": Role.LEAD_EVALUATOR,
    "X": Role.REVIEW_EXPERT,
    "S": Role.SUPERVISOR,
    "M": Role.MANAGER,
    "A": Role.ANALYST,
    "1": Role.SYSTEM_ADMIN,
    "2": Role.SECURITY_ADMIN,
    "3": Role.AUDIT_ADMIN,
}
EVERYBODY = "UHFCPDLXSMA123"
INSIDE = "UHFCPDSMA"
BUSINESS = "UHFCPDSM"

ACTIONS = {
    # Money of the unit's own projects, and the department that pays for them.
    "budget.reserve": "UF",
    "budget.release": "UF",
    "budget.sign_contract": "UF",
    "budget.supplement_contract": "UF",
    "budget.complete_contract": "UF",
    "budget.close_contract": "UF",
    "budget.name_payee": "UF",
    "budget.record_basis": "UF",
    "budget.bind_instalment": "UF",
    "budget.release_instalment": "UF",
    "budget.plan_use": "UFP",
    "budget.record_cost": "UFCP",
    # Money that is given, paid and taken back.
    "budget.grant_allotment": "FP",
    "budget.supplement": "FP",
    "budget.move_funds": "FP",
    "budget.record_receipt": "FP",
    "budget.pay": "FP",
    "budget.confirm_payment": "FP",
    "budget.refund": "FP",
    "budget.carry_over": "FP",
    "budget.return_surplus": "FP",
    "budget.close_year": "FP",
    "budget.take_over_line": "FPD",
    "budget.take_over_payments": "FP",
    # A government's total is the finance authority's.
    "budget.record_adjustment": "P",
    "budget.adjust_line": "P",
    # Evaluation: the unit enters, its head may submit, the reviewing departments correct.
    "evaluation.enter_self_review": "UCD",
    "evaluation.correct_self_review": "UCD",
    "evaluation.attach_evidence": "UCD",
    "evaluation.submit_self_review": "UHCD",
    "evaluation.record_objective": "CPD",
    # Waivers: a room that is stopped asks; which of those who may decide does so is said by the rule itself.
    "law.request_waiver": "UHFCPD",
    "law.grant_waiver": "UHFCPDSM",
    "law.refuse_waiver": "UHFCPDSM",
    "law.withdraw_waiver": "UHFCPDSM",
    # Approvals: whoever works inside asks and signs; which role signs which step is said by the route.
    "approval.submit": BUSINESS,
    "approval.resubmit": BUSINESS,
    "approval.agree": BUSINESS,
    "approval.return": BUSINESS,
    "approval.reject": BUSINESS,
    "approval.withdraw": BUSINESS,
    "approval.add_signer": BUSINESS,
    "approval.hand_over": BUSINESS,
    "approval.keep_scan": BUSINESS,
    "approval.recuse": BUSINESS,
    "approval.delegate": BUSINESS,
    "approval.end_delegation": BUSINESS,
    # People and accounts.
    "org.register_unit": "D1",
    "org.register_person": "1",
    "org.open_account": "2",
    "org.reset_password": "2",
    "org.disable_account": "2",
    "org.enable_account": "2",
    "org.end_sessions": "2",
    "org.change_roles": "2",
    "org.change_password": EVERYBODY,
    "org.set_second_factor": EVERYBODY,
    "org.assign_project": "D",
    # Projects.
    "project.register": "UCD",
    "project.extend": "UCD",
    # A project's course: a unit carries its nodes out, its head and the reviewers may leave one out, stop and send back.
    "project.begin": "UCD",
    "project.take_over": "CPD",
    "project.pass_gate": "UHFCPD",
    "project.assign_node": "UHFCPD",
    "project.complete_node": "UHFCPD",
    "project.file_document": "UHFCPD",
    "project.return_stage": "CPD",
    "project.skip_node": "HCPD",
    "project.reopen_node": "HCPD",
    "project.suspend": "HCPD",
    "project.resume": "CPD",
    "project.terminate": "CPD",
    "project.reopen": "CPD",
    # Risks and alerts: who carries the risk keeps the register; who supervises orders and closes.
    "risk.register": "UHFCPDS",
    "risk.review": "UHFCPDS",
    "risk.close": "UHFCPDS",
    "risk.report_rectification": "UHFCPDS",
    "risk.acknowledge_alert": "UHFCPDSM",
    "risk.assign_alert": "UHFCPDSM",
    "risk.escalate_alert": "UHFCPDSM",
    "risk.raise_alerts": "CPDSM",
    "risk.close_alert": "CPDSM",
    "risk.order_rectification": "CPDS",
    "risk.close_rectification": "CPDS",
    "risk.restore_rule": "DM",
    # Plans: who builds plans; a supervisor on the site records what was built.
    "schedule.draw_plan": "UHCD",
    "schedule.change_task": "UHCD",
    "schedule.remove_task": "UHCD",
    "schedule.link_tasks": "UHCD",
    "schedule.unlink_tasks": "UHCD",
    "schedule.set_baseline": "UHCD",
    "schedule.apply_levelling": "UHCD",
    "schedule.record_progress": "UHCDS",
}

# Pages that open with GET, by the letters of those for whom they do.
PAGES = {
    "/": EVERYBODY,
    "/password": EVERYBODY,
    "/second-factor": EVERYBODY,
    "/session": EVERYBODY,
    "/accounts": "2",
    "/sessions": "23",
    "/events": "3",
    "/code": "",
}
# Screens with a kernel.
SCREENS = {
    "/library": INSIDE,
    "/funds": INSIDE,
    "/progress": INSIDE,
    "/alerts": INSIDE,
    "/approvals": INSIDE,
    "/entry": "UHCD",
}
# What may be changed with POST.
POSTS = {
    "/accounts": "2",
    "/sessions": "23",
    "/events": "",
    "/library": "",
    "/": "",
}

# What Jupyter, JupyterLab, Voila and other servers of the family offer, and what people try on any server.
CLOSED = (
    ("GET", "/api"),
    ("GET", "/api/status"),
    ("GET", "/api/me"),
    ("GET", "/api/identity"),
    ("GET", "/api/spec.yaml"),
    ("GET", "/api/config/notebook"),
    ("PUT", "/api/config/notebook"),
    ("GET", "/api/contents"),
    ("GET", "/api/contents/library.ipynb"),
    ("PUT", "/api/contents/evil.ipynb"),
    ("POST", "/api/contents"),
    ("PATCH", "/api/contents/library.ipynb"),
    ("DELETE", "/api/contents/library.ipynb"),
    ("GET", "/api/contents/library.ipynb/checkpoints"),
    ("POST", "/api/contents/library.ipynb/trust"),
    ("GET", "/api/kernels"),
    ("POST", "/api/kernels"),
    ("GET", "/api/kernelspecs"),
    ("GET", "/kernelspecs/python3/logo-64x64.png"),
    ("GET", "/api/sessions"),
    ("POST", "/api/sessions"),
    ("GET", "/api/terminals"),
    ("POST", "/api/terminals"),
    ("GET", "/terminals/websocket/1"),
    ("GET", "/terminals/new/1"),
    ("GET", "/api/nbconvert"),
    ("GET", "/nbconvert/html/library.ipynb"),
    ("POST", "/nbconvert/html"),
    ("GET", "/api/events/subscribe"),
    ("POST", "/api/events"),
    ("POST", "/api/shutdown"),
    ("POST", "/api/security/csp-report"),
    ("GET", "/files/library.ipynb"),
    ("GET", "/files/../kit.toml"),
    ("GET", "/view/library.ipynb"),
    ("GET", "/edit/library.ipynb"),
    ("GET", "/notebooks/library.ipynb"),
    ("GET", "/tree"),
    ("GET", "/lab"),
    ("GET", "/lab/tree/library.ipynb"),
    ("GET", "/lab/api/settings"),
    ("GET", "/doc"),
    ("GET", "/static/style/style.min.css"),
    ("GET", "/custom/custom.css"),
    ("GET", "/metrics"),
    ("GET", "/favicon.ico"),
    ("GET", "/robots.txt"),
    ("GET", "/voila"),
    ("GET", "/voila/tree"),
    ("GET", "/voila/tree/."),
    ("GET", "/voila/render/library.ipynb"),
    ("GET", "/voila/render/tutorial.ipynb"),
    ("GET", "/voila/files/library.ipynb"),
    ("GET", "/voila/api/contents/library.ipynb"),
    ("GET", "/voila/execution/00000000-0000-0000-0000-000000000000"),
    ("GET", "/proxy/8866/"),
    ("GET", "/lsp/ws/python"),
    ("GET", "/governance.db"),
    ("GET", "/kit.toml"),
    ("GET", "/logout"),
    ("DELETE", "/"),
    ("TRACE", "/"),
    ("OPTIONS", "/accounts"),
    ("PUT", "/accounts"),
    ("GET", "/tutorial"),
    ("GET", "/library.ipynb"),
    ("GET", "/library/../accounts"),
    ("GET", "//accounts"),
    ("GET", "/accounts/"),
    ("GET", "/ACCOUNTS"),
    ("GET", "/accounts%2f"),
    ("GET", "/%61ccounts"),
)

# Ways out of the folders that are given out: runs, styles, Voila's own files.
OUT = (
    "/runs/../governance.db",
    "/runs/%2e%2e/governance.db",
    "/runs/..%2fgovernance.db",
    "/runs/..%252fgovernance.db",
    "/runs/....//governance.db",
    "/runs//etc/passwd",
    "/runs/%2fetc/passwd",
    "/runs/.",
    "/runs/%2e",
    "/runs/..",
    "/runs/..\\governance.db",
    "/runs/%00",
    "/pages/../pages/kit.css",
    "/pages/%2e%2e/grid.js",
    "/pages/frame.html.j2",
    "/voila/static/../../../../../../etc/passwd",
    "/voila/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/voila/templates/lab/static/../../../../../../etc/passwd",
    "/voila/templates/../../../etc/passwd",
    "/voila/labextensions/../../../../etc/passwd",
    "/voila/api/themes/../../../etc/passwd",
)


def roles_of(letters: str) -> frozenset[Role]:
    """The roles that *letters* stand for."""
    return frozenset(LETTERS[letter] for letter in letters)


def login_of(role: Role) -> str:
    """The login of the one person of the tests who holds a role."""
    return str(role).replace("_", "-")
