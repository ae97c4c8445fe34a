"""Writers: processes that act on one ledger at once, and what each of them says it did.

They are forked from a server that has loaded the kit and opened no database, so that two hundred of them take minutes.
"""

import json
import os
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from kit.actions.desk import Desk, find_actor
from kit.actions.registry import find_action
from kit.core.actor import Door
from kit.core.errors import KitError
from kit.store.database import Database
from kit.store.store import Receipt
from kit.workspace.workspace import Settings, Workspace
from tests.budget.conftest import Office

DAY = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
CROWD = 8
# Where one does not come, the others do not wait for ever.
PATIENCE = 120
PAYEE = {"payee": "水厂", "account": "5-1"}

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.budget.writers"])


class Writer:
    """One process at its desk: it acts, and keeps what it was told in a file."""

    def __init__(self, root: Path, address: str, report: Path, seed: int) -> None:
        self.database = Database(address)
        event.listen(self.database.engine, "handle_error", self._met)
        workspace = Workspace(root, Settings())
        self.desk = Desk(workspace, self.database, find_actor(self.database, "finance", Door.IMPORT), lambda: DAY)
        self.chance = random.Random(seed)
        self.seed = seed
        self.errors = Counter[str]()
        self.busy = 0
        self._report = report.open("a", encoding="utf-8")

    def act(self, action: str, /, **values: Any) -> Receipt | None:
        """Do it and note the receipt, on the disk before anything else is done; None where the database was busy."""
        request = find_action(f"budget.{action}").request.model_validate(values)
        begun = time.perf_counter()
        try:
            receipt = self.desk.record(request)
        except KitError as error:
            if "busy" not in str(error):
                raise
            self.busy += 1
            return None
        said = {"action": action, "ok": receipt.ok, "values": values, "seconds": time.perf_counter() - begun}
        self.note(said | {"dossier": receipt.dossier, "number": receipt.number, "seal": receipt.seal})
        return receipt

    def note(self, said: dict[str, Any]) -> None:
        """A line of the report, past every buffer."""
        self._report.write(json.dumps(said, ensure_ascii=False) + "\n")
        self._report.flush()
        os.fsync(self._report.fileno())

    def end(self) -> None:
        """What was met on the way."""
        self.note({"busy": self.busy, "met": dict(self.errors)})
        self.database.close()

    def _met(self, context: Any) -> None:
        self.errors[
            f"{type(context.original_exception).__name__}: {str(context.original_exception).splitlines()[0]}"
        ] += 1


Job = Callable[..., None]
Deed = tuple[str, dict[str, Any]]


def run(job: Job, root: Path, address: str, report: Path, seed: int, start: Any, *given: Any) -> None:
    """The life of a writer; whatever goes wrong stands in its report."""
    writer = Writer(root, address, report, seed)
    try:
        start.wait(PATIENCE)
        job(writer, *given)
        writer.end()
    except BaseException:
        writer.note({"failed": traceback.format_exc()})
        raise


def race(office: Office, folder: Path, job: Job, *given: Any, crowd: int = CROWD) -> list[dict[str, Any]]:
    """Let a crowd of writers do *job* at once; answer everything they noted, with whose it was."""
    start = FORKS.Barrier(crowd)
    reports = [folder / f"{job.__name__}-{place}.jsonl" for place in range(crowd)]
    address = office.database.url.render_as_string(hide_password=False)
    office.database.close()
    writers = [
        FORKS.Process(target=run, args=(job, office.workspace.root, address, report, place, start, *given))
        for place, report in enumerate(reports)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    notes = [{"writer": place, **note} for place, report in enumerate(reports) for note in read_notes(report)]
    assert [note["failed"] for note in notes if "failed" in note] == []
    assert [writer.exitcode for writer in writers] == [0] * crowd
    return notes


def read_notes(report: Path) -> list[dict[str, Any]]:
    """The lines of a report that were written to their end."""
    written = report.read_text(encoding="utf-8") if report.exists() else ""
    return [json.loads(line) for line in written.splitlines(keepends=True) if line.endswith("\n")]


# --- what writers do -------------------------------------------------------------------------------------------------


def take_single_fen(writer: Writer, attempts: int) -> None:
    """Ask for one fen at a time, by reservation or by payment."""
    for _ in range(attempts):
        if writer.chance.random() < 0.5:
            writer.act("reserve", project="P1", line="CITY", amount=1, purpose="抢")
        else:
            writer.act("pay", **bill_of("P1", "CITY", 1))


def do_everything(writer: Writer, attempts: int) -> None:
    """Reserve, release, pay, refund, and move money between two projects in both directions."""
    to_undo: list[Deed] = []
    for _ in range(attempts):
        amount = writer.chance.randint(1, 40)
        deeds: list[Deed] = [
            ("reserve", {"project": "P1", "line": "CITY", "amount": amount, "purpose": "抢"}),
            ("pay", bill_of("P1", "CITY", amount)),
            ("move_funds", virement("P1", "CITY", "P2", "SCHOOL", amount)),
            ("move_funds", virement("P2", "SCHOOL", "P1", "CITY", amount)),
        ]
        is_undone = to_undo and writer.chance.random() < 0.2
        action, values = to_undo.pop() if is_undone else writer.chance.choice(deeds)
        receipt = writer.act(action, **values)
        if receipt and receipt.ok and action in ("reserve", "pay"):
            to_undo.append(undoing(writer, action, receipt, amount))


def use_one_key(writer: Writer, start: Any, rounds: int) -> None:
    """Ask for the same under the same key as all others, round after round, each time all at once."""
    for turn in range(rounds):
        start.wait(PATIENCE)
        if turn % 2:
            writer.act("pay", **bill_of("P1", "CITY", 7), key=f"K{turn}")
        else:
            writer.act("move_funds", **virement("P1", "CITY", "P2", "SCHOOL", 3), key=f"K{turn}")


def use_one_key_in_two_projects(writer: Writer, start: Any, rounds: int) -> None:
    """Half of the writers in one project, half in the other, all with the same key; only one project can have it."""
    project, line = (("P1", "CITY"), ("P2", "SCHOOL"))[writer.seed % 2]
    for turn in range(rounds):
        start.wait(PATIENCE)
        writer.act("reserve", project=project, line=line, amount=1, purpose="钥", key=f"K{turn}")


def stay_in_own_project(writer: Writer, attempts: int) -> None:
    """Half of the writers in one project, half in the other."""
    project, line = (("P1", "CITY"), ("P2", "SCHOOL"))[writer.seed % 2]
    for _ in range(attempts):
        writer.act("reserve", project=project, line=line, amount=1, purpose="自")


def look_before_acting(writer: Writer, attempts: int) -> None:
    """Ask what the checks would say of each payment, then make it."""
    declared = find_action("budget.pay").request
    for _ in range(attempts):
        said = writer.desk.preview(declared.model_validate(bill_of("P1", "CITY", 1)))
        assert said == [], said
        writer.act("pay", **bill_of("P1", "CITY", 1))


def act_until_killed(writer: Writer) -> None:
    """Deeds of many rows each, for ever."""
    while True:
        amount, what = writer.chance.randint(1, 9), writer.chance.random()
        key = f"K{writer.chance.getrandbits(64)}"
        if what < 0.25:
            writer.act("move_funds", **virement("P1", "CITY", "P2", "SCHOOL", amount), key=key)
        elif what < 0.5:
            writer.act("move_funds", **virement("P2", "SCHOOL", "P1", "CITY", amount), key=key)
        elif what < 0.75:
            values = {"project": "P1", "kind": "progress", "contract": "C1", "basis": "进-1"}
            parts = [{"line": "CITY", "amount": amount}, {"line": "CITY2", "amount": amount}]
            writer.act("pay", **values, payee="甲公司", account="1", parts=parts, key=key)
        else:
            old = {"on": "2026-03-01", "payee": "甲", "account": "1"}
            payments = [{"line": "CITY", "amount": amount, "voucher": f"{key}-{part}", **old} for part in range(3)]
            writer.act("take_over_payments", project="P1", payments=payments)


def bill_of(project: str, line: str, amount: int) -> dict[str, Any]:
    """A payment on the waterworks' bill."""
    parts = [{"line": line, "amount": amount}]
    return {"project": project, "kind": "utility", "basis": "账-1", "parts": parts, **PAYEE}


def virement(project: str, line: str, to_project: str, to_line: str, amount: int) -> dict[str, Any]:
    """Money from one project to another."""
    ends = {"project": project, "line": line, "to_project": to_project, "to_line": to_line}
    return {**ends, "amount": amount, "document": "调"}


def undoing(writer: Writer, action: str, receipt: Receipt, amount: int) -> Deed:
    """What undoes a reservation or a payment; its number stands in the entry of its receipt."""
    query = text("SELECT text FROM journal WHERE dossier = :dossier AND number = :number")
    with writer.database.reading() as connection:
        entry = connection.execute(query, {"dossier": receipt.dossier, "number": receipt.number}).scalar_one()
    images = {change["table"]: change["image"] for change in json.loads(entry)["changes"]}
    if action == "reserve":
        return "release", {"project": "P1", "reservation": images["reservation"]["id"], "amount": amount}
    return "refund", {"project": "P1", "payment": images["payment"]["number"], "amount": amount, "document": "退"}
