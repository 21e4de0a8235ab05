"""How is the term of an obligation said in words?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.models import Obligation
from giaoban.queries.register.terms import term_of
from giaoban.queries.written_days import day_text
from giaoban.rules.register.terms import LAST_DAY, Every, Occurrence, Term, TermKind


def term_text(obligation: Obligation) -> str:
    return words_of(term_of(obligation))


def words_of(term: Term) -> str:
    """A day, so many working days, every so often; or that there is none."""
    if term.kind is TermKind.DATE and term.on:
        return day_text(term.on)
    if term.kind is TermKind.WORKING_DAYS and term.working_days:
        return ngettext(
            "%(count)s working day after the document",
            "%(count)s working days after the document",
            term.working_days,
        ) % {"count": term.working_days}
    if term.kind is TermKind.RECURRING and term.every:
        return _recurring(term.every, term.day or LAST_DAY)
    return _("no term")


def _recurring(every: Every, day: int) -> str:
    if day >= LAST_DAY:
        return {
            Every.MONTH: _("every month, by its last day"),
            Every.QUARTER: _("every quarter, by its last day"),
            Every.HALF: _("every half-year, by its last day"),
            Every.YEAR: _("every year, by its last day"),
        }[every]
    return {
        Every.MONTH: _("every month, by day %(day)s"),
        Every.QUARTER: _("every quarter, by day %(day)s of its last month"),
        Every.HALF: _("every half-year, by day %(day)s of its last month"),
        Every.YEAR: _("every year, by day %(day)s of December"),
    }[every] % {"day": day}


def occurrence_text(occurrence: Occurrence) -> str:
    """Which time of a recurring one: its day, and the key by which it is known."""
    if occurrence.due_on is None:
        return occurrence.key
    return _("%(key)s, due %(day)s") % {
        "key": occurrence.key,
        "day": day_text(occurrence.due_on),
    }
