"""When is each report of an incident asked for, by when is it due, and which one closes it?

Moments are local and without a zone. Hours count on every day, also on holidays.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LAST_NUMBER = 99  # two digits in a period's key
LONGEST_FIRST_HOURS = 72


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The first report within so many hours, then one a day before a time of day.

    The defaults are those of joint circular 43/2015 as public pages quote it; it was not confirmed
    to be current, which is why a regime names its own, and an incident those it was opened with.
    """

    first_hours: int = 24
    daily_at: time = time(17, 0)


def counted_from(began_at: datetime, opened_at: datetime, rhythm: Rhythm) -> datetime:
    """The beginning; the opening where the first report could not be in time any more."""
    first_due = began_at + timedelta(hours=rhythm.first_hours)
    return began_at if first_due > opened_at else opened_at


def report_due_at(number: int, start: datetime, rhythm: Rhythm) -> datetime:
    """When report `number` (from 1) is due, of an incident that counts from `start`."""
    first = start + timedelta(hours=rhythm.first_hours)
    if number == 1:
        return first
    return datetime.combine(first.date() + timedelta(days=number - 1), rhythm.daily_at)


def report_opens_at(number: int, start: datetime, rhythm: Rhythm) -> datetime:
    """The first at once, each further one when the one before it is due."""
    return start if number == 1 else report_due_at(number - 1, start, rhythm)


def report_days(number: int, start: datetime, rhythm: Rhythm) -> tuple[date, date]:
    """The days that a report spans: from its opening to its deadline."""
    opens_on = report_opens_at(number, start, rhythm).date()
    return opens_on, report_due_at(number, start, rhythm).date()


def number_asked(start: datetime, rhythm: Rhythm, now: datetime) -> int:
    """The number of the report that is asked for now; 0 before the beginning."""
    number = 0
    while number < LAST_NUMBER and report_opens_at(number + 1, start, rhythm) <= now:
        number += 1
    return number


def hours_left(due_at: datetime, now: datetime) -> int:
    """Whole hours until the deadline; below 0 the whole hours that have passed since.

    0 within an hour of it on either side: whether it is late the moment says (deadlines.is_late).
    """
    return int((due_at - now) / timedelta(hours=1))


def is_closed_by_finals(asked: Collection[int], final: Collection[int]) -> bool:
    """Whether no unit is left to report: `asked` for the newest report, `final` have given theirs.

    The circular lets reports run until a final one; of many units the last of them closes it.
    Nobody asked at all (every unit was dissolved or merged) closes it too.
    """
    return set(asked) <= set(final)
