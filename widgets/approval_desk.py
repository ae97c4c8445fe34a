"""Approval desk: what one person may do about approvals: ask, sign, return, pass on, take back."""

from collections.abc import Iterator
from datetime import date

from kit.actions.approval.books import routes_of
from kit.actions.desk import Desk, plain_request, read_request
from kit.actions.registry import find_action
from kit.actions.rehearsing import rehearse
from kit.approval.requests import ResubmitApproval, SubmitApproval
from kit.approval.signing import Capacity, steps_of
from kit.core.finding import Finding
from kit.core.language import phrase
from kit.core.request import Request
from kit.publishing.approval_content import as_typed
from kit.publishing.terms import write_term
from kit.views.approval import Signers, find_approval, show_approvals
from kit.views.budget.lines import show_budget_lines
from kit.views.project.projects import show_projects
from widgets.form import Form, Pairs
from widgets.handling_desk import HandlingDesk
from widgets.thing import NEW, Deed, Opened, Row, Thing

KIND = "approval"
SIGN_DEEDS = (
    Deed("approval.agree", phrase("Agree"), frozenset({"open"})),
    Deed("approval.return", phrase("Return"), frozenset({"open"})),
    Deed("approval.reject", phrase("Reject"), frozenset({"open"})),
    Deed("approval.add_signer", phrase("Add a signer"), frozenset({"open"})),
    Deed("approval.hand_over", phrase("Hand over"), frozenset({"open"})),
    Deed("approval.recuse", phrase("Recuse"), frozenset({"open"})),
)
OWN_DEEDS = (
    Deed("approval.resubmit", phrase("Submit again"), frozenset({"returned"})),
    Deed("approval.withdraw", phrase("Take back"), frozenset({"open", "returned"})),
)
KEEP_SCAN = Deed("approval.keep_scan", phrase("Keep a signed scan"), frozenset({"open", "released"}))


class ApprovalDesk(HandlingDesk):
    """The approvals that one person asks for and signs on a day."""

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__(desk, today)
        self._me = desk.actor.login

    def opened(self, thing: Thing) -> Opened | None:
        """The approval as it stands now; None where there is none."""
        if thing == NEW:
            return Opened(NEW)
        found = show_approvals(self._reader, code=thing.key).to_dict("records")
        return Opened(thing, {str(name): value for name, value in found[0].items()}) if found else None

    def deeds(self, opened: Opened) -> list[Deed]:
        """What this person may ask for, sign or take back."""
        if opened.thing == NEW:
            return list(self._askable())
        own = OWN_DEEDS if opened.row["applicant"] == self._me else ()
        signs = SIGN_DEEDS if self._capacities(opened) else ()
        return [deed for deed in (*signs, *own, KEEP_SCAN) if opened.state in deed.states and self._may(deed)]

    def form(self, opened: Opened, deed: Deed) -> Form:
        """What is asked for a deed; of something new and of a new submission, the fields of what is asked for."""
        if opened.thing == NEW:
            return Form(find_action(deed.action).request, {}, self._listed())
        if deed.action == "approval.resubmit":
            action, payload = opened.row["action"], opened.row["payload"]
            return Form(find_action(action).request, {}, self._listed(), as_typed(action, payload))
        model = find_action(deed.action).request
        fixed: Row = {name: opened.row[name] for name in ("code", "digest") if name in model.model_fields}
        return Form(model, fixed, self._choices(opened))

    def asked(self, opened: Opened, deed: Deed, form: Form, values: Row) -> tuple[Request | None, list[Finding]]:
        """The request itself; what is to be approved becomes the content of a submission."""
        request, findings = read_request(form.model, values)
        if request is None:
            return None, findings
        if opened.thing == NEW:
            content = plain_request(request)
            return SubmitApproval(code=self._next_code(), action=deed.action, payload=content), findings
        if deed.action == "approval.resubmit":
            return ResubmitApproval(code=opened.thing.key, payload=plain_request(request)), findings
        return request, findings

    def became(self, opened: Opened, request: Request) -> Thing:
        """What was submitted is opened as it waits now."""
        if not isinstance(request, SubmitApproval):
            return opened.thing
        approval = find_approval(self._reader, request.code)
        return Thing(KIND, approval.dossiers[0], request.code) if approval else NEW

    def checks(self, opened: Opened) -> list[Finding]:
        """What the checks would say if the last step were signed today; nothing of what is over."""
        if opened.state not in {"open", "returned"}:
            return []
        row = opened.row
        return rehearse(self._desk, row["action"], row["payload"], row["applicant"])

    # --- what there is to choose from --------------------------------------------------------------------------------

    def _askable(self) -> Iterator[Deed]:
        routes = routes_of(self._desk.workspace.resources, self._desk.rulebook.rules)
        for action, (route, _sealed) in routes.items():
            if find_action(action).roles & self._desk.actor.roles:
                yield Deed(action, route.title, frozenset({""}))

    def _may(self, deed: Deed) -> bool:
        return bool(find_action(deed.action).roles & self._desk.actor.roles)

    def _capacities(self, opened: Opened) -> list[Capacity]:
        approval = find_approval(self._reader, opened.thing.key)
        return Signers(self._reader, self._today).may(approval, self._me) if approval else []

    def _choices(self, opened: Opened) -> dict[str, Pairs]:
        approval = find_approval(self._reader, opened.thing.key)
        earlier = [(one.name, one.name) for one in steps_of(approval)[: approval.position]] if approval else []
        roles = [(str(one.role), write_term(one.role)) for one in self._capacities(opened)]
        others = [pair for pair in self.people() if pair[0] != self._me]
        return {"person": others, "to_step": earlier, "role": roles}

    def _listed(self) -> dict[str, Pairs]:
        projects = show_projects(self._reader)
        lines = show_budget_lines(self._reader)
        named = [(str(one.code), f"{one.name} ({one.code})") for one in projects.itertuples()]
        shown = [(str(one.code), f"{one.code} · {one.year} · {one.project}") for one in lines.itertuples()]
        return {"project": named, "line": shown, "to_line": shown}

    def _next_code(self) -> str:
        """A number that is not taken: the year and how many there are."""
        taken = set(show_approvals(self._reader)["code"])
        numbers = (f"SP-{self._today.year}-{place:04d}" for place in range(len(taken) + 1, 2 * len(taken) + 3))
        return next(code for code in numbers if code not in taken)
