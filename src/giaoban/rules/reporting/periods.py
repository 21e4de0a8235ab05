"""From which day to which day does a period run, and which periods does it contain or fill?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.period_keys import (
    FREQUENCIES,
    IRREGULAR,
    LAST_REPORT,
    ParsedKey,
    PeriodKind,
    count_in_year,
    format_key,
    kind_of,
    next_key,
    parse_key,
    previous_key,
    same_period_last_year,
)
from giaoban.rules.reporting.period_years import (
    MONTHS_LONG,
    key_in_year,
    keys_of_year,
    number_in_year,
    year_of,
    year_start_of,
)

__all__ = [
    "FREQUENCIES",
    "Calendar",
    "PeriodKind",
    "PeriodSpan",
    "counts_from",
    "cumulative_parts",
    "current_key",
    "derived_kinds",
    "enclosing_keys",
    "keys_between",
    "keys_of_year",
    "kind_of",
    "latest_ended_key",
    "next_key",
    "parse_key",
    "parts_of",
    "previous_key",
    "same_period_last_year",
    "span",
    "year_of",
    "year_start_of",
]

_ND09_CUT_OFF = 14
"""A period's figures are taken up to the 14th of its last month (NĐ 09/2019/NĐ-CP art. 12)."""


class Calendar(StrEnum):
    """How months lie: from the 15th to the 14th (NĐ 09/2019/NĐ-CP art. 12), or as on the wall.

    `fiscal`: months as on the wall, in years that begin with a month of the regime's choice.
    """

    ND09 = "nd09"
    CALENDAR = "calendar"
    FISCAL = "fiscal"


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A period and its days: `starts_on` to `ends_on`, the cut-off, both included."""

    kind: PeriodKind
    key: str
    starts_on: date
    ends_on: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


_DERIVED: dict[PeriodKind, tuple[PeriodKind, ...]] = {
    PeriodKind.MONTH: (
        PeriodKind.QUARTER,
        PeriodKind.HALF,
        PeriodKind.NINE_MONTHS,
        PeriodKind.YEAR,
    ),
    PeriodKind.QUARTER: (PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR),
    PeriodKind.HALF: (PeriodKind.YEAR,),
    PeriodKind.INCIDENT: (PeriodKind.WHOLE_INCIDENT,),
}


def span(
    key: str,
    calendar: Calendar,
    once_dates: tuple[date, date] | None = None,
    year_starts: int = 1,
) -> PeriodSpan:
    """The days of a period.

    Weeks are ISO weeks under every calendar (domain-rules: no national rule for weeks was found).
    A month's key names the month on the wall; the year of a longer one is that in which its
    financial year begins: with `year_starts` 7, 2026Q1 begins on 2026-07-01.
    `once_dates` are the first and the last day of a `once` period, which follows its requester's
    dates (NĐ 09/2019/NĐ-CP art. 8(5)(c)). Raises RuleError as parse_key does,
    `period_once_without_dates` (key) or `period_once_ends_before_start` (key), and
    `incident_report_not_open` (key), since an incident's days are known only once it is open.
    """
    parsed = parse_key(key)
    if parsed.kind in {PeriodKind.INCIDENT, PeriodKind.WHOLE_INCIDENT}:
        raise RuleError("incident_report_not_open", key=key)
    if parsed.kind is PeriodKind.ONCE:
        if once_dates is None:
            raise RuleError("period_once_without_dates", key=key)
        if once_dates[1] < once_dates[0]:
            raise RuleError("period_once_ends_before_start", key=key)
        return PeriodSpan(parsed.kind, key, *once_dates)
    if parsed.kind is PeriodKind.WEEK:
        monday = date.fromisocalendar(parsed.year, parsed.number, 1)
        return PeriodSpan(parsed.kind, key, monday, monday + timedelta(days=6))
    year, first, last = _months(parsed, year_starts)
    first, last = first + year_starts - 1, last + year_starts - 1
    if calendar is Calendar.ND09:
        starts_on = _day_of_month(year, first - 1, _ND09_CUT_OFF + 1)
        ends_on = _day_of_month(year, last, _ND09_CUT_OFF)
    else:
        starts_on = _day_of_month(year, first, 1)
        ends_on = _day_of_month(year, last + 1, 1) - timedelta(days=1)
    return PeriodSpan(parsed.kind, key, starts_on, ends_on)


def derived_kinds(frequency: PeriodKind) -> tuple[PeriodKind, ...]:
    """The longer kinds that reported periods fill exactly, the shortest first."""
    return _DERIVED.get(frequency, ())


def enclosing_keys(key: str, frequency: PeriodKind, year_starts: int = 1) -> tuple[str, ...]:
    """The longer derived periods that contain this one, the shortest first.

    `key` is reported, or itself derived from `frequency`. Raises RuleError as parse_key does and
    `period_not_of_frequency` (key, frequency) where it is neither.
    """
    parsed = _require_of_frequency(key, frequency)
    if parsed.kind is PeriodKind.INCIDENT:
        return (format_key(ParsedKey(PeriodKind.WHOLE_INCIDENT, number=0, name=parsed.name)),)
    if parsed.kind not in MONTHS_LONG:
        return ()
    year, first, last = _months(parsed, year_starts)
    found = []
    for kind in derived_kinds(frequency):
        length = MONTHS_LONG[kind]
        if length <= MONTHS_LONG[parsed.kind]:
            continue
        longer = ParsedKey(kind, year, (first - 1) // length + 1)
        # The last three months of a year lie in no period of nine months.
        if longer.number <= count_in_year(kind, year) and last <= longer.number * length:
            found.append(format_key(longer))
    return tuple(found)


def parts_of(key: str, frequency: PeriodKind, year_starts: int = 1) -> tuple[str, ...]:
    """The reported periods that fill this one, in order; a reported one is its own only part.

    Of an incident all that there can be, since nobody knows how many there will be. Raises
    RuleError as enclosing_keys does.
    """
    parsed = _require_of_frequency(key, frequency)
    if parsed.kind is frequency:
        return (key,)
    if parsed.kind is PeriodKind.WHOLE_INCIDENT:
        return _reports_of(parsed.name, LAST_REPORT)
    year, first, last = _months(parsed, year_starts)
    length = MONTHS_LONG[frequency]
    return tuple(
        key_in_year(frequency, year, number, year_starts)
        for number in range((first - 1) // length + 1, last // length + 1)
    )


def cumulative_parts(key: str, frequency: PeriodKind, year_starts: int = 1) -> tuple[str, ...]:
    """The reported periods from the year's start up to and with this one (lũy kế), in order.

    The year of a week is its ISO year; a `once` period and a whole incident stand alone, and of an
    incident's report it is those up to it. Raises RuleError as enclosing_keys does.
    """
    parsed = _require_of_frequency(key, frequency)
    if parsed.kind is PeriodKind.INCIDENT:
        return _reports_of(parsed.name, parsed.number)
    if parsed.kind in IRREGULAR:
        return (key,)
    last = parse_key(parts_of(key, frequency, year_starts)[-1])
    year, number = number_in_year(last, year_starts)
    return keys_of_year(year, frequency, year_starts)[:number]


def counts_from(key: str, calendar: Calendar, starts_on: date, year_starts: int = 1) -> date:
    """The first day of what a cumulative figure of the period says: of its year (lũy kế).

    Of what has no year, its own `starts_on`. Raises RuleError as parse_key does.
    """
    kind = kind_of(key)
    if kind in IRREGULAR:
        return starts_on
    first = keys_of_year(year_of(key, year_starts), kind, year_starts)[0]
    return span(first, calendar, None, year_starts).starts_on


def begins_its_year(key: str, frequency: PeriodKind, year_starts: int = 1) -> bool:
    """Whether nothing was reported in its year, or its incident, before this period.

    Raises RuleError as enclosing_keys does.
    """
    parts = parts_of(key, frequency, year_starts)
    return cumulative_parts(parts[-1], frequency, year_starts)[0] == parts[0]


def keys_between(
    frequency: PeriodKind,
    calendar: Calendar,
    first_key: str,
    until_date: date,
    year_starts: int = 1,
) -> Iterator[str]:
    """The reported periods from `first_key` on that have begun by `until_date`, in order.

    A `once` key comes alone, whatever its dates: they are the regime's; so does a report of an
    incident, which is opened with it. Raises RuleError as
    parse_key does and `period_not_of_frequency` (key, frequency).
    """
    if kind_of(first_key) is not frequency:
        raise RuleError("period_not_of_frequency", key=first_key, frequency=frequency)
    if frequency in IRREGULAR:
        yield first_key
        return
    key: str | None = first_key
    while key is not None and span(key, calendar, None, year_starts).starts_on <= until_date:
        yield key
        key = next_key(key)


def current_key(
    frequency: PeriodKind, calendar: Calendar, on: date, year_starts: int = 1
) -> str | None:
    """The period whose days contain `on`.

    None for `once`, and between the cut-off of a period of nine months and the new year.
    """
    key = _latest_begun_key(frequency, calendar, on, year_starts)
    return key if key is not None and on in span(key, calendar, None, year_starts) else None


def latest_ended_key(
    frequency: PeriodKind, calendar: Calendar, on: date, year_starts: int = 1
) -> str | None:
    """The newest period whose cut-off lies before `on`; on its cut-off a period still runs.

    None for `once`.
    """
    key = _latest_begun_key(frequency, calendar, on, year_starts)
    if key is not None and span(key, calendar, None, year_starts).ends_on >= on:
        return previous_key(key)
    return key


def _latest_begun_key(
    frequency: PeriodKind, calendar: Calendar, on: date, year_starts: int
) -> str | None:
    if frequency in IRREGULAR:
        return None
    if frequency is PeriodKind.WEEK:
        year, week, _ = on.isocalendar()
        return format_key(ParsedKey(frequency, year, week))
    year, month = on.year, on.month
    if calendar is Calendar.ND09 and on.day > _ND09_CUT_OFF:
        year, month = year + month // 12, month % 12 + 1
    year, place = number_in_year(ParsedKey(PeriodKind.MONTH, year, month), year_starts)
    number = (place - 1) // MONTHS_LONG[frequency] + 1
    number = min(number, count_in_year(frequency, year))
    return key_in_year(frequency, year, number, year_starts)


def _require_of_frequency(key: str, frequency: PeriodKind) -> ParsedKey:
    parsed = parse_key(key)
    if parsed.kind is not frequency and parsed.kind not in derived_kinds(frequency):
        raise RuleError("period_not_of_frequency", key=key, frequency=frequency)
    return parsed


def _reports_of(code: str, last: int) -> tuple[str, ...]:
    return tuple(
        format_key(ParsedKey(PeriodKind.INCIDENT, number=number, name=code))
        for number in range(1, last + 1)
    )


def _months(parsed: ParsedKey, year_starts: int) -> tuple[int, int, int]:
    """The year of a period that consists of months, and its first and last month there: 1 to 12."""
    year, number = number_in_year(parsed, year_starts)
    length = MONTHS_LONG[parsed.kind]
    return year, (number - 1) * length + 1, number * length


def _day_of_month(year: int, month: int, day: int) -> date:
    """`month` may lie outside 1 to 12: 0 is December of the year before, 13 January after."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)
