"""One letter in place of many: what stands in it, what comes first, and when it may leave."""

from datetime import date, datetime, time

import pytest

from giaoban.rules.messages.gathering import Waiting, gathered
from giaoban.rules.messages.quiet_days import leaves_at
from giaoban.rules.reporting.working_days import WorkingCalendar


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        ([], []),
        ([Waiting("a"), Waiting("b")], [0, 1]),
        ([Waiting("a"), Waiting("b", is_late=True)], [1, 0]),
        ([Waiting(""), Waiting("")], [0, 1]),  # lists of units below are about no one thing
        ([Waiting("a"), Waiting("a")], [1]),  # two reminders of one report
        ([Waiting("a", is_news=True), Waiting("a", is_late=True)], [0]),  # returned, then reminded
        ([Waiting("a"), Waiting("a", is_news=True)], [1]),
        ([Waiting("a", is_news=True), Waiting("a", is_news=True)], [1]),  # given, then withdrawn
        ([Waiting("b"), Waiting("a", is_news=True), Waiting("a", is_late=True)], [1, 0]),
        (
            [Waiting("a"), Waiting("b", is_late=True), Waiting("a"), Waiting("c", is_late=True)],
            [1, 3, 2],
        ),
    ],
)
def test_of_one_thing_one_word_is_said_and_what_is_late_first(
    waiting: list[Waiting], said: list[int]
) -> None:
    assert [place for place, _is_late in gathered(waiting)] == said


def test_a_thing_is_late_whichever_word_of_it_said_so() -> None:
    returned, reminded = Waiting("a", is_news=True), Waiting("a", is_late=True)
    assert gathered([returned, reminded, Waiting("b")]) == [(0, True), (2, False)]


CALENDAR = WorkingCalendar(
    holidays=frozenset({date(2026, 12, 14)}),  # a Monday
    extra_working_days=frozenset({date(2026, 12, 19)}),  # a Saturday
)


@pytest.mark.parametrize(
    ("now", "needed_by", "leaves"),
    [
        ("2026-12-11 23:50", None, "2026-12-11 23:50"),  # a Friday night
        ("2026-12-12 09:00", None, "2026-12-15 08:00"),  # past the holiday
        ("2026-12-14 09:00", None, "2026-12-15 08:00"),
        ("2026-12-19 09:00", None, "2026-12-19 09:00"),  # a Saturday that is worked
        ("2026-12-12 09:00", "2026-12-13 17:00", "2026-12-12 09:00"),
        ("2026-12-12 09:00", "2026-12-15 08:00", "2026-12-12 09:00"),
        ("2026-12-12 09:00", "2026-12-15 17:00", "2026-12-15 08:00"),
        ("2026-12-12 09:00", "2026-12-11 17:00", "2026-12-15 08:00"),
    ],
)
def test_a_letter_waits_for_a_working_day_unless_it_would_come_too_late(
    now: str, needed_by: str | None, leaves: str
) -> None:
    by = needed_by and datetime.fromisoformat(needed_by)
    moment = leaves_at(datetime.fromisoformat(now), CALENDAR, time(8), by or None)
    assert f"{moment:%Y-%m-%d %H:%M}" == leaves
