"""The tutorial for analysts."""

from pathlib import Path

import nbformat
import papermill
import pytest

from kit.actions.catalogue import open_database
from kit.store.snapshot import write_snapshot
from kit.workspace.resources import shipped
from tests.browser.office import make_office


@pytest.mark.kernel
@pytest.mark.slow
def test_the_tutorial_runs_on_a_snapshot(tmp_path: Path) -> None:
    """Every cell runs, and the charts are drawn."""
    workspace = make_office(tmp_path / "workspace")
    snapshot = tmp_path / "snapshot.db"
    write_snapshot(open_database(workspace), snapshot)
    ran = tmp_path / "ran.ipynb"

    papermill.execute_notebook(
        str(shipped("notebooks") / "tutorial.ipynb"),
        str(ran),
        parameters={"snapshot": str(snapshot)},
        kernel_name="python3",
        cwd=str(tmp_path),
        progress_bar=False,
    )

    outputs = [output for cell in nbformat.read(ran, 4).cells for output in cell.get("outputs", [])]
    pages = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    assert sum("<svg" in page for page in pages) == 3
    # A chart that loads its library from elsewhere stays blank in an office without internet.
    assert not any("https://" in page for page in pages)
