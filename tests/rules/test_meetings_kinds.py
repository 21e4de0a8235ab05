"""Limits of length, notice and papers: warned about, never in the way."""

from datetime import UTC, date, datetime

import pytest

from giaoban.rules.meetings.kinds import (
    KINDS,
    MeetingKind,
    conclusions_due_on,
    limit_warnings,
    notice_due_on,
    papers_due_on,
    planned_minutes,
)
from giaoban.rules.problems import Severity
from giaoban.rules.reporting.working_days import public_calendar

CALENDAR = public_calendar([2026, 2027])
BRIEFING = KINDS["briefing"]
FRIDAY = date(2026, 11, 27)


def at(hour: int) -> datetime:
    return datetime(2026, 1, 5, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "code, longest",
    [
        ("briefing", 240),
        ("work", 240),
        ("advisory", 240),
        ("professional", 480),
        ("preliminary_review", 480),
        ("final_review", 480),
        ("thematic", 480),
        ("training", 960),
    ],
)
def test_the_prime_ministers_decision_sets_lengths(code, longest):
    kind = KINDS[code]
    assert (kind.longest_minutes, kind.source) == (longest, "Quyết định 45/2018/QĐ-TTg")
    assert (kind.notice_days, kind.paper_days, kind.conclusions_days) == (3, 3, 5)


def test_a_meeting_within_its_limits_is_not_warned_of():
    assert (
        limit_warnings(
            BRIEFING,
            minutes=240,
            starts_on=FRIDAY,
            announced_on=date(2026, 11, 24),
            papers_on=[date(2026, 11, 24)],
            calendar=CALENDAR,
        )
        == []
    )


@pytest.mark.parametrize(
    "minutes, announced, papers, expected",
    [
        (241, 24, [], [("meeting_too_long", {"minutes": 241, "longest": 240})]),
        (180, 25, [], [("notice_too_short", {"days": 2, "asked": 3})]),
        (180, 27, [], [("notice_too_short", {"days": 0, "asked": 3})]),
        (180, 30, [], [("notice_too_short", {"days": 0, "asked": 3})]),
        (180, 24, [24, 25, 26], [("papers_too_late", {"count": 2, "asked": 3})]),
    ],
)
def test_a_warning_has_the_figures_and_the_source(minutes, announced, papers, expected):
    found = limit_warnings(
        BRIEFING,
        minutes=minutes,
        starts_on=FRIDAY,
        announced_on=date(2026, 11, announced),
        papers_on=[date(2026, 11, day) for day in papers],
        calendar=CALENDAR,
    )
    assert [(each.code, each.params) for each in found] == [
        (code, {**params, "source": BRIEFING.source}) for code, params in expected
    ]
    assert {each.severity for each in found} == {Severity.WARNING}


def test_a_kind_without_limits_warns_of_nothing():
    warned = limit_warnings(
        MeetingKind("own"),
        minutes=2000,
        starts_on=FRIDAY,
        announced_on=FRIDAY,
        papers_on=[FRIDAY],
        calendar=CALENDAR,
    )
    assert warned == []


@pytest.mark.parametrize(
    "starts_on, due",
    [
        (date(2026, 11, 27), date(2026, 11, 23)),  # the 24th is Culture Day
        (date(2026, 11, 30), date(2026, 11, 25)),
        (date(2026, 9, 3), date(2026, 8, 26)),  # over National Day and its days in lieu
    ],
)
def test_notice_and_papers_are_due_working_days_before(starts_on, due):
    assert notice_due_on(BRIEFING, starts_on, CALENDAR) == due
    assert papers_due_on(BRIEFING, starts_on, CALENDAR) == due


@pytest.mark.parametrize(
    "ended_on, due",
    [
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
        (date(2026, 12, 29), date(2027, 1, 6)),  # over New Year's Day
    ],
)
def test_conclusions_are_due_five_working_days_after(ended_on, due):
    assert conclusions_due_on(BRIEFING, ended_on, CALENDAR) == due


def test_where_nothing_is_asked_nothing_is_due():
    own = MeetingKind("own")
    assert [
        notice_due_on(own, FRIDAY, CALENDAR),
        papers_due_on(own, FRIDAY, CALENDAR),
        conclusions_due_on(own, FRIDAY, CALENDAR),
    ] == [None, None, None]


@pytest.mark.parametrize("end, minutes", [(11, 180), (8, 0), (7, 0)])
def test_minutes_of_a_plan_are_never_below_none(end, minutes):
    assert planned_minutes(at(8), at(end)) == minutes
