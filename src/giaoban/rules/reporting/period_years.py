"""In which year does a period lie, where years begin with another month than January?

A month is named by the wall: 2027-01 is January 2027 everywhere. The year of a longer period is
the one in which its financial year begins: where that is July, 2026Q1 runs from July to September
2026, 2026Q3 from January to March 2027, and January 2027 is the seventh month of 2026.
"""

from datetime import date
from typing import Protocol

from giaoban.rules.reporting.period_keys import (
    ParsedKey,
    PeriodKind,
    count_in_year,
    format_key,
    parse_key,
)

MONTHS_LONG = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.YEAR: 12,
}


def keys_of_year(year: int, frequency: PeriodKind, year_starts: int = 1) -> tuple[str, ...]:
    """The reported periods of one (financial) year, in order; empty for what has no year."""
    return tuple(
        key_in_year(frequency, year, number, year_starts)
        for number in range(1, count_in_year(frequency, year) + 1)
    )


def year_of(key: str, year_starts: int = 1) -> int:
    """The year whose targets and sums the period belongs to; 0 for what has none.

    Of a financial year it is the one in which it begins: month 2027-01 is of 2026 where years begin
    in July. Raises RuleError as parse_key does.
    """
    return number_in_year(parse_key(key), year_starts)[0]


def year_on(day: date, year_starts: int = 1) -> int:
    """The year that the day lies in, of a financial year the one in which it begins."""
    return day.year - (day.month < year_starts)


class Spanned(Protocol):
    """A period with its first day, stored or not."""

    @property
    def key(self) -> str: ...

    @property
    def starts_on(self) -> date: ...


def year_start_of(period: Spanned) -> int:
    """The month with which the year of a period begins, from 1 to 12, told by its first day.

    A month tells nothing of its year, and no more does a week: they give 1. So does a period of the
    15th to the 14th (nd09), whose January begins in December.
    """
    parsed = parse_key(period.key)
    if parsed.kind is PeriodKind.MONTH or parsed.kind not in MONTHS_LONG:
        return 1
    starts_on = period.starts_on
    if starts_on.day != 1:
        return 1
    return (starts_on.month - 1 - (parsed.number - 1) * MONTHS_LONG[parsed.kind]) % 12 + 1


def told_period(period: Spanned) -> dict[str, object]:
    """What a refusal tells of a period, so that pages can name it as its regime does."""
    return told_key(period.key, year_start_of(period))


def told_key(key: str, year_starts: int) -> dict[str, object]:
    """`year_starts` is told where it is another month than January."""
    return {"period": key} | ({} if year_starts == 1 else {"year_starts": year_starts})


def number_in_year(parsed: ParsedKey, year_starts: int) -> tuple[int, int]:
    """Year and number of a period in its own year; only months are named by another one."""
    if parsed.kind is not PeriodKind.MONTH:
        return parsed.year, parsed.number
    month = parsed.number - year_starts
    return parsed.year + month // 12, month % 12 + 1


def key_in_year(frequency: PeriodKind, year: int, number: int, year_starts: int) -> str:
    """The key of the number-th period of a year: the way back from `number_in_year`."""
    if frequency is PeriodKind.MONTH:
        month = number + year_starts - 2
        year, number = year + month // 12, month % 12 + 1
    return format_key(ParsedKey(frequency, year, number))
