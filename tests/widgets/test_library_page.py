"""The library's picture says what its numbers count."""

from kit.core.language import _
from widgets.screens.library_page import picture
from widgets.shelf import Report


def report(name: str, faults: int) -> Report:
    """A project's report of one department."""
    return Report(
        path=f"{name}.html",
        title=name,
        project=name,
        department="水利局",
        years=("2023",),
        grades=("优",),
        faults=faults,
    )


def test_the_numbers_beside_a_bar_are_named() -> None:
    """One report of two holds something that cannot be right: the head says so to the eye, the cell to the ear."""
    drawn = str(picture([report("P-1", 1), report("P-2", 0)], 2))

    meant = _("{faults} of {total} reports hold something that cannot be right").format(faults=1, total=2)
    assert _("Cannot be right / reports") in drawn
    assert f'aria-label="{meant}"' in drawn
    assert f'title="{meant}"' in drawn
