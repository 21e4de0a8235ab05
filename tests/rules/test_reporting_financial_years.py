"""What changes where a year begins with another month than January: examples and laws."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.reporting.period_keys import (
    PeriodKind,
    next_key,
    previous_key,
    same_period_last_year,
)
from giaoban.rules.reporting.period_years import keys_of_year, year_of, year_on, year_start_of
from giaoban.rules.reporting.periods import (
    Calendar,
    begins_its_year,
    cumulative_parts,
    current_key,
    derived_kinds,
    enclosing_keys,
    keys_between,
    latest_ended_key,
    parts_of,
    span,
)

FISCAL = Calendar.FISCAL
MONTH, QUARTER, HALF, YEAR = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.HALF,
    PeriodKind.YEAR,
)
months = st.integers(1, 12)
days = st.dates(date(1950, 1, 1), date(2400, 12, 31))


def days_of(key, year_starts):
    found = span(key, FISCAL, None, year_starts)
    return found.starts_on.isoformat(), found.ends_on.isoformat()


@pytest.mark.parametrize(
    "key, year_starts, first, last",
    [
        ("2026-07", 7, "2026-07-01", "2026-07-31"),  # a month is that on the wall
        ("2027-01", 7, "2027-01-01", "2027-01-31"),
        ("2026Q1", 7, "2026-07-01", "2026-09-30"),
        ("2026Q2", 7, "2026-10-01", "2026-12-31"),
        ("2026Q3", 7, "2027-01-01", "2027-03-31"),
        ("2026Q4", 7, "2027-04-01", "2027-06-30"),
        ("2026H1", 7, "2026-07-01", "2026-12-31"),
        ("2026H2", 7, "2027-01-01", "2027-06-30"),
        ("2026-9M", 7, "2026-07-01", "2027-03-31"),
        ("2026", 7, "2026-07-01", "2027-06-30"),
        ("2026Q1", 4, "2026-04-01", "2026-06-30"),
        ("2026Q4", 4, "2027-01-01", "2027-03-31"),
        ("2026", 4, "2026-04-01", "2027-03-31"),
        ("2026Q1", 10, "2026-10-01", "2026-12-31"),
        ("2027Q2", 10, "2028-01-01", "2028-03-31"),
        ("2027", 10, "2027-10-01", "2028-09-30"),
        ("2027Q1", 12, "2027-12-01", "2028-02-29"),
        ("2026Q1", 1, "2026-01-01", "2026-03-31"),
        ("2026W07", 7, "2026-02-09", "2026-02-15"),  # weeks stay those of the ISO year
    ],
)
def test_a_financial_quarter_begins_with_its_year(key, year_starts, first, last):
    assert days_of(key, year_starts) == (first, last)


@pytest.mark.parametrize(
    "key, frequency, year_starts, longer",
    [
        ("2026-07", MONTH, 7, ("2026Q1", "2026H1", "2026-9M", "2026")),
        ("2026-12", MONTH, 7, ("2026Q2", "2026H1", "2026-9M", "2026")),
        ("2027-01", MONTH, 7, ("2026Q3", "2026H2", "2026-9M", "2026")),
        ("2027-06", MONTH, 7, ("2026Q4", "2026H2", "2026")),
        ("2027-07", MONTH, 7, ("2027Q1", "2027H1", "2027-9M", "2027")),
        ("2027-03", MONTH, 4, ("2026Q4", "2026H2", "2026")),
        ("2026Q3", QUARTER, 7, ("2026H2", "2026-9M", "2026")),
        ("2026H2", HALF, 7, ("2026",)),
    ],
)
def test_a_month_helps_to_fill_the_longer_periods_of_its_financial_year(
    key, frequency, year_starts, longer
):
    assert enclosing_keys(key, frequency, year_starts) == longer


@pytest.mark.parametrize(
    "key, frequency, year_starts, parts",
    [
        ("2026Q3", MONTH, 7, ("2027-01", "2027-02", "2027-03")),
        (
            "2026H1",
            MONTH,
            7,
            ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"),
        ),
        ("2026", QUARTER, 7, ("2026Q1", "2026Q2", "2026Q3", "2026Q4")),
        ("2026Q2", MONTH, 12, ("2027-03", "2027-04", "2027-05")),
    ],
)
def test_a_financial_quarter_is_filled_by_its_own_months(key, frequency, year_starts, parts):
    assert parts_of(key, frequency, year_starts) == parts


@pytest.mark.parametrize(
    "key, frequency, parts",
    [
        ("2026-07", MONTH, ("2026-07",)),
        ("2026-08", MONTH, ("2026-07", "2026-08")),
        (
            "2027-01",
            MONTH,
            ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12", "2027-01"),
        ),
        ("2026Q2", MONTH, ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12")),
        ("2026Q2", QUARTER, ("2026Q1", "2026Q2")),
        ("2027W02", PeriodKind.WEEK, ("2027W01", "2027W02")),
    ],
)
def test_the_year_so_far_begins_in_july_where_the_year_does(key, frequency, parts):
    assert cumulative_parts(key, frequency, 7) == parts


@pytest.mark.parametrize(
    "key, before, after, a_year_before",
    [
        ("2026Q1", "2025Q4", "2026Q2", "2025Q1"),
        ("2026Q4", "2026Q3", "2027Q1", "2025Q4"),
        ("2027-01", "2026-12", "2027-02", "2026-01"),
        ("2026H2", "2026H1", "2027H1", "2025H2"),
    ],
)
def test_what_comes_before_and_after_follows_from_the_key_alone(key, before, after, a_year_before):
    assert (previous_key(key), next_key(key), same_period_last_year(key)) == (
        before,
        after,
        a_year_before,
    )
    ends_before = span(before, FISCAL, None, 7).ends_on
    assert ends_before + timedelta(days=1) == span(key, FISCAL, None, 7).starts_on


@pytest.mark.parametrize(
    "key, year_starts, year",
    [
        ("2026-06", 7, 2025),
        ("2026-07", 7, 2026),
        ("2027-01", 7, 2026),
        ("2026Q3", 7, 2026),
        ("2026", 7, 2026),
        ("2026-01", 1, 2026),
        ("2026W07", 7, 2026),
        ("once:survey", 7, 0),
    ],
)
def test_targets_of_a_month_are_those_of_the_financial_year_it_lies_in(key, year_starts, year):
    assert year_of(key, year_starts) == year


@pytest.mark.parametrize(
    "frequency, on, running, ended",
    [
        (QUARTER, date(2026, 11, 21), "2026Q2", "2026Q1"),
        (QUARTER, date(2026, 7, 1), "2026Q1", "2025Q4"),
        (QUARTER, date(2026, 6, 30), "2025Q4", "2025Q3"),
        (MONTH, date(2026, 11, 21), "2026-11", "2026-10"),
        (HALF, date(2027, 1, 1), "2026H2", "2026H1"),
        (YEAR, date(2026, 6, 30), "2025", "2024"),
        (PeriodKind.NINE_MONTHS, date(2027, 3, 31), "2026-9M", "2025-9M"),
        (PeriodKind.NINE_MONTHS, date(2027, 4, 1), None, "2026-9M"),
    ],
)
def test_the_period_of_a_day_is_found_by_its_financial_year(frequency, on, running, ended):
    assert current_key(frequency, FISCAL, on, 7) == running
    assert latest_ended_key(frequency, FISCAL, on, 7) == ended


def test_periods_open_by_themselves_in_the_order_of_the_financial_year():
    assert list(keys_between(QUARTER, FISCAL, "2025Q3", date(2026, 11, 21), 7)) == [
        "2025Q3",
        "2025Q4",
        "2026Q1",
        "2026Q2",
    ]


@given(day=days, year_starts=months, frequency=st.sampled_from([MONTH, QUARTER, HALF]))
def test_every_day_lies_in_one_period_whose_parts_and_wholes_agree(day, year_starts, frequency):
    key = current_key(frequency, FISCAL, day, year_starts)
    assert day in span(key, FISCAL, None, year_starts)
    for longer in enclosing_keys(key, frequency, year_starts):
        whole = span(longer, FISCAL, None, year_starts)
        parts = [
            span(p, FISCAL, None, year_starts) for p in parts_of(longer, frequency, year_starts)
        ]
        assert key in {part.key for part in parts}
        assert (parts[0].starts_on, parts[-1].ends_on) == (whole.starts_on, whole.ends_on)
        for first, second in pairwise(parts):
            assert first.ends_on + timedelta(days=1) == second.starts_on


@given(day=days, year_starts=months)
def test_the_months_of_a_year_are_twelve_and_the_first_begins_it(day, year_starts):
    key = current_key(MONTH, FISCAL, day, year_starts)
    all_months = keys_of_year(year_of(key, year_starts), MONTH, year_starts)
    assert len(all_months) == 12
    assert key in all_months
    assert int(all_months[0][-2:]) == year_starts
    begins = [month for month in all_months if begins_its_year(month, MONTH, year_starts)]
    assert begins == [all_months[0]]


@given(day=days, year_starts=months, kind=st.sampled_from(derived_kinds(MONTH)))
def test_a_stored_period_tells_by_its_first_day_with_which_month_its_year_begins(
    day, year_starts, kind
):
    key = latest_ended_key(kind, FISCAL, day, year_starts)
    assert year_start_of(span(key, FISCAL, None, year_starts)) == year_starts


@pytest.mark.parametrize("key", ["2026Q1", "2026Q4", "2026", "2026H2"])
def test_under_the_decree_years_begin_in_january_though_their_days_do_in_december(key):
    assert year_start_of(span(key, Calendar.ND09)) == 1


@pytest.mark.parametrize(
    ("day", "year_starts", "year"),
    [
        (date(2026, 6, 30), 7, 2025),
        (date(2026, 7, 1), 7, 2026),
        (date(2027, 1, 15), 7, 2026),
        (date(2027, 1, 15), 1, 2027),
    ],
)
def test_a_day_lies_in_the_year_that_has_begun(day, year_starts, year):
    assert year_on(day, year_starts) == year
