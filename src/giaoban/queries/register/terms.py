"""When is an obligation due, by its stored term and the working calendar?"""

from datetime import date

from giaoban.models import Obligation
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


def term_of(obligation: Obligation) -> Term:
    return Term(
        kind=TermKind(obligation.term_kind),
        on=obligation.due_on,
        working_days=obligation.working_days,
        every=Every(obligation.every) if obligation.every else None,
        day=obligation.day,
        until=obligation.until,
    )


def occurrences_of(obligation: Obligation, upto: date) -> list[Occurrence]:
    """Every time that it is due by `upto`; a document without a date obliges from its register."""
    dated_on = _obliges_from(obligation)
    calendar = _calendar(dated_on, upto)
    return occurrences(term_of(obligation), dated_on, upto, calendar)


def spans_begun_of(obligation: Obligation, today: date) -> list[Span]:
    """The spans of a recurring one that have begun, in order; no query."""
    return spans_begun(term_of(obligation), _obliges_from(obligation), today)


def _obliges_from(obligation: Obligation) -> date:
    document = obligation.document
    return document.dated_on or document.registered_at.date()


def occurrence_of(obligation: Obligation, key: str) -> Occurrence | None:
    """The occurrence of that key; None where there is none: `2026Q3` of what happens once."""
    if bool(key) != (obligation.term_kind == TermKind.RECURRING):
        return None
    if not key:
        return occurrences_of(obligation, date.max)[0]
    upto = date(min(int(key[:4]), 9998) + 1, 1, 1)
    return next((each for each in occurrences_of(obligation, upto) if each.key == key), None)


def _calendar(dated_on: date, upto: date) -> WorkingCalendar:
    # A thousand working days, the longest term, end within five years.
    last = min(upto.year, dated_on.year + 5)
    return working_calendar(range(dated_on.year, max(last, dated_on.year) + 1))
