"""Which days are worked, and how many of them lie between two dates?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday, less the public holidays, with the days that are worked in exchange.

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


def vietnam_calendar(
    years: Iterable[int], overrides: Iterable[tuple[date, bool]] = ()
) -> WorkingCalendar:
    """The working days of Vietnam in these years.

    Public holidays with lunar Tết and the days off in lieu are those of the Labour Code 2019
    (45/2019/QH14) arts. 111(3) and 112, as the library `holidays` carries them, with the yearly
    swaps that it knows. `overrides` are (day, is it worked) pairs; they win, because the Government
    announces the swaps of a year late and Tết and National Day are chosen each year (art. 112(3)).
    """
    off: set[date] = set()
    worked: set[date] = set()
    for year in set(years):
        days_off, days_worked = _public_holidays(year)
        off |= days_off
        worked |= days_worked
    for day, is_working in overrides:
        (worked if is_working else off).add(day)
        (off if is_working else worked).discard(day)
    return WorkingCalendar(frozenset(off), frozenset(worked))


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The holidays of one year, and the weekend days that are worked in exchange."""
    known = holidays.country_holidays("VN", years=year, expand=False)
    # The library names the swapped weekend days of every year, whichever year was asked for.
    worked = frozenset(day for day in known.weekend_workdays if day.year == year)
    return frozenset(known), worked
