"""The screen of approvals as a place of work: asking, signing, returning, asking again, what the checks say."""

from base64 import b64decode
from io import BytesIO
from pathlib import Path
from re import search

import docx
import pytest

from kit.core.digest import digest
from kit.views.approval import show_approval_scans, show_approvals
from kit.views.reader import Reader
from tests.approval.board import make_board_office
from tests.budget.conftest import Office
from widgets.live import Live
from widgets.screens.approvals import ApprovalsScreen
from widgets.thing import Thing

MOVE = {"project": "P1", "line": "A", "to_line": "B", "amount": "12万元", "document": "调1"}
INK = b"signed and stamped"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_board_office(tmp_path / "office")


class Hand:
    """Somebody at the screen, who presses and types as the page would."""

    def __init__(self, office: Office, login: str) -> None:
        reader = Reader(office.database, office.workspace.resources)
        self.live: Live = ApprovalsScreen(reader, office.now.date(), office.desk(login)).live

    def press(self, name: str, value: str = "", /, files: dict[str, bytes] | None = None, **typed: str) -> str:
        """What the panel shows after a button was pressed."""
        files = files or {}
        named = [{"field": f"form-{field}", "name": "scan.pdf"} for field in files]
        said = {"typed": {f"form-{name}": text for name, text in typed.items()}, "press": name, "value": value}
        self.live._hear(None, said | {"files": named}, list(files.values()))
        return str(self.live.parts["deed"])

    def open(self, code: str) -> str:
        """The panel of one approval of project P1."""
        return self.press("open", str(Thing("approval", "P1", code)))

    def sign(self, code: str, verb: str = "agree", /, **typed: str) -> str:
        """Open it, choose the deed, do it."""
        self.open(code)
        self.press("choose", f"approval.{verb}")
        return self.press("do", **typed)

    def part(self, name: str) -> str:
        return str(self.live.parts[name])


def submit(office: Office, **changed: str) -> str:
    """Ask for the move on the screen; answers the panel."""
    hand = Hand(office, "asker")
    hand.press("new", "budget.move_funds")
    return hand.press("do", **(MOVE | changed))


def test_what_is_asked_on_the_screen_waits_for_its_first_signer(office: Office) -> None:
    panel = submit(office)

    assert "SP-2026-0001" in panel
    assert "120,000.00元" in panel
    assert "SP-2026-0001" in Hand(office, "head").part("inbox")
    assert "SP-2026-0001" not in Hand(office, "treasurer").part("inbox")
    assert "SP-2026-0001" in Hand(office, "asker").part("own")


def test_nobody_is_offered_the_signing_of_the_own_request(office: Office) -> None:
    submit(office)

    panel = Hand(office, "asker").open("SP-2026-0001")

    assert "approval.agree" not in panel
    assert "approval.withdraw" in panel


def test_the_last_signature_on_the_screen_moves_the_money(office: Office) -> None:
    """100 万元 less 12 and more 12."""
    submit(office)
    for login in ("head", "reviewer", "division"):
        assert "kit-receipt" in Hand(office, login).sign("SP-2026-0001")
    assert (office.balances("A")[0], office.balances("B")[0]) == (1_000_000, 1_000_000)

    Hand(office, "treasurer").sign("SP-2026-0001")

    assert (office.balances("A")[0], office.balances("B")[0]) == (880_000, 1_120_000)
    assert office.faults() == []


def test_the_sheet_says_today_what_would_stop_the_last_signature(office: Office) -> None:
    """Line A holds 100 万元; 120 are asked."""
    panel = submit(office, amount="120万元")

    assert "今日检查结果" in panel
    assert "1,000,000.00元" in panel
    assert "按现有记录检查，未见不符之处" not in panel
    assert office.balances("A")[0] == 1_000_000


def test_a_request_that_is_returned_and_changed_shows_both_versions(office: Office) -> None:
    submit(office)
    Hand(office, "head").sign("SP-2026-0001", "return", opinion="金额请核实")
    asker = Hand(office, "asker")
    form = asker.open("SP-2026-0001") + asker.press("choose", "approval.resubmit")
    assert 'value="120,000.00元"' in form

    asker.press("do", **(MOVE | {"amount": "10万元"}))

    panel = Hand(office, "head").open("SP-2026-0001")
    assert "100,000.00元" in panel
    assert "120,000.00元" in panel
    assert "金额请核实" in panel


def test_a_return_without_an_opinion_is_asked_for_it_beside_the_field(office: Office) -> None:
    submit(office)

    panel = Hand(office, "head").sign("SP-2026-0001", "return")

    assert 'aria-invalid="true"' in panel
    assert list(show_approvals(Reader(office.database, office.workspace.resources))["state"]) == ["open"]


def test_the_printed_form_holds_what_is_asked_each_step_and_the_digest(office: Office) -> None:
    submit(office)
    panel = Hand(office, "head").sign("SP-2026-0001", opinion="同意调剂")
    found = search(r"base64,([A-Za-z0-9+/=]+)", panel)
    assert found

    document = docx.Document(BytesIO(b64decode(found[1])))

    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    below = "".join(paragraph.text for paragraph in document.paragraphs)
    assert {"SP-2026-0001", "120,000.00元", "李申"} <= set(cells)
    assert any("王审" in text and "同意调剂" in text for text in cells)
    assert sum("签字（盖章）" in row.cells[-1].text for row in document.tables[0].rows) == 3
    row = show_approvals(Reader(office.database, office.workspace.resources)).iloc[0]
    assert row["digest"] in below


def test_the_scan_of_a_signed_form_is_kept_by_its_content_once(office: Office) -> None:
    submit(office)
    hand = Hand(office, "asker")
    hand.open("SP-2026-0001")
    hand.press("choose", "approval.keep_scan")

    assert "kit-receipt" in hand.press("do", files={"scan": INK})

    scans = show_approval_scans(Reader(office.database, office.workspace.resources), "SP-2026-0001")
    assert list(scans["digest"]) == [digest(INK)]
    hand.press("choose", "approval.keep_scan")
    assert "approval.scan_taken" in hand.press("do", files={"scan": INK})


def test_a_stranger_at_the_screen_without_a_login_only_reads(office: Office) -> None:
    submit(office)
    reader = Reader(office.database, office.workspace.resources)

    shown = ApprovalsScreen(reader, office.now.date()).live.parts

    assert "SP-2026-0001" in str(shown["everything"])
    assert "data-press" not in str(shown["everything"])
