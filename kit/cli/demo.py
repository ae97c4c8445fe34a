"""Command ``demo``: the main job end to end, on a sample and on published tables."""

import getpass
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kit.cli.account import tell_passwords
from kit.cli.desk import enter
from kit.cli.options import JsonOption, WorkspaceOption
from kit.cli.output import print_json, say
from kit.cli.progress import counting
from kit.core.actor import Door, Role
from kit.core.errors import UsageError
from kit.core.language import _
from kit.workspace.workspace import SETTINGS_FILE, Settings, Workspace

if TYPE_CHECKING:
    from kit.publishing.run import Run

Projects = Annotated[int, typer.Option("--projects", help="How many sample projects.", min=1, max=100_000)]
NoServe = Annotated[bool, typer.Option("--no-serve", help="End after the reports.")]
SEED = 1
IMPORTER = "performance"
PUBLISHED = "samples/published/selfeval.json"
READERS = ("performance", "manager")
REPORTS = ("self_review", "portfolio")


def demo(
    projects: Projects = 30, no_serve: NoServe = False, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> int:
    """Make a workspace, fill it with a sample and the published tables, screen it, run every report, and serve it."""
    begun = time.perf_counter()
    place, passwords = _prepare(workspace or _usual_folder(), projects, as_json)
    run = _run_reports(place, as_json)
    login = _officer_with_work(place)
    answer = run.as_dict() | {"seconds": round(time.perf_counter() - begun, 1), "login": login}
    _tell(answer | {"passwords": passwords | _open_for(place, login)}, place, as_json)
    if no_serve or run.failures:
        return 1 if run.failures else 0
    from kit.cli.serve import serve

    return serve(workspace=place.root)


def _usual_folder() -> Path:
    return Path(os.environ.get("KIT_WORKSPACE") or "workspace")


def _prepare(folder: Path, projects: int, quiet: bool) -> tuple[Workspace, dict[str, str]]:
    """The demo's workspace and the one-time passwords made for it: the one that stands there, or a new one, filled."""
    from kit.actions.office import found_administrators, found_office

    if (folder / SETTINGS_FILE).exists():
        place = enter(folder)
        if not (place.root / "sample.json").exists():
            raise UsageError(f"{folder} is a workspace of somebody's own; name another folder with --workspace")
        return place, {}
    place = found_office(folder, Settings(), "admin", getpass.getuser())
    passwords = found_administrators(place, "admin", getpass.getuser())
    _fill(place, projects, quiet)
    return enter(place.root), passwords


def _open_for(place: Workspace, login: str) -> dict[str, str]:
    """Accounts for the officer and for the readers of the sample; nothing for those who have one."""
    from kit.actions.office import open_accounts

    return open_accounts(place, [login, *READERS], getpass.getuser())


def _fill(place: Workspace, projects: int, quiet: bool) -> None:
    from kit.actions.desk import open_desk
    from kit.actions.screening import run_screening
    from kit.exchange.sample.recording import make_sample
    from kit.exchange.selfreview.entry import import_tables
    from kit.exchange.selfreview.intake import load_reader

    with counting(_("projects"), projects, quiet) as tick:
        make_sample(place, projects, SEED, tick)
    tables = load_reader(place.resources).read(place.resources.find(PUBLISHED)).tables
    with counting(_("tables"), len(tables), quiet) as tick:
        import_tables(open_desk(place, IMPORTER, Door.IMPORT), tables, progress=tick)
    run_screening(open_desk(place, IMPORTER))


def _run_reports(place: Workspace, quiet: bool) -> "Run":
    from kit.actions.catalogue import open_database
    from kit.publishing.plan import Order
    from kit.publishing.run import run_reports

    with counting(_("reports"), quiet=quiet) as tick:
        return run_reports(place, open_database(place), Order(REPORTS), tick)


def _officer_with_work(place: Workspace) -> str:
    """The login of the officer whose unit holds the latest draft, so that the entry opens on something to do."""
    from kit.actions.catalogue import open_database
    from kit.views.evaluation import show_self_reviews
    from kit.views.org import show_people
    from kit.views.reader import Reader

    reader = Reader(open_database(place))
    reviews, people = show_self_reviews(reader), show_people(reader)
    drafts = reviews[reviews["state"] == "draft"].sort_values("year", kind="stable", ascending=False)
    officers = people[people["roles"].map(lambda roles: Role.UNIT_OFFICER in roles)]
    waiting = [login for owner in drafts["owner"] for login in officers.loc[officers["unit"] == owner, "login"]]
    return str((waiting or list(officers["login"]))[0])


def _tell(answer: dict[str, Any], place: Workspace, as_json: bool) -> None:
    if as_json:
        print_json(answer)
        return
    say(_("{reports} reports written, {failed} failed, in {seconds} s: {dir}").format(**answer))
    said = _("next: kit serve --workspace {workspace} shows them in a browser")
    say(said.format(workspace=place.root))
    tell_passwords(answer["passwords"])
    if not answer["passwords"]:
        said = _("Log in with the passwords you have; {command} makes a new one-time password.")
        say(said.format(command=f"kit account reset {answer['login']} --as security"))
