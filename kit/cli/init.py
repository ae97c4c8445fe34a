"""Command ``init``: makes a workspace."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from kit.cli.account import tell_passwords
from kit.cli.options import JsonOption
from kit.cli.output import print_json, say
from kit.core.errors import UsageError
from kit.core.language import DEFAULT_LANGUAGE, LANGUAGES, _, set_language

FIRST_PERSON = "kit do org.register_person login=LOGIN name=NAME 'roles=[\"performance_division\"]' --as {login}"
Language = Annotated[str, typer.Option("--language", help="zh_CN or en.")]
Office = Annotated[str, typer.Option("--office", help="The name of the office, printed on reports.")]
Administrator = Annotated[str, typer.Option("--administrator", help="The login of the first system administrator.")]


def init(
    folder: Path,
    language: Language = DEFAULT_LANGUAGE,
    office: Office = "governance-kit",
    administrator: Administrator = "admin",
    as_json: JsonOption = False,
) -> int:
    """Make a workspace: settings, database, folders, signing key and the first administrator."""
    from kit.actions.office import found_administrators, found_office
    from kit.workspace.workspace import Settings

    if language not in LANGUAGES:
        raise UsageError(f"--language {language!r} is not spoken; choose {' or '.join(LANGUAGES)}")
    set_language(language)
    place = found_office(folder, Settings(office=office, language=language), administrator, getpass.getuser())
    passwords = found_administrators(place, administrator, getpass.getuser())
    if as_json:
        print_json({"workspace": str(place.root), "administrator": administrator, "passwords": passwords})
    else:
        say(
            _("Workspace {root} is ready; {login} is its system administrator.").format(
                root=place.root, login=administrator
            )
        )
        tell_passwords(passwords)
        say(_("Next, to try it out: kit sample fills it with a portfolio and with people."))
        # The administrator holds no business role, and so could not bring tables in.
        said = _("Next, with tables of your own: {command} registers who may enter them, {then} brings them in.")
        register = FIRST_PERSON.format(login=administrator)
        say(said.format(command=register, then="kit import selfeval FILE --as LOGIN"))
    return 0
