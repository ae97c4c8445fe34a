"""Lawful tables raise no fault, whatever the province that printed them."""

import pytest

from kit.evaluation.printed import PrintedTable
from tests.evaluation.forms import faults
from tests.evaluation.lawful import lawful_tables

TABLES = list(lawful_tables())


def test_there_are_many_of_them() -> None:
    """A false fault is far worse than a missed one, so the lawful tables outnumber the faulty ones."""
    assert len(TABLES) >= 40


@pytest.mark.parametrize("table", [table for _, table in TABLES], ids=[name for name, _ in TABLES])
def test_no_lawful_table_is_called_faulty(table: PrintedTable) -> None:
    """No fault where some lawful way of counting and rounding gives what is printed."""
    assert faults(table) == set()
