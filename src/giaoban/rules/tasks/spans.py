"""Which days does a progress report cover, and which ones came before them?"""

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Both days belong to it."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError("a span ends before it starts")


def span_before(span: Span) -> Span:
    """As many whole months before it, where it consists of such, else as many days.

    A month may begin on any day: 15 October to 14 November follows 15 September to 14 October
    (NĐ 09/2019/NĐ-CP art. 12).
    """
    behind = span.ends_on + _DAY
    months = (behind.year - span.starts_on.year) * 12 + behind.month - span.starts_on.month
    last = span.starts_on - _DAY
    if months > 0 and behind.day == span.starts_on.day and behind.day <= 28:
        years, month = divmod(span.starts_on.year * 12 + span.starts_on.month - 1 - months, 12)
        return Span(date(years, month + 1, span.starts_on.day), last)
    return Span(span.starts_on - (behind - span.starts_on), last)


def years_in(span: Span) -> list[Span]:
    """Its calendar years in order, the first and the last of them cut off where it is."""
    return [
        Span(
            max(span.starts_on, date(year, 1, 1)),
            min(span.ends_on, date(year, 12, 31)),
        )
        for year in range(span.starts_on.year, span.ends_on.year + 1)
    ]


def key_of(span: Span) -> str:
    """The key of the calendar period that the span is, such as 2026-10, 2026Q3, 2026H1, 2026.

    Empty where it is none of these.
    """
    behind = span.ends_on + _DAY
    if span.starts_on.day != 1 or behind.day != 1:
        return ""
    year, first = span.starts_on.year, span.starts_on.month
    months = (behind.year - year) * 12 + behind.month - first
    if months == 12 and first == 1:
        return f"{year}"
    if months == 6 and first in {1, 7}:
        return f"{year}H{1 if first == 1 else 2}"
    if months == 3 and first % 3 == 1:
        return f"{year}Q{first // 3 + 1}"
    return f"{year}-{first:02d}" if months == 1 else ""
