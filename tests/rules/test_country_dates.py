"""How days are written in each form, and that each is read back as the same day."""

from datetime import date

import pytest

from giaoban.rules.country.dates import DayForm, written_day, written_near_day
from giaoban.rules.reporting.list_rows import typed_date

DAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("form", "language", "written", "near"),
    [
        ("dd/mm/yyyy", "vi", "05/11/2026", "05/11"),
        ("dd/mm/yyyy", "en", "05/11/2026", "05/11"),
        ("yyyy-mm-dd", "en-GB", "2026-11-05", "11-05"),
        ("d mmm yyyy", "en-GB", "5 Nov 2026", "5 Nov"),
        ("d mmm yyyy", "vi-VN", "05/11/2026", "05/11"),
    ],
)
def test_a_day_is_written_in_the_form_of_the_country(form, language, written, near):
    assert written_day(DAY, DayForm(form), language) == written
    assert written_near_day(DAY, DayForm(form), language) == near


@pytest.mark.parametrize("form", DayForm)
@pytest.mark.parametrize("month", range(1, 13))
def test_what_is_written_is_read_as_the_same_day(form, month):
    day = date(2026, month, 5)
    assert typed_date(written_day(day, form, "en")) == day
