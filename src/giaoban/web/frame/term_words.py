"""How is a term said in words, one that holds or one that an event keeps?"""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.queries.written_days import day_text
from giaoban.rules.register.terms import LAST_DAY, Every, Term, TermKind


def told_term(kept: Mapping[str, Any]) -> str:
    """The term that an event keeps; days are texts there."""
    days = {name: parse_date(kept[name]) if kept[name] else None for name in ("on", "until")}
    every = Every(kept["every"]) if kept["every"] else None
    return words_of(
        Term(
            TermKind(kept["kind"]),
            working_days=kept["working_days"],
            every=every,
            day=kept["day"],
            **days,
        )
    )


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
        words = _recurring(term.every, term.day or LAST_DAY)
        if term.until is None:
            return words
        return _("%(term)s, for the last time by %(day)s") % {
            "term": words,
            "day": day_text(term.until),
        }
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
