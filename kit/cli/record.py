"""Commands on the record: ``do``, ``show``, ``history``, ``verify``, ``snapshot``, ``checkpoint``, ``migrate``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from kit.cli.desk import enter, enter_if_there, read_day, read_json, read_pairs
from kit.cli.options import JsonOption, Pairs, WorkspaceOption
from kit.cli.output import print_findings, print_json, print_rows, say
from kit.core.errors import UsageError
from kit.core.language import _

AsOf = Annotated[str | None, typer.Option("--as-of", help="The state at the end of that day (YYYY-MM-DD).")]
Listed = Annotated[bool, typer.Option("--list", help="List what there is.")]


def do(
    action: Annotated[str | None, typer.Argument(show_default=False)] = None,
    pairs: Pairs = None,
    login: Annotated[str | None, typer.Option("--as", help="The login of the person who does it.")] = None,
    request: Annotated[str | None, typer.Option("--request", help="The request as JSON.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why it is done.")] = None,
    listed: Listed = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Do an action as a registered person."""
    from kit.actions.catalogue import all_actions, find_action
    from kit.actions.desk import open_desk, read_request

    if listed or action is None:
        enter_if_there(workspace)
        return _print_catalogue([{"action": each.name, "does": each.purpose} for each in all_actions()], as_json)
    if login is None:
        raise UsageError("say who does it: --as LOGIN; kit show people lists the logins")
    declared = find_action(action)
    desk = open_desk(enter(workspace), login)
    asked, findings = read_request(declared.request, _read_asked(request, pairs))
    if asked is None:
        return _print_receipt(
            {"ok": False, "findings": [f.as_dict() for f in findings], "receipt": None}, findings, as_json
        )
    receipt = desk.record(asked, reason)
    return _print_receipt(receipt.as_dict(), list(receipt.findings), as_json)


def show(
    view: Annotated[str | None, typer.Argument(show_default=False)] = None,
    pairs: Pairs = None,
    snapshot: Annotated[Path | None, typer.Option("--snapshot", help="Read a snapshot instead.")] = None,
    listed: Listed = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show a view."""
    from kit.views.catalogue import all_views, find_view

    if listed or view is None:
        enter_if_there(workspace)
        return _print_catalogue([{"view": each.name, "shows": each.purpose} for each in all_views()], as_json)
    frame = find_view(view).show(_reader(workspace, snapshot), read_pairs(pairs))
    # A year beside an empty one is no fraction: whole numbers are shown whole.
    whole = frame.convert_dtypes()
    rows = whole.astype(object).where(whole.notna(), None).to_dict("records")
    return _print_rows(rows, list(frame.columns), as_json)


def history(table: str, key: int, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Show what happened to one record."""
    from kit.views.catalogue import find_view

    frame = find_view("history").show(_reader(workspace, None), {"table": table, "key": key})
    return _print_rows(frame.to_dict("records"), list(frame.columns), as_json)


def verify(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Check the journal, the checkpoints, and the tables against the journal."""
    from kit.actions.catalogue import open_database
    from kit.cli.progress import counting
    from kit.store.checkpoint import read_checkpoints
    from kit.store.verify import verify as verify_store

    place = enter(workspace)
    with counting(_("entries"), quiet=as_json) as tick:
        verdict = verify_store(open_database(place), read_checkpoints(place.keys, place.checkpoints), tick)
    if as_json:
        print_json(verdict.as_dict())
    else:
        for fault in verdict.faults:
            say(f"{fault.kind:10} {fault.where}: {fault.message}")
        say(_("{entries} entries, {faults} faults").format(entries=verdict.entries, faults=len(verdict.faults)))
    return 1 if verdict.faults else 0


def snapshot(file: Path, as_of: AsOf = None, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Write the state of now, or of the end of a day, as a database file."""
    from kit.actions.catalogue import open_database
    from kit.store.snapshot import write_snapshot

    digest = write_snapshot(open_database(enter(workspace)), file, read_day(as_of, "--as-of"))
    return _print_digest(digest, file, as_json)


def checkpoint(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> int:
    """Sign how all journals stand now; copy the file to a place of its own."""
    from kit.actions.catalogue import open_database
    from kit.store.checkpoint import sign_checkpoint

    place = enter(workspace)
    signed = sign_checkpoint(open_database(place), place.keys, place.checkpoints, datetime.now(UTC))
    return _print_digest(signed.digest, place.checkpoints / f"{signed.name}.json", as_json)


def migrate(workspace: WorkspaceOption = None) -> int:
    """Create the tables of the workspace's database, or bring them to this version."""
    from kit.store.database import Database
    from kit.store.migration import migrate as migrate_database

    migrate_database(Database(enter(workspace).database_address))
    say(_("The database has the tables of this version."))
    return 0


def _reader(workspace: Path | None, snapshot_file: Path | None) -> Any:
    from kit.actions.catalogue import open_database
    from kit.views.reader import Reader

    if snapshot_file:
        return Reader.of_snapshot(snapshot_file)
    place = enter(workspace)
    return Reader(open_database(place), place.resources)


def _read_asked(request: str | None, pairs: list[str] | None) -> dict[str, Any]:
    """The fields of a request, from ``--request`` and from the words behind the action."""
    value = read_json(request or "{}", "--request")
    if not isinstance(value, dict):
        raise UsageError("--request takes a JSON object")
    words = read_pairs(pairs)
    if twice := sorted(value.keys() & words.keys()):
        raise UsageError(f"{', '.join(twice)}: given in --request and as a word; give it once")
    return value | words


def _print_receipt(answer: dict[str, Any], findings: list[Any], as_json: bool) -> int:
    if as_json:
        print_json(answer)
    else:
        print_findings(findings)
        receipt = answer["receipt"]
        if answer["ok"]:
            say(_("Recorded as entry {number} of {dossier}, seal {seal}.").format(**receipt))
        else:
            say(_("Refused; nothing was changed."))
    return 0 if answer["ok"] else 1


def _print_digest(digest: str, file: Path, as_json: bool) -> int:
    if as_json:
        print_json({"digest": digest, "file": str(file)})
    else:
        say(_("{file} written, content digest {digest}").format(file=file, digest=digest))
    return 0


def _print_catalogue(rows: list[dict[str, Any]], as_json: bool) -> int:
    return _print_rows(rows, list(rows[0]), as_json)


def _print_rows(rows: list[Any], columns: list[str], as_json: bool) -> int:
    if as_json:
        print_json(rows)
    elif rows:
        print_rows(rows, columns)
    else:
        say(_("Nothing is recorded here yet."))
    return 0
