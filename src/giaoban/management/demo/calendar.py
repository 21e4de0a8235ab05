"""Which periods does the demo cover, and when do its people do what?"""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils.timezone import get_default_timezone

from giaoban.rules.reporting.periods import Calendar, PeriodKind, current_key, previous_key

REFORM = date(2025, 7, 1)  # the day on which the communes of the map opened
FOUNDED = date(2025, 7, 15)
MONTHS, QUARTERS = 15, 5
YEARS_REVIEWED = 5


def period_keys(kind: PeriodKind, today: date) -> list[str]:
    """The newest periods of the kind, the oldest first; the last one runs today."""
    wanted = MONTHS if kind is PeriodKind.MONTH else QUARTERS
    key = current_key(kind, Calendar.ND09, today)
    if key is None:
        raise ValueError(f"no period of kind {kind} runs on {today}")
    keys = [key]
    while len(keys) < wanted:
        keys.insert(0, previous_key(keys[0]))
    return keys


def last_whole_year(today: date, year_starts: int = 1) -> int:
    """The year that a review looks back on: in its last two months the one that runs."""
    months_gone = (today.month - year_starts) % 12
    running = today.year - (today.month < year_starts)
    return running if months_gone >= 10 else running - 1


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), get_default_timezone())


def office_moment(first: datetime, last: datetime, chance: Random) -> datetime:
    """A moment between the two, in office hours where there are any between them."""
    for _ in range(12):
        moment = first + (last - first) * chance.random()
        if 7 <= moment.hour < 17 and moment.weekday() < 5:
            break
    return moment.replace(second=0, microsecond=0)


def next_morning(moment: datetime) -> datetime:
    """Half past eight of the next weekday."""
    day = moment.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return at(day, 8, 30)
