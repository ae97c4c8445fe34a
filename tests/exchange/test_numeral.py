"""Numbers of a spreadsheet: what the cell shows is what was printed. Expected values are what Excel displays."""

from datetime import datetime

import pytest

from kit.exchange.selfreview.numeral import show_date, show_number


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.978, "0.00%", "97.80%"),
        (1, "0%", "100%"),
        (0.978, "General", "0.978"),
        (0.1 + 0.2, "General", "0.3"),
        (10.0, "General", "10"),
        (10.3, "0.00", "10.30"),
        (89.974, "0.00", "89.97"),
        (2.5, "0", "3"),
        (1740000, "#,##0.00", "1,740,000.00"),
        (1740000, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,740,000.00"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0.00"),
        (-12.5, "#,##0.00_);(#,##0.00)", "-12.50"),
        (-12.5, "#,##0.00_);[Red](#,##0.00)", "-12.50"),
        (50, '0"个"', "50个"),
        (620.82, '0.00"万元"', "620.82万元"),
        (3.5, "0.##", "3.5"),
        (3, "0.##", "3"),
        (1234.5, '"¥"#,##0.00', "¥1,234.50"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (123456, "0.00E+00", "123456"),
        (7, "@", "7"),
        (7, None, "7"),
    ],
)
def test_a_number_shows_as_in_its_cell(value: float, form: str | None, shown: str) -> None:
    """The number format decides about decimals, percent, separators and units."""
    assert show_number(value, form) == shown


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ('yyyy"年"m"月"', "2023年10月"),
        ("yyyy-mm-dd", "2023年10月15日"),
        ("mmm-yy", "2023年10月"),
        (None, "2023年10月15日"),
    ],
)
def test_a_date_shows_its_day_only_where_the_cell_does(form: str | None, shown: str) -> None:
    """A month stays a month, so that a target of a month is held against a month."""
    assert show_date(datetime(2023, 10, 15), form) == shown  # noqa: DTZ001 - spreadsheets know no zone
