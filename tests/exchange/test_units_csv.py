"""Does a table of units or contacts come back as it was written, whatever begins a name?"""

from datetime import date

from giaoban.exchange.units.units_csv import UnitLine, read_units_csv, write_units_csv
from giaoban.models.units import BEGINNING


def test_a_name_that_begins_like_a_formula_is_written_as_text_and_read_as_it_was() -> None:
    hostile = UnitLine("+84", '=HYPERLINK("x")', "-xã", "", BEGINNING, date(2026, 7, 1))

    written = write_units_csv([hostile])

    assert written.splitlines()[1] == '\'+84,"\'=HYPERLINK(""x"")",\'-xã,,,2026-07-01'
    assert read_units_csv(written.encode(), name="units.csv").rows == (
        (2, ("+84", '=HYPERLINK("x")', "-xã", "", "", "2026-07-01")),
    )
