"""Which period of another regime a section draws on."""

from datetime import date

import pytest

from giaoban.rules.reporting.drawn_periods import OfferedPeriod, drawn_period
from giaoban.rules.reporting.periods import Calendar, span


def period(key: str, calendar: str = "nd09", *, is_reported: bool = True) -> OfferedPeriod:
    days = span(key, Calendar(calendar), None)
    return OfferedPeriod(key, days.starts_on, days.ends_on, is_reported)


DERIVED = [period("2026Q3", is_reported=False), period("2026", is_reported=False)]


@pytest.mark.parametrize(
    ("leading", "offered", "drawn"),
    [
        (period("2026Q3"), [period("2026Q2"), *DERIVED], "2026Q3"),  # the same days
        (period("2026-10"), [period("2026-10", "calendar"), period("2026-09")], "2026-10"),
        (period("2026-10"), [period("2026Q2"), period("2026Q3"), period("2026Q4")], "2026Q3"),
        (period("2026-12"), [period("2026Q3"), period("2026", is_reported=False)], "2026"),
        (period("2026Q3"), [period("2026-08"), period("2026-09")], "2026-09"),
        (period("2026-10"), [period("2026-09"), *DERIVED], "2026-09"),  # reported before derived
        (period("2026-10"), [period("2026Q4")], None),
        (period("2026-10"), [], None),
    ],
)
def test_a_section_draws_on_the_same_days_or_the_newest_that_had_ended(
    leading: OfferedPeriod, offered: list[OfferedPeriod], drawn: str | None
) -> None:
    found = drawn_period(leading, offered)
    assert (found and found.key) == drawn


def test_days_that_are_the_same_come_before_a_key_that_is() -> None:
    days = (date(2026, 1, 1), date(2026, 12, 31))
    leading = OfferedPeriod("2026", *days)
    once = OfferedPeriod("once:A", *days)
    other = OfferedPeriod("2026", date(2025, 12, 15), date(2026, 12, 14))
    assert drawn_period(leading, [other, once]) == once
