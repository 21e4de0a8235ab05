"""When a report is due and whether it is late."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.problems import Problem, Severity
from giaoban.rules.reporting.deadlines import (
    DeadlineRule,
    Extension,
    Roll,
    Timeliness,
    deadline,
    deadline_problems,
    effective_deadline,
    extensions_reaching,
    is_late,
    rule_for_level,
    timeliness,
    working_days_late,
    working_days_left,
)
from giaoban.rules.reporting.periods import Calendar, span
from giaoban.rules.reporting.working_days import WorkingCalendar, public_calendar
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts

VIETNAM = public_calendar([2025, 2026, 2027])
FIVE = time(17, 0)
FORWARD, BACKWARD = Roll


def local(year, month, day, hour, minute=0):
    return datetime.combine(date(year, month, day), time(hour, minute))


DUE = local(2026, 11, 20, 17, 0)  # a Friday


@pytest.mark.parametrize(
    "rule, key, calendar, due_on",
    [
        # Two working days after the cut-off, Saturday 14 November 2026
        (DeadlineRule(working_days=2), "2026-11", Calendar.ND09, date(2026, 11, 17)),
        # The cut-off is a working day, a Monday, and does not count
        (DeadlineRule(working_days=2), "2026-09", Calendar.ND09, date(2026, 9, 16)),
        # A calendar month ends on Thursday 30 April, a holiday, before 1 May and a weekend
        (DeadlineRule(working_days=2), "2026-04", Calendar.CALENDAR, date(2026, 5, 5)),
        (DeadlineRule(working_days=0), "2026-11", Calendar.ND09, date(2026, 11, 16)),
        (
            DeadlineRule(working_days=0, roll=BACKWARD),
            "2026-11",
            Calendar.ND09,
            date(2026, 11, 13),
        ),
        # NĐ 09/2019/NĐ-CP art. 13: the 25th of the period's last month
        (DeadlineRule(day=25), "2026Q3", Calendar.ND09, date(2026, 9, 25)),
        (DeadlineRule(day=25), "2026Q3", Calendar.CALENDAR, date(2026, 9, 25)),
        (DeadlineRule(day=25), "2026", Calendar.ND09, date(2026, 12, 25)),
        # 25 July 2026 is a Saturday
        (DeadlineRule(day=25), "2026-07", Calendar.ND09, date(2026, 7, 27)),
        (DeadlineRule(day=25, roll=BACKWARD), "2026-07", Calendar.ND09, date(2026, 7, 24)),
        (DeadlineRule(day=5, month_offset=1), "2026-12", Calendar.CALENDAR, date(2027, 1, 5)),
        (DeadlineRule(day=31), "2026-06", Calendar.ND09, date(2026, 6, 30)),
        (DeadlineRule(day=30, month_offset=1), "2028-01", Calendar.CALENDAR, date(2028, 2, 29)),
    ],
)
def test_a_period_is_due(rule, key, calendar, due_on):
    assert deadline(rule, span(key, calendar), VIETNAM) == datetime.combine(due_on, FIVE)


def test_a_deadline_has_its_own_time_of_day():
    rule = DeadlineRule(day=25, at=time(9, 30))
    assert deadline(rule, span("2026Q3", Calendar.ND09), VIETNAM) == local(2026, 9, 25, 9, 30)


@pytest.mark.parametrize("rule", [DeadlineRule(), DeadlineRule(working_days=2, day=25)])
def test_a_rule_that_names_no_single_way_gives_no_deadline(rule):
    with pytest.raises(ValueError, match="either working days or a fixed day"):
        deadline(rule, span("2026Q3", Calendar.ND09), VIETNAM)


def test_a_level_has_its_own_rule_or_that_of_every_level():
    general, communes = DeadlineRule(working_days=3), DeadlineRule(level=3, working_days=1)
    assert rule_for_level([general, communes], 3) == communes
    assert rule_for_level([general, communes], 2) == general
    assert rule_for_level([communes], 2) is None


@pytest.mark.parametrize(
    "rules, codes",
    [
        ([DeadlineRule(working_days=1)], []),
        ([DeadlineRule()], ["deadline_needs_one_way"]),
        ([DeadlineRule(working_days=1, day=5)], ["deadline_needs_one_way"]),
        ([DeadlineRule(working_days=-1)], ["deadline_working_days_negative"]),
        ([DeadlineRule(day=0)], ["deadline_day_out_of_range"]),
        ([DeadlineRule(day=32)], ["deadline_day_out_of_range"]),
        ([DeadlineRule(day=20, month_offset=-1)], ["deadline_offset_out_of_range"]),
        ([DeadlineRule(day=20, month_offset=13)], ["deadline_offset_out_of_range"]),
        ([DeadlineRule(level=0, day=20)], ["deadline_level_out_of_range"]),
        ([DeadlineRule(day=20), DeadlineRule(day=25)], ["deadline_level_twice"]),
        # In force on the cut-off itself, or before it
        ([DeadlineRule(working_days=0)], ["deadline_too_soon"]),
        ([DeadlineRule(day=10)], ["deadline_too_soon"]),
        # Level 3 collects for level 2: it cannot be due after it
        (
            [DeadlineRule(level=2, working_days=2), DeadlineRule(level=3, working_days=4)],
            ["deadline_after_higher_level"],
        ),
        ([DeadlineRule(level=2, working_days=4), DeadlineRule(level=3, working_days=2)], []),
    ],
)
def test_problems_of_deadlines_are_named(rules, codes):
    spans = [span(key, Calendar.ND09) for key in ("2026-09", "2026-10")]
    assert [problem.code for problem in deadline_problems(rules, spans, VIETNAM)] == codes


def test_a_deadline_too_soon_after_the_cut_off_is_a_warning_with_the_first_such_period():
    # Rolled backward the 15th is no working day after the 14th where it falls on a weekend.
    rule = DeadlineRule(day=15, roll=BACKWARD)
    spans = [span(f"2026-{month:02d}", Calendar.ND09) for month in range(6, 12)]
    assert deadline_problems([rule], spans, VIETNAM) == [
        Problem(
            "deadline_too_soon",
            {
                "level": None,
                "period": "2026-08",
                "due_at": local(2026, 8, 14, 17, 0),
                "cut_off": date(2026, 8, 14),
            },
            Severity.WARNING,
        )
    ]


def test_an_extension_reaches_the_unit_and_everything_under_it():
    beginning = date(1900, 1, 1)
    units = [UnitFacts(n, str(n), f"Xã {n}", "xã", beginning) for n in (1, 2, 3)]
    placements = [
        PlacementFacts(1, None, beginning),
        PlacementFacts(2, 1, beginning),
        PlacementFacts(3, 1, beginning),
    ]
    tree = DatedTree(units, placements).at(date(2026, 11, 14))
    area, unit = Extension(1, DUE + timedelta(days=3)), Extension(2, DUE + timedelta(days=5))
    assert extensions_reaching(2, [area, unit], tree) == [area.due_at, unit.due_at]
    assert extensions_reaching(3, [area, unit], tree) == [area.due_at]
    assert extensions_reaching(1, [unit], tree) == []


def test_an_extension_gives_time_and_never_takes_any():
    later, earlier = DUE + timedelta(days=2), DUE - timedelta(days=2)
    assert effective_deadline(DUE, []) == DUE
    assert effective_deadline(DUE, [earlier]) == DUE
    assert effective_deadline(DUE, [earlier, later]) == later


def test_a_report_is_late_the_moment_after_its_deadline():
    assert not is_late(DUE, DUE)
    assert is_late(DUE, DUE + timedelta(microseconds=1))


@pytest.mark.parametrize(
    "due_at, submitted_at, now, expected",
    [
        (DUE, None, DUE, Timeliness.NOT_DUE),
        (DUE, None, DUE + timedelta(seconds=1), Timeliness.MISSING),
        (DUE, DUE, DUE + timedelta(days=9), Timeliness.ON_TIME),
        (DUE, DUE + timedelta(seconds=1), DUE + timedelta(days=9), Timeliness.LATE),
        (None, None, DUE, Timeliness.NOT_DUE),
        (None, DUE, DUE, Timeliness.ON_TIME),
    ],
)
def test_a_report_stands_by_its_deadline(due_at, submitted_at, now, expected):
    assert timeliness(due_at, submitted_at, now) == expected


@pytest.mark.parametrize(
    "now, late, left",
    [
        (local(2026, 11, 17, 8, 0), 0, 3),
        (local(2026, 11, 20, 8, 0), 0, 0),
        (local(2026, 11, 20, 18, 0), 0, 0),
        (local(2026, 11, 22, 8, 0), 0, 0),
        (local(2026, 11, 23, 8, 0), 1, 0),
        (local(2026, 11, 25, 8, 0), 2, 0),  # 24 November is a holiday since 2026
    ],
)
def test_days_late_and_days_left_are_working_days(now, late, left):
    assert working_days_late(DUE, now, VIETNAM) == late
    assert working_days_left(DUE, now, VIETNAM) == left


rules = st.one_of(
    st.builds(DeadlineRule, working_days=st.integers(0, 20), roll=st.sampled_from(Roll)),
    st.builds(
        DeadlineRule,
        day=st.integers(1, 31),
        month_offset=st.integers(0, 3),
        roll=st.sampled_from(Roll),
    ),
)


@given(rules, st.integers(1, 12), st.sampled_from(Calendar))
def test_a_deadline_is_always_a_working_day(rule, month, calendar):
    due_at = deadline(rule, span(f"2026-{month:02d}", calendar), VIETNAM)
    assert VIETNAM.is_working_day(due_at.date())


@given(st.integers(1, 20), st.integers(1, 12), st.sampled_from(Calendar))
def test_as_many_working_days_lie_after_the_cut_off_as_the_rule_says(count, month, calendar):
    period = span(f"2026-{month:02d}", calendar)
    due_at = deadline(DeadlineRule(working_days=count), period, VIETNAM)
    assert VIETNAM.working_days_between(period.ends_on, due_at.date()) == count


def test_without_holidays_only_weekends_move_a_deadline():
    period = span("2026-04", Calendar.CALENDAR)
    due_at = deadline(DeadlineRule(working_days=1), period, WorkingCalendar())
    assert due_at == local(2026, 5, 1, 17, 0)
