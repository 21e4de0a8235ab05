"""Which days a period has, and which periods it fills: tables of examples, and the laws."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.period_keys import ParsedKey, PeriodKind, count_in_year, format_key
from giaoban.rules.reporting.periods import (
    Calendar,
    PeriodSpan,
    cumulative_parts,
    current_key,
    derived_kinds,
    enclosing_keys,
    keys_between,
    latest_ended_key,
    next_key,
    parse_key,
    parts_of,
    previous_key,
    same_period_last_year,
    span,
)

ND09, CALENDAR = Calendar.ND09, Calendar.CALENDAR
WEEK, MONTH, QUARTER, HALF, NINE_MONTHS, YEAR, ONCE, INCIDENT, WHOLE_INCIDENT = PeriodKind
RECURRING = [kind for kind in PeriodKind if kind not in {ONCE, INCIDENT, WHOLE_INCIDENT}]


@st.composite
def keys(draw, kinds=tuple(RECURRING)):
    kind = draw(st.sampled_from(kinds))
    year = draw(st.integers(1901, 2998))
    number = draw(st.integers(1, count_in_year(kind, year)))
    return format_key(ParsedKey(kind, year, number))


calendars = st.sampled_from(Calendar)
days = st.dates(date(1901, 1, 1), date(2998, 12, 31))


@pytest.mark.parametrize(
    "key, parsed",
    [
        ("2026-07", ParsedKey(MONTH, 2026, 7)),
        ("2026Q3", ParsedKey(QUARTER, 2026, 3)),
        ("2026H1", ParsedKey(HALF, 2026, 1)),
        ("2026-9M", ParsedKey(NINE_MONTHS, 2026, 1)),
        ("2026", ParsedKey(YEAR, 2026, 1)),
        ("2026W07", ParsedKey(WEEK, 2026, 7)),
        ("2026W53", ParsedKey(WEEK, 2026, 53)),
        ("once:rà soát 2026", ParsedKey(ONCE, 0, 0, "rà soát 2026")),
    ],
)
def test_a_key_names_a_period(key, parsed):
    assert parse_key(key) == parsed
    assert format_key(parsed) == key


@pytest.mark.parametrize(
    "key, code",
    [
        ("", "period_key_unknown_form"),
        ("2026-7", "period_key_unknown_form"),
        ("2026Q03", "period_key_unknown_form"),
        ("2026q3", "period_key_unknown_form"),
        ("2026-07 ", "period_key_unknown_form"),
        ("2026-07\n", "period_key_unknown_form"),
        ("２０２６", "period_key_unknown_form"),
        ("T7/2026", "period_key_unknown_form"),
        ("2026-00", "period_number_out_of_range"),
        ("2026-13", "period_number_out_of_range"),
        ("2026Q5", "period_number_out_of_range"),
        ("2026H3", "period_number_out_of_range"),
        ("2025W53", "period_number_out_of_range"),
        ("2026W00", "period_number_out_of_range"),
        ("1899", "period_year_out_of_range"),
        ("3000-01", "period_year_out_of_range"),
        ("0000W01", "period_year_out_of_range"),
        ("once:", "period_name_malformed"),
        ("once: bão", "period_name_malformed"),
        ("once:a/b", "period_name_malformed"),
        ("once:" + "x" * 36, "period_name_malformed"),
    ],
)
def test_a_malformed_key_is_refused_with_a_code(key, code):
    with pytest.raises(RuleError) as refusal:
        parse_key(key)
    assert (refusal.value.code, refusal.value.params["key"]) == (code, key)


@pytest.mark.parametrize(
    "key, calendar, first, last",
    [
        # NĐ 09/2019/NĐ-CP art. 12
        ("2026-07", ND09, date(2026, 6, 15), date(2026, 7, 14)),
        ("2026-01", ND09, date(2025, 12, 15), date(2026, 1, 14)),
        ("2026Q1", ND09, date(2025, 12, 15), date(2026, 3, 14)),
        ("2026Q3", ND09, date(2026, 6, 15), date(2026, 9, 14)),
        ("2026Q4", ND09, date(2026, 9, 15), date(2026, 12, 14)),
        ("2026H1", ND09, date(2025, 12, 15), date(2026, 6, 14)),
        ("2026H2", ND09, date(2026, 6, 15), date(2026, 12, 14)),
        ("2026-9M", ND09, date(2025, 12, 15), date(2026, 9, 14)),
        ("2026", ND09, date(2025, 12, 15), date(2026, 12, 14)),
        ("2026-02", CALENDAR, date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", CALENDAR, date(2028, 2, 1), date(2028, 2, 29)),
        ("2026Q4", CALENDAR, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026H2", CALENDAR, date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-9M", CALENDAR, date(2026, 1, 1), date(2026, 9, 30)),
        ("2026", CALENDAR, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026W01", ND09, date(2025, 12, 29), date(2026, 1, 4)),
        ("2026W01", CALENDAR, date(2025, 12, 29), date(2026, 1, 4)),
        ("2026W53", CALENDAR, date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_a_period_runs_from_its_first_day_to_its_cut_off(key, calendar, first, last):
    assert span(key, calendar) == PeriodSpan(parse_key(key).kind, key, first, last)


def test_a_once_period_has_the_dates_of_its_requester():
    dates = (date(2026, 9, 7), date(2026, 9, 20))
    assert span("once:storm", ND09, dates) == PeriodSpan(ONCE, "once:storm", *dates)
    with pytest.raises(RuleError, match="period_once_without_dates"):
        span("once:storm", ND09)
    with pytest.raises(RuleError, match="period_once_ends_before_start"):
        span("once:storm", ND09, (dates[1], dates[0]))


@pytest.mark.parametrize(
    "key, before, after, last_year",
    [
        ("2026-01", "2025-12", "2026-02", "2025-01"),
        ("2026-12", "2026-11", "2027-01", "2025-12"),
        ("2026Q1", "2025Q4", "2026Q2", "2025Q1"),
        ("2026H2", "2026H1", "2027H1", "2025H2"),
        ("2026-9M", "2025-9M", "2027-9M", "2025-9M"),
        ("2026", "2025", "2027", "2025"),
        ("2026W53", "2026W52", "2027W01", None),
        ("2027W01", "2026W53", "2027W02", "2026W01"),
        ("once:storm", None, None, None),
    ],
)
def test_periods_follow_each_other(key, before, after, last_year):
    assert (previous_key(key), next_key(key)) == (before, after)
    assert same_period_last_year(key) == last_year


@pytest.mark.parametrize(
    "key, frequency, enclosing",
    [
        ("2026-01", MONTH, ("2026Q1", "2026H1", "2026-9M", "2026")),
        ("2026-08", MONTH, ("2026Q3", "2026H2", "2026-9M", "2026")),
        ("2026-10", MONTH, ("2026Q4", "2026H2", "2026")),
        ("2026Q2", MONTH, ("2026H1", "2026-9M", "2026")),
        ("2026H1", MONTH, ("2026-9M", "2026")),
        ("2026-9M", MONTH, ("2026",)),
        ("2026Q3", QUARTER, ("2026H2", "2026-9M", "2026")),
        ("2026Q4", QUARTER, ("2026H2", "2026")),
        ("2026H1", HALF, ("2026",)),
        ("2026-9M", NINE_MONTHS, ()),
        ("2026", YEAR, ()),
        ("2026W07", WEEK, ()),
        ("once:storm", ONCE, ()),
    ],
)
def test_longer_periods_are_derived_where_reported_ones_fill_them(key, frequency, enclosing):
    assert enclosing_keys(key, frequency) == enclosing


@pytest.mark.parametrize(
    "key, frequency, parts",
    [
        ("2026-9M", MONTH, tuple(f"2026-0{month}" for month in range(1, 10))),
        ("2026Q4", MONTH, ("2026-10", "2026-11", "2026-12")),
        ("2026-9M", QUARTER, ("2026Q1", "2026Q2", "2026Q3")),
        ("2026H2", QUARTER, ("2026Q3", "2026Q4")),
        ("2026", HALF, ("2026H1", "2026H2")),
        ("2026Q3", QUARTER, ("2026Q3",)),
        ("2026W07", WEEK, ("2026W07",)),
        ("once:storm", ONCE, ("once:storm",)),
    ],
)
def test_a_derived_period_consists_of_reported_ones(key, frequency, parts):
    assert parts_of(key, frequency) == parts


@pytest.mark.parametrize(
    "key, frequency", [("2026Q3", HALF), ("2026-9M", HALF), ("2026-07", QUARTER), ("2026", WEEK)]
)
def test_a_period_that_the_frequency_does_not_fill_is_refused(key, frequency):
    for rule in (enclosing_keys, parts_of, cumulative_parts):
        with pytest.raises(RuleError) as refusal:
            rule(key, frequency)
        assert refusal.value.code == "period_not_of_frequency"


@pytest.mark.parametrize(
    "key, frequency, parts",
    [
        ("2026-03", MONTH, ("2026-01", "2026-02", "2026-03")),
        ("2026Q2", MONTH, tuple(f"2026-0{month}" for month in range(1, 7))),
        ("2026Q2", QUARTER, ("2026Q1", "2026Q2")),
        ("2026", HALF, ("2026H1", "2026H2")),
        ("2026W02", WEEK, ("2026W01", "2026W02")),
        ("2026-9M", NINE_MONTHS, ("2026-9M",)),
        ("once:storm", ONCE, ("once:storm",)),
    ],
)
def test_cumulative_figures_start_with_the_year(key, frequency, parts):
    assert cumulative_parts(key, frequency) == parts


@pytest.mark.parametrize(
    "frequency, calendar, on, current, ended",
    [
        (MONTH, ND09, date(2026, 11, 14), "2026-11", "2026-10"),
        (MONTH, ND09, date(2026, 11, 15), "2026-12", "2026-11"),
        (MONTH, ND09, date(2026, 12, 15), "2027-01", "2026-12"),
        (MONTH, CALENDAR, date(2026, 11, 30), "2026-11", "2026-10"),
        (QUARTER, ND09, date(2026, 9, 14), "2026Q3", "2026Q2"),
        (QUARTER, ND09, date(2026, 9, 15), "2026Q4", "2026Q3"),
        (HALF, ND09, date(2025, 12, 20), "2026H1", "2025H2"),
        (NINE_MONTHS, ND09, date(2026, 9, 14), "2026-9M", "2025-9M"),
        (NINE_MONTHS, ND09, date(2026, 9, 15), None, "2026-9M"),
        (NINE_MONTHS, ND09, date(2026, 12, 15), "2027-9M", "2026-9M"),
        (YEAR, CALENDAR, date(2026, 12, 31), "2026", "2025"),
        (WEEK, ND09, date(2027, 1, 3), "2026W53", "2026W52"),
        (ONCE, ND09, date(2026, 1, 1), None, None),
    ],
)
def test_a_day_lies_in_one_period_and_after_another(frequency, calendar, on, current, ended):
    assert current_key(frequency, calendar, on) == current
    assert latest_ended_key(frequency, calendar, on) == ended


def test_periods_are_listed_until_the_one_that_has_begun():
    on_cut_off = date(2026, 11, 14)
    assert list(keys_between(MONTH, ND09, "2026-09", on_cut_off)) == [
        "2026-09",
        "2026-10",
        "2026-11",
    ]
    assert list(keys_between(MONTH, ND09, "2026-12", on_cut_off)) == []
    assert list(keys_between(MONTH, ND09, "2026-12", on_cut_off + timedelta(days=1))) == ["2026-12"]
    assert list(keys_between(ONCE, ND09, "once:storm", on_cut_off)) == ["once:storm"]
    with pytest.raises(RuleError, match="period_not_of_frequency"):
        list(keys_between(MONTH, ND09, "2026Q1", on_cut_off))


@given(keys())
def test_next_and_previous_undo_each_other(key):
    assert previous_key(next_key(key)) == key
    assert next_key(previous_key(key)) == key


@given(keys(), calendars)
def test_periods_of_a_kind_leave_no_gap_and_do_not_overlap(key, calendar):
    gap = span(next_key(key), calendar).starts_on - span(key, calendar).ends_on
    # Only nine months pause, for the last three months of the year.
    expected = {NINE_MONTHS: {92, 93}}.get(parse_key(key).kind, {1})
    assert gap.days in expected


@given(st.sampled_from(RECURRING), calendars, st.data())
def test_parts_fill_a_period_without_gap_or_overlap(frequency, calendar, data):
    key = data.draw(keys((frequency, *derived_kinds(frequency))))
    whole = span(key, calendar)
    parts = [span(part, calendar) for part in parts_of(key, frequency)]
    assert (parts[0].starts_on, parts[-1].ends_on) == (whole.starts_on, whole.ends_on)
    assert all(b.starts_on == a.ends_on + timedelta(days=1) for a, b in pairwise(parts))


@given(st.sampled_from(RECURRING), st.data())
def test_a_period_is_a_part_of_exactly_those_that_enclose_it(frequency, data):
    key = data.draw(keys((frequency,)))
    year = parse_key(key).year
    holders = tuple(
        longer
        for kind in derived_kinds(frequency)
        for number in range(1, count_in_year(kind, year) + 1)
        if key in parts_of(longer := format_key(ParsedKey(kind, year, number)), frequency)
    )
    assert enclosing_keys(key, frequency) == holders


@given(st.sampled_from([WEEK, MONTH, QUARTER, HALF, YEAR]), calendars, days)
def test_a_day_lies_in_exactly_one_period_of_a_kind(frequency, calendar, on):
    key = current_key(frequency, calendar, on)
    around = (previous_key(key), key, next_key(key))
    assert [near for near in around if on in span(near, calendar)] == [key]


@given(st.sampled_from(RECURRING), calendars, days)
def test_the_latest_ended_period_is_over_and_the_next_is_not(frequency, calendar, on):
    key = latest_ended_key(frequency, calendar, on)
    assert span(key, calendar).ends_on < on <= span(next_key(key), calendar).ends_on


@given(st.sampled_from(RECURRING), st.data())
def test_cumulative_parts_end_with_the_parts_of_the_period(frequency, data):
    key = data.draw(keys((frequency, *derived_kinds(frequency))))
    parts = parts_of(key, frequency)
    cumulative = cumulative_parts(key, frequency)
    assert cumulative[-len(parts) :] == parts
    assert parse_key(cumulative[0]).number == 1
    assert all(next_key(a) == b for a, b in pairwise(cumulative))
