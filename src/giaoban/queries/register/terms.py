"""When is an obligation due, by its stored term and the working calendar?"""

from datetime import date

from giaoban.models import Document, Obligation
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.register.terms import (
    Every,
    Occurrence,
    Span,
    Term,
    TermKind,
    occurrences,
    spans_begun,
)
from giaoban.rules.reporting.working_days import WorkingCalendar

YEARS_OF_WORKING_DAYS = 5
"""Within so many years a thousand working days are over, the longest term."""


def term_of(obligation: Obligation) -> Term:
    return Term(
        kind=TermKind(obligation.term_kind),
        on=obligation.due_on,
        working_days=obligation.working_days,
        every=Every(obligation.every) if obligation.every else None,
        day=obligation.day,
        until=obligation.until,
    )


def occurrences_of(
    obligation: Obligation, upto: date, calendar: WorkingCalendar | None = None
) -> list[Occurrence]:
    """Every time that it is due by `upto`; a document without a date obliges from its register.

    `calendar` is that of calendar_of, where it was asked for already; else one query.
    """
    dated_on = _obliges_from(obligation.document)
    if calendar is None:
        is_recurring = obligation.term_kind == TermKind.RECURRING
        calendar = calendar_of(obligation.document, upto if is_recurring else dated_on)
    return occurrences(term_of(obligation), dated_on, upto, calendar)


def spans_begun_of(obligation: Obligation, today: date) -> list[Span]:
    """The spans of a recurring one that have begun, in order; no query."""
    return spans_begun(term_of(obligation), _obliges_from(obligation.document), today)


def _obliges_from(document: Document) -> date:
    return document.dated_on or document.registered_on


def occurrence_of(obligation: Obligation, key: str) -> Occurrence | None:
    """The occurrence of that key; None where there is none: `2026Q3` of what happens once."""
    if bool(key) != (obligation.term_kind == TermKind.RECURRING):
        return None
    if not key:
        return occurrences_of(obligation, date.max)[0]
    upto = date(min(int(key[:4]), 9998) + 1, 1, 1)
    return next((each for each in occurrences_of(obligation, upto) if each.key == key), None)


def calendar_of(document: Document, upto: date) -> WorkingCalendar:
    """The working days in which terms of its obligations lie, of what recurs up to a day."""
    first = _obliges_from(document).year
    return working_calendar(range(first, max(upto.year, first + YEARS_OF_WORKING_DAYS) + 1))
