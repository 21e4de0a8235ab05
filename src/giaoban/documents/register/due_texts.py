"""How is the term of an obligation written in an annex?

What is written is read again by rules.register.due_words as the same term.
"""

from giaoban.documents.numbers import format_number
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.queries.written_days import day_text
from giaoban.rules.register.terms import LAST_DAY, Term, TermKind


def due_text(term: Term) -> str:
    """ "30/06/2026", "15 ngày làm việc kể từ ngày ban hành", "Hằng quý, chậm nhất ngày 20 …"."""
    said = SAID.assignment
    match term.kind:
        case TermKind.DATE:
            assert term.on is not None
            return day_text(term.on, LANGUAGE)
        case TermKind.WORKING_DAYS:
            return said.working_days.format(count=format_number(term.working_days, LANGUAGE))
        case TermKind.RECURRING:
            return _recurring(term)
    return said.no_term


def _recurring(term: Term) -> str:
    said = SAID.assignment
    assert term.every is not None
    words = said.every[term.every]
    if term.day is not None and term.day < LAST_DAY:
        words = said.every_on_day[term.every].format(day=term.day)
    if term.until is None:
        return words
    return said.until.format(term=words, day=day_text(term.until, LANGUAGE))
