"""Every role at every address: only what the hand-written table says, whatever is forged on the way."""

import json

import pytest

from kit.core.actor import Role
from kit.views.catalogue import all_views
from tests.browser.client import Answer, Session
from tests.browser.office import session_of
from tests.server.conftest import Served
from tests.server.table import ACTIONS, CLOSED, OUT, PAGES, POSTS, SCREENS, login_of, roles_of

pytestmark = [pytest.mark.kernel, pytest.mark.slow]
REFUSED = {403, 404, 405}
SECRETS = ("SQLite format 3", "root:x:", "office =", "Traceback", "jinja", "extends")


def everybody(served: Served) -> list[tuple[str, Session]]:
    """Each role, nobody, and somebody whose first login is not done."""
    return [*((str(role), each) for role, each in served.sessions.items()), ("nobody", served.nobody)]


def open_to(answer: Answer) -> bool:
    """True where the page itself was answered."""
    return answer.status == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_the_roles_of_the_table(served: Served, path: str) -> None:
    """For them 200; for others 403, or the step of the login that is not due."""
    allowed = roles_of(PAGES[path])

    opened = {role for role, session in served.sessions.items() if open_to(session.get(path))}

    assert opened == allowed


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_opens_for_the_roles_of_the_table(served: Served, path: str) -> None:
    """HEAD tells apart who reaches the screen (which knows no HEAD) from whom the gate refuses, and starts no kernel."""
    reached = {role for role, session in served.sessions.items() if session.ask("HEAD", path).status == 405}
    refused = {role for role in set(Role) - reached if served.sessions[role].get(path).status == 403}

    assert reached == roles_of(SCREENS[path])
    assert refused == set(Role) - reached


@pytest.mark.parametrize("path", POSTS)
def test_a_change_is_taken_from_the_roles_of_the_table(served: Served, path: str) -> None:
    """A deed that does not exist: 400 for whoever may do some, 403 or 405 for all others."""
    answers = {role: session.post(path, {"deed": "none"}).status for role, session in served.sessions.items()}

    assert {role for role, status in answers.items() if status == 400} == roles_of(POSTS[path])
    assert {status for status in answers.values() if status != 400} <= REFUSED


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_what_is_not_listed_is_closed_to_everybody(served: Served, method: str, path: str) -> None:
    """Every role, the analyst and the administrators among them, nobody, and a beginner."""
    answers = {who: session.ask(method, path) for who, session in [*everybody(served), ("new", served.beginner())]}

    assert {who: answer.status for who, answer in answers.items() if answer.status not in REFUSED} == {}


@pytest.mark.parametrize("path", OUT)
def test_no_path_leads_out_of_the_folders(served: Served, path: str) -> None:
    """No role gets a file, and nobody is told what lies inside the server."""
    for who, session in everybody(served):
        answer = session.get(path)

        assert answer.status in (REFUSED | {302} if who == "nobody" else REFUSED), who
        assert not any(secret in answer.text for secret in SECRETS), who


def test_no_address_gives_a_view_or_does_an_action(served: Served) -> None:
    """Under the names that they have, and those that an interface would have."""
    names = [*(view.name for view in all_views()), *ACTIONS]
    forms = ("/api/views/{}", "/api/actions/{}", "/views/{}", "/do/{}", "/show/{}", "/{}")
    session = served.sessions[Role.PERFORMANCE_DIVISION]

    answers = {form.format(name): session.get(form.format(name)).status for name in names for form in forms}
    own = {path for path in answers if path in SCREENS or path in PAGES}

    assert {path for path, status in answers.items() if status not in REFUSED} <= own


def test_nobody_gets_in_without_a_login(served: Served) -> None:
    """Pages lead to the login and remember where they were asked from; everything else is refused."""
    nobody = served.nobody

    pages = {path: nobody.get(path) for path in [*PAGES, *SCREENS] if path != "/session"}

    assert {answer.status for answer in pages.values()} == {302}
    assert pages["/library"].headers["Location"] == "/login?next=/library"
    assert nobody.get("/session").status == 403
    assert nobody.get(f"/runs/{served.run}/reports/x.html").status == 302
    assert nobody.get("/voila/static/voila.js").status == 403


def test_a_beginner_reaches_the_change_of_the_password_only(served: Served) -> None:
    """Every page leads there; nothing else opens."""
    beginner = served.beginner()

    led = {
        path: beginner.get(path).headers.get("Location")
        for path in [*PAGES, *SCREENS]
        if path not in ("/password", "/session")
    }

    assert set(led.values()) == {"/password"}
    assert beginner.get("/password").status == 200
    assert beginner.get("/voila/static/voila.js").status == 403


FORGED = [
    {"Authorization": "token anything"},
    {"Authorization": "Bearer anything"},
    {"Authorization": "Basic YWRtaW46YWRtaW4="},
    {"Remote-User": "security-admin"},
    {"X-Forwarded-User": "security-admin"},
    {"X-Remote-User": "security-admin"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Original-URL": "/accounts"},
    {"X-Rewrite-URL": "/accounts"},
    {"X-HTTP-Method-Override": "GET"},
    {"X-CDSDASHBOARDS-JH-USER": "security-admin"},
    {"Cookie": "kit_session=security-admin"},
    {"Cookie": "kit_session="},
    {"Cookie": 'username-127-0-0-1-8888="2|1:0|10:1|4:user|8:c2VjdXJpdHk=|00"'},
    {"Cookie": "kit_session=" + "0" * 64},
    {"Cookie": "kit_session=%00%00"},
    {"Cookie": "kit_session=' OR '1'='1"},
]


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: "-".join(f"{k}={v}"[:40] for k, v in headers.items()))
def test_a_forged_header_or_cookie_opens_nothing(served: Served, headers: dict[str, str]) -> None:
    """Neither for nobody nor, beyond their own, for an officer."""
    officer = served.sessions[Role.UNIT_OFFICER]

    assert served.nobody.get("/accounts", headers).status == 302
    assert served.nobody.ask("GET", "/accounts?token=anything", headers=headers).status == 302
    if "Cookie" not in headers:
        assert officer.get("/accounts", headers).status == 403


def test_the_digest_of_a_session_is_no_key_to_it(served: Served) -> None:
    """What the database and the page of sessions hold does not open one."""
    page = served.sessions[Role.SECURITY_ADMIN].get("/sessions").text
    digest = page.split('name="session" value="')[1].split('"')[0]

    stranger = Session(served.office.address, {"kit_session": digest})

    assert stranger.get("/").status == 302


def test_a_form_without_its_token_is_refused(served: Served) -> None:
    """Another site cannot make a browser send one: the token and the cookie have to agree."""
    security = served.sessions[Role.SECURITY_ADMIN]
    body = "login=unit-officer&deed=disable"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    assert security.ask("POST", "/accounts", body, kind).status == 403
    assert security.ask("POST", "/accounts", body + "&_xsrf=made-up", kind).status == 403
    assert served.sessions[Role.UNIT_OFFICER].get("/").status == 200


@pytest.mark.parametrize(
    "wanted", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_the_login_leads_nowhere_else(served: Served, wanted: str) -> None:
    """However the way back is written."""
    session = Session(served.office.address)

    answer = session.post("/login", {"login": login_of(Role.MANAGER), "password": "Wasser-fliesst-42", "next": wanted})

    assert answer.status == 302
    assert answer.headers["Location"] == "/"


def test_the_login_tells_nobody_who_has_an_account(served: Served) -> None:
    """The page is the same for an unknown name, a known one, and one without an account, but for the name itself."""
    texts = set()
    for login in ("unknown-person", login_of(Role.ANALYST), "setup-person"):
        answer = served.nobody.post("/login", {"login": login, "password": "Falsch-geraten-1"})
        assert answer.status == 401
        visible = answer.text.replace(login, "LOGIN")
        texts.add("".join(line for line in visible.splitlines() if "_xsrf" not in line))

    assert len(texts) == 1


def test_every_answer_carries_the_policy_of_its_content(served: Served) -> None:
    """Pages, refusals, reports and the files of screens: no frame elsewhere, no guessing of kinds, no foreign source."""
    manager = served.sessions[Role.MANAGER]
    for path in ("/", "/accounts", "/nothing", "/voila/static/voila.js", "/session", f"/runs/{served.run}/index.html"):
        headers = {name.lower(): value for name, value in manager.get(path).headers.items()}

        assert "frame-ancestors 'self'" in headers["content-security-policy"], path
        assert "http" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path


def test_the_session_cookie_is_out_of_reach(served: Served) -> None:
    """No script reads it and no other site sends it."""
    answer = Session(served.office.address).post(
        "/login", {"login": login_of(Role.MANAGER), "password": "Wasser-fliesst-42"}
    )

    cookie = next(value for value in answer.cookies if value.startswith("kit_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


# --- people from outside --------------------------------------------------------------------------------------------


def pages_of(served: Served) -> dict[str, str]:
    """The page of each project's report."""
    manifest = json.loads((served.office.workspace.runs / served.run / "manifest.json").read_text(encoding="utf-8"))
    return {report["parameters"]["project"]: f"/runs/{served.run}/{report['page']}" for report in manifest["reports"]}


def test_an_evaluator_reads_the_reports_of_assigned_projects_only(served: Served) -> None:
    """P-1 is assigned; P-2 was, until long ago; P-3 never was. No list of others, no snapshot, no notebook."""
    evaluator, pages = served.sessions[Role.LEAD_EVALUATOR], pages_of(served)

    statuses = {project: evaluator.get(path).status for project, path in pages.items()}

    assert statuses == {"P-1": 200, "P-2": 403, "P-3": 403}
    for path in ("index.html", "", ".", "inputs/snapshot.db", "manifest.json", "reports/"):
        assert evaluator.get(f"/runs/{served.run}/{path}").status in REFUSED, path


def test_the_first_page_lists_an_evaluator_the_reports_of_assigned_projects(served: Served) -> None:
    """One link, to the report on P-1; an expert to whom nothing is assigned has none."""
    evaluator, expert = served.sessions[Role.LEAD_EVALUATOR], served.sessions[Role.REVIEW_EXPERT]

    assert evaluator.get("/").text.count('href="/runs/') == 1
    assert pages_of(served)["P-1"] in evaluator.get("/").text
    assert 'href="/runs/' not in expert.get("/").text


def test_people_of_the_office_read_every_report_and_administrators_none(served: Served) -> None:
    """Reports are business; the three administrators have none."""
    path = pages_of(served)["P-3"]
    outside = roles_of("LX123")

    statuses = {role: session.get(path).status for role, session in served.sessions.items()}

    assert {role for role, status in statuses.items() if status == 200} == set(Role) - outside
    assert {status for role, status in statuses.items() if role in outside} == {403}


def test_an_ended_session_opens_nothing_any_more(served: Served) -> None:
    """Its cookie, sent again after the log-out, is nobody's."""
    session = session_of(served.office, login_of(Role.MANAGER))
    kept = dict(session.cookies)
    assert session.get("/").status == 200

    assert session.post("/logout", {}).headers["Location"] == "/login"

    assert Session(served.office.address, kept).get("/").status == 302
