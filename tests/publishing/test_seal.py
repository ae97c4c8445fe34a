"""Seals: what a manifest says of code, law and journal, its signature, and the digest that two equal runs share."""

import json
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kit.actions.catalogue import open_database
from kit.core.errors import UsageError
from kit.publishing.manifest import read_manifest
from kit.publishing.plan import Order
from kit.publishing.run import Run, run_reports
from kit.store.signing import find_key, make_key, read_key, read_public_key
from kit.workspace.workspace import Workspace
from tests.environment import CHECKOUT
from tests.publishing.conftest import write_report

# RFC 8032, section 7.1, test 1.
SECRET = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def canonical(content: Any) -> str:
    """The text that is hashed, made without the kit."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.fixture(scope="module")
def signed(office: Workspace) -> Run:
    """A run of one report by an office whose key stands in the environment; the report prints what it finds there."""
    write_report(office.root / "reports", "looking", "import os\nprint(os.environ.get('KIT_SIGNING_KEY'))")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIT_SIGNING_KEY", SECRET)
        return run_reports(office, open_database(office), Order(("looking",)))


def test_a_key_is_a_file_or_its_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment goes before the workspace; both say the public half that RFC 8032 prints."""
    make_key(tmp_path)
    (tmp_path / "office.key").write_text(SECRET + "\n", encoding="utf-8")
    own = read_key(tmp_path).public

    for named in (SECRET, str(tmp_path / "office.key")):
        monkeypatch.setenv("KIT_SIGNING_KEY", named)
        assert read_key(tmp_path).public == PUBLIC != own
    assert stat.S_IMODE((tmp_path / "checkpoint.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("named", ["/no/such/file", "ab" * 31, "not a key"])
def test_a_key_that_is_none_is_one_line(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For signing and for checking."""
    monkeypatch.setenv("KIT_SIGNING_KEY", named)

    for ask in (lambda: find_key(None), lambda: read_public_key(named)):
        with pytest.raises(UsageError, match="64 hexadecimal digits") as caught:
            ask()
        assert "\n" not in str(caught.value)


@pytest.mark.kernel
@pytest.mark.slow
def test_the_seal_can_be_checked_without_the_kit(signed: Run) -> None:
    """SHA-256 over the canonical text of all but the seal, and Ed25519 over the run's name and that hash."""
    content = read_manifest(signed.folder)
    seal = content.pop("seal")
    hashed = sha256(canonical(content).encode()).hexdigest()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(PUBLIC))

    assert (seal["sha256"], seal["public_key"]) == (hashed, PUBLIC)
    key.verify(bytes.fromhex(seal["signature"]), f"governance-kit report run {signed.id} {hashed}".encode())
    with pytest.raises(InvalidSignature):
        key.verify(bytes.fromhex(seal["signature"]), f"governance-kit report run {signed.id} {'0' * 64}".encode())


@pytest.mark.kernel
@pytest.mark.slow
def test_the_journal_is_signed_as_it_stood(signed: Run) -> None:
    """The checkpoint has the form of the store's: heads, and a signature over time and digest."""
    content = json.loads((signed.folder / "checkpoint.json").read_text(encoding="utf-8"))
    heads = sha256(canonical(sorted(content["heads"])).encode()).hexdigest()
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SECRET)).public_key()

    assert heads == content["digest"] == read_manifest(signed.folder)["snapshot"]["journal_heads_digest"]
    key.verify(bytes.fromhex(content["signature"]), f"governance-kit checkpoint {content['at']} {heads}".encode())


@pytest.mark.kernel
@pytest.mark.slow
def test_no_template_sees_the_key(signed: Run) -> None:
    """It prints an empty line, and no file of the run holds the secret."""
    holds = [path for path in signed.folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]

    assert signed.failures == []
    assert holds == []


@pytest.mark.kernel
@pytest.mark.slow
def test_a_run_without_a_key_says_that_it_is_unsigned(run: Run) -> None:
    """Hashed all the same."""
    seal = read_manifest(run.folder)["seal"]

    assert seal["signature"] is None
    assert seal["note"].startswith("unsigned")
    assert run.is_signed is False
    assert not (run.folder / "checkpoint.json").exists()


@pytest.mark.kernel
@pytest.mark.slow
def test_the_run_names_its_code_and_packages(run: Run) -> None:
    """Every module of the kit as it stands in the checkout, and pip's words for what is installed."""
    inputs = run.folder / "inputs"
    code = json.loads((inputs / "code.json").read_text(encoding="utf-8"))
    lock = set((inputs / "requirements.txt").read_text(encoding="utf-8").split())
    frozen = subprocess.run(
        [sys.executable, "-c", "import importlib.metadata as m; print('pandas=='+m.version('pandas'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert code["kit/publishing/seal.py"] == sha256((CHECKOUT / "kit/publishing/seal.py").read_bytes()).hexdigest()
    assert {f"kit/{path.relative_to(CHECKOUT / 'kit').as_posix()}" for path in (CHECKOUT / "kit").rglob("*.py")} <= {
        *code
    }
    assert frozen in lock


@pytest.mark.kernel
@pytest.mark.slow
def test_the_same_inputs_give_the_same_digest(office: Workspace, tmp_path: Path) -> None:
    """Another folder, another number of writers, another time and a key; another year of the report is another run."""
    database = open_database(office)
    first = run_reports(office, database, Order(("self_review",), ("P-1", "P-3"), jobs=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIT_SIGNING_KEY", SECRET)
        again = run_reports(office, database, Order(("self_review",), ("P-1", "P-3"), jobs=2, out=tmp_path / "x"))
    other = run_reports(office, database, Order(("self_review",), ("P-1", "P-3"), {"language": "en"}))

    assert first.digest == again.digest != other.digest
