"""How is the term of an obligation said in words?"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from giaoban.models import Obligation
from giaoban.queries.register.terms import term_of
from giaoban.queries.written_days import day_text
from giaoban.rules.register.terms import Occurrence
from giaoban.web.frame.term_words import words_of
from giaoban.web.templatetags.figures import period


def term_text(obligation: Obligation) -> str:
    return words_of(term_of(obligation))


def occurrence_text(occurrence: Occurrence) -> str:
    """Which time of a recurring one: the month, quarter, half-year or year, and its day."""
    title = capfirst(period(occurrence.key))
    if occurrence.due_on is None:
        return title
    return _("%(key)s, due %(day)s") % {
        "key": title,
        "day": day_text(occurrence.due_on),
    }
