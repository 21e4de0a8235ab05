"""When must an obligation be answered: on a day, so long after the document, again and again?

A recurring one becomes due once in each of its spans; each time is an occurrence of its own, with
a key such as 2026-07 or 2026Q3, so that what was answered is never mixed up with what was not.
"""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import takewhile

from giaoban.rules.country.dates import EARLIEST, LATEST
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.working_days import WorkingCalendar

LONGEST_WORKING_DAYS = 1000
LAST_DAY = 31
"""Of each month, however many days it has."""
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class TermKind(StrEnum):
    NONE = "none"
    DATE = "date"
    WORKING_DAYS = "working_days"
    RECURRING = "recurring"


class Every(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Term:
    """`day` counts in the last month of each span; 31 means its last day, whichever that is.

    A day that is not worked is moved to the working day before: what is owed to a committee is
    there when the day comes.
    """

    kind: TermKind = TermKind.NONE
    on: date | None = None
    working_days: int | None = None
    every: Every | None = None
    day: int | None = None
    until: date | None = None
    """The last day of a recurring one; None: as long as the document is in force."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an answer is due; `key` is empty for what happens once."""

    key: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Span:
    """The time that an occurrence is about; it is given when the span begins."""

    key: str
    begins_on: date


def term_problems(term: Term) -> list[Problem]:
    """What is wrong with a term: `term_needs_date`, `term_needs_working_days` (longest),
    `term_needs_every`, `term_day_out_of_range`, `term_out_of_reach` (first, last).
    """
    if not all(EARLIEST <= day <= LATEST for day in (term.on, term.until) if day is not None):
        return [Problem("term_out_of_reach", {"first": EARLIEST, "last": LATEST})]
    if term.kind is TermKind.DATE and term.on is None:
        return [Problem("term_needs_date")]
    if term.kind is TermKind.WORKING_DAYS and (
        term.working_days is None or not 1 <= term.working_days <= LONGEST_WORKING_DAYS
    ):
        return [Problem("term_needs_working_days", {"longest": LONGEST_WORKING_DAYS})]
    if term.kind is TermKind.RECURRING:
        problems = [] if term.every else [Problem("term_needs_every")]
        if term.day is None or not 1 <= term.day <= 31:
            problems.append(Problem("term_day_out_of_range"))
        return problems
    return []


def due_on(term: Term, dated_on: date, calendar: WorkingCalendar) -> date | None:
    """The day of what happens once: a date as it stands, or working days after the document's.

    None where there is no term. Raises ValueError for a recurring one: see occurrences.
    """
    if term.kind is TermKind.RECURRING:
        raise ValueError("a recurring term has occurrences")
    if term.kind is TermKind.WORKING_DAYS:
        assert term.working_days is not None
        return calendar.add_working_days(dated_on, term.working_days)
    return term.on if term.kind is TermKind.DATE else None


def occurrences(
    term: Term, dated_on: date, upto: date, calendar: WorkingCalendar
) -> list[Occurrence]:
    """Every time that an answer is due by `upto`, in order; the first span is that of the document.

    What happens once is one occurrence with an empty key, whenever it is due. A span whose day
    lies before the document's date is left out: nobody owes what could not be known.
    """
    if term.kind is not TermKind.RECURRING:
        return [Occurrence("", due_on(term, dated_on, calendar))]
    found = []
    for span, day in _times(term, dated_on):
        if day > upto:
            break
        found.append(Occurrence(span.key, max(calendar.roll_backward(day), dated_on)))
    return found


def spans_begun(term: Term, dated_on: date, today: date) -> list[Span]:
    """The spans of a recurring term that have begun by a day, in order, as in occurrences."""
    if term.kind is not TermKind.RECURRING:
        return []
    return [
        span
        for span, _day in takewhile(lambda time: time[0].begins_on <= today, _times(term, dated_on))
    ]


def _times(term: Term, dated_on: date) -> Iterator[tuple[Span, date]]:
    """Each span and the day in it that counts, before it is moved to a working day."""
    assert term.every is not None
    assert term.day is not None
    for key, first, year, month in _spans(term.every, dated_on):
        day = date(year, month, min(term.day, months.monthrange(year, month)[1]))
        if term.until and day > term.until:
            return
        if day >= dated_on:
            yield Span(key, first), day


def _spans(every: Every, since: date) -> Iterator[tuple[str, date, int, int]]:
    """Key, first day, year and last month of each span, from the one that `since` lies in."""
    length = _MONTHS[every]
    place = (since.year * 12 + since.month - 1) // length
    while (place + 1) * length <= 9999 * 12:
        year, first = divmod(place * length, 12)
        key = _key(every, year, first // length + 1)
        yield key, date(year, first + 1, 1), year, first + length
        place += 1


def _key(every: Every, year: int, number: int) -> str:
    if every is Every.YEAR:
        return f"{year}"
    if every is Every.MONTH:
        return f"{year}-{number:02d}"
    return f"{year}{'Q' if every is Every.QUARTER else 'H'}{number}"
