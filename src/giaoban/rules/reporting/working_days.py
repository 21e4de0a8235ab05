"""Which days are worked, and how many of them lie between two dates?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

_DAY = timedelta(days=1)
HolidayRow = tuple[date, str]


@dataclass(frozen=True)
class WorkingCalendar:
    """All but weekends and public holidays, with the days that are worked in exchange.

    `weekend` holds weekdays, Monday being 0. A day in `extra_working_days` is worked whatever else
    it is: a Saturday worked for a holiday that was moved. Raises ValueError where every weekday is
    a weekend, since no search for a working day would end.
    """

    holidays: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})

    def __post_init__(self) -> None:
        if self.weekend.issuperset(range(7)):
            raise ValueError("a week without a working day")

    def is_working_day(self, day: date) -> bool:
        if day in self.extra_working_days:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it if negative); 0 gives `day` itself."""
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after `first` and up to `last`, which is included.

        Negative where `last` lies before `first`: the same days, counted backward.
        """
        if last < first:
            return -self.working_days_between(last, first)
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working_day, days))

    def roll_forward(self, day: date) -> date:
        """`day` where it is worked, else the next working day."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def roll_backward(self, day: date) -> date:
        """`day` where it is worked, else the working day before."""
        while not self.is_working_day(day):
            day -= _DAY
        return day


@dataclass(frozen=True, slots=True)
class HolidaySource:
    """Whose public holidays count: a country, and a part of it, by the codes of ISO 3166.

    Without a `country` there are none but the days that are set by hand. Việt Nam's are those of
    the Labour Code 2019 (45/2019/QH14) arts. 111(3) and 112, as the library `holidays` carries
    them: lunar Tết, days off in lieu, and the yearly swaps that it knows.
    """

    country: str = ""
    part: str = ""


VIETNAMESE = HolidaySource("VN")
SATURDAY_AND_SUNDAY = frozenset({5, 6})


def public_calendar(
    years: Iterable[int],
    overrides: Iterable[tuple[date, bool]] = (),
    source: HolidaySource = VIETNAMESE,
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY,
) -> WorkingCalendar:
    """The working days of these years.

    `overrides` are (day, is it worked) pairs; they win, because governments announce the swaps of a
    year late: in Việt Nam Tết and National Day are chosen each year (Labour Code art. 112(3)).
    """
    off: set[date] = set()
    worked: set[date] = set()
    for year in set(years):
        days_off, days_worked = _public_holidays(year, source)
        off |= days_off
        worked |= days_worked
    for day, is_working in overrides:
        (worked if is_working else off).add(day)
        (off if is_working else worked).discard(day)
    return WorkingCalendar(frozenset(off), frozenset(worked), weekend)


def is_known(source: HolidaySource) -> bool:
    """Whether the library knows the country and its part."""
    parts = holidays.list_supported_countries(include_aliases=True)
    return not source.country or (
        source.country in parts and (not source.part or source.part in parts[source.country])
    )


@lru_cache(maxsize=64)
def holidays_of(year: int, source: HolidaySource, language: str = "") -> tuple[HolidayRow, ...]:
    """The days off of a year with their names, in the order of the days.

    `language` as the library writes it (vi, en_US); in one that it does not have for the country,
    names stand in the country's own.
    """
    if not source.country:
        return ()
    known = holidays.country_holidays(
        source.country,
        subdiv=source.part or None,
        years=year,
        expand=False,
        language=language or None,
    )
    return tuple(sorted(known.items()))


@lru_cache(maxsize=64)
def worked_weekends(year: int, source: HolidaySource) -> tuple[date, ...]:
    """The weekend days of a year that are worked in exchange for a holiday that was moved."""
    if not source.country:
        return ()
    known = holidays.country_holidays(
        source.country, subdiv=source.part or None, years=year, expand=False
    )
    # The library names the swapped weekend days of every year, whichever year was asked for.
    return tuple(sorted(day for day in known.weekend_workdays if day.year == year))


def _public_holidays(year: int, source: HolidaySource) -> tuple[frozenset[date], frozenset[date]]:
    """The holidays of one year, and the weekend days that are worked in exchange."""
    days_off = frozenset(day for day, _name in holidays_of(year, source))
    return days_off, frozenset(worked_weekends(year, source))
