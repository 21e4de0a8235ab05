"""When is each report of an incident asked for, and by when is it due?"""

from datetime import date, datetime, time

import pytest

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.incidents import (
    Rhythm,
    counted_from,
    hours_left,
    is_closed_by_finals,
    number_asked,
    report_days,
    report_due_at,
    report_opens_at,
)
from giaoban.rules.reporting.periods import (
    Calendar,
    PeriodKind,
    cumulative_parts,
    derived_kinds,
    enclosing_keys,
    kind_of,
    next_key,
    parse_key,
    parts_of,
    previous_key,
    same_period_last_year,
    span,
)

USUAL = Rhythm()
EARLY = Rhythm(first_hours=6, daily_at=time(7, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("began", "rhythm", "number", "opens", "due"),
    [
        # within 24 hours, then daily before 17:00
        ("11-20T20:00", USUAL, 1, "11-20T20:00", "11-21T20:00"),
        ("11-20T20:00", USUAL, 2, "11-21T20:00", "11-22T17:00"),
        ("11-20T20:00", USUAL, 3, "11-22T17:00", "11-23T17:00"),
        # on the day of the first deadline no second report is due, however early that was
        ("11-20T02:00", USUAL, 1, "11-20T02:00", "11-21T02:00"),
        ("11-20T02:00", USUAL, 2, "11-21T02:00", "11-22T17:00"),
        # a Saturday, a Sunday and a public holiday are days like any other
        ("08-31T10:00", USUAL, 2, "09-01T10:00", "09-02T17:00"),
        # another rhythm
        ("11-20T20:00", EARLY, 1, "11-20T20:00", "11-21T02:00"),
        ("11-20T20:00", EARLY, 2, "11-21T02:00", "11-22T07:30"),
    ],
)
def test_a_report_is_due_by_hours_first_and_then_every_day(
    began: str, rhythm: Rhythm, number: int, opens: str, due: str
) -> None:
    due_at, opens_at = at(due), at(opens)
    assert report_opens_at(number, at(began), rhythm) == opens_at
    assert report_due_at(number, at(began), rhythm) == due_at
    assert report_days(number, at(began), rhythm) == (opens_at.date(), due_at.date())


@pytest.mark.parametrize(
    ("began", "opened", "start"),
    [
        ("11-20T20:00", "11-20T21:00", "11-20T20:00"),
        ("11-20T20:00", "11-21T19:59", "11-20T20:00"),
        # too late to ask for a first report within 24 hours of the beginning
        ("11-20T20:00", "11-21T20:00", "11-21T20:00"),
        ("11-10T20:00", "11-21T08:00", "11-21T08:00"),
    ],
)
def test_an_incident_opened_late_counts_from_its_opening(
    began: str, opened: str, start: str
) -> None:
    assert counted_from(at(began), at(opened), USUAL) == at(start)


@pytest.mark.parametrize(
    ("now", "number"),
    [
        ("11-20T19:59", 0),
        ("11-20T20:00", 1),
        ("11-21T19:59", 1),
        ("11-21T20:00", 2),
        ("11-22T16:59", 2),
        ("11-22T17:00", 3),
        ("12-22T17:00", 33),
    ],
)
def test_the_next_report_is_asked_for_when_the_one_before_is_due(now: str, number: int) -> None:
    assert number_asked(at("11-20T20:00"), USUAL, at(now)) == number


def test_an_incident_has_at_most_ninety_nine_reports() -> None:
    assert number_asked(at("01-01T00:00"), USUAL, at("11-20T00:00")) == 99


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        ("11-20T11:00", 6),
        ("11-20T15:59", 1),
        ("11-20T16:30", 0),
        ("11-20T17:00", 0),
        ("11-20T17:10", 0),
        ("11-20T17:59", 0),
        ("11-20T18:00", -1),
        ("11-20T18:30", -1),
        ("11-20T19:00", -2),
    ],
)
def test_what_is_left_is_counted_in_whole_hours(now: str, hours: int) -> None:
    assert hours_left(at("11-20T17:00"), at(now)) == hours


def test_the_keys_of_an_incident() -> None:
    key, whole = "incident:BAO-13/02", "incident:BAO-13"
    assert (kind_of(key), kind_of(whole)) == (PeriodKind.INCIDENT, PeriodKind.WHOLE_INCIDENT)
    assert (parse_key(key).name, parse_key(key).number) == ("BAO-13", 2)
    assert (next_key(key), previous_key(key)) == ("incident:BAO-13/03", "incident:BAO-13/01")
    assert (previous_key("incident:BAO-13/01"), next_key("incident:BAO-13/99")) == (None, None)
    assert (next_key(whole), same_period_last_year(key)) == (None, None)
    assert derived_kinds(PeriodKind.INCIDENT) == (PeriodKind.WHOLE_INCIDENT,)
    assert enclosing_keys(key, PeriodKind.INCIDENT) == (whole,)
    assert enclosing_keys(whole, PeriodKind.INCIDENT) == ()
    assert parts_of(key, PeriodKind.INCIDENT) == (key,)
    assert parts_of(whole, PeriodKind.INCIDENT)[:2] == ("incident:BAO-13/01", key)
    assert len(parts_of(whole, PeriodKind.INCIDENT)) == 99
    assert cumulative_parts(key, PeriodKind.INCIDENT) == ("incident:BAO-13/01", key)
    assert cumulative_parts(whole, PeriodKind.INCIDENT) == (whole,)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("incident:", "period_key_unknown_form"),
        ("incident:A/1", "period_key_unknown_form"),
        ("incident:A/00", "period_number_out_of_range"),
        ("incident:A B/01", "period_key_unknown_form"),
        ("incident:" + "A" * 27, "period_key_unknown_form"),
    ],
)
def test_a_malformed_key_of_an_incident_is_refused(key: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_key(key)
    assert refused.value.problem.code == code


def test_the_days_of_an_incident_are_known_only_once_it_is_open() -> None:
    with pytest.raises(RuleError) as refused:
        span("incident:A/01", Calendar.ND09)
    assert refused.value.problem.code == "incident_report_not_open"


def test_a_day_of_december_is_followed_by_one_of_january() -> None:
    assert report_days(2, at("12-30T10:00"), USUAL) == (
        date(2026, 12, 31),
        date(2027, 1, 1),
    )


@pytest.mark.parametrize(
    ("asked", "final", "is_closed"),
    [
        ({1, 2, 3}, set(), False),
        ({1, 2, 3}, {1, 2}, False),
        # the last of many closes it, also where the others gave theirs in earlier reports
        ({1, 2, 3}, {1, 2, 3}, True),
        ({3}, {1, 2, 3}, True),
        # a final report of a unit that is not asked any more does not count for another
        ({3}, {1, 2}, False),
        # all of them were dissolved or merged since
        (set(), set(), True),
    ],
)
def test_the_final_report_of_the_last_unit_that_is_asked_closes_an_incident(
    asked: set[int], final: set[int], is_closed: bool
) -> None:
    assert is_closed_by_finals(asked, final) is is_closed
