"""How do templates name an item, a vote's options and result, and what a conclusion lacks?"""

from datetime import datetime

from django import template
from django.utils.timezone import make_naive
from django.utils.translation import gettext as _

from giaoban.models import AgendaItem, BallotOption, Conclusion
from giaoban.queries.meetings.item_names import item_name
from giaoban.queries.meetings.votes_shown import Vote
from giaoban.rules.problems import Problem
from giaoban.rules.register.terms import TermKind
from giaoban.web.frame.labels import Badge
from giaoban.web.frame.term_words import words_of
from giaoban.web.meetings.running_words import (
    OUTCOMES,
    REACHES,
    TIES,
    count_words,
    majority_words,
    needed_words,
    option_name,
    silent_words,
    speaker_of,
)
from giaoban.web.meetings.words import meeting_refusal

register = template.Library()
register.filter(count_words)
register.filter(majority_words)
register.filter(needed_words)
register.filter(silent_words)
register.filter("speaker", speaker_of)


@register.filter(name="item_name")
def named(item: AgendaItem) -> str:
    """Its title, or the name of its kind."""
    return item_name(item.kind, item.title)


@register.filter
def clock_time(moment: datetime | None) -> str:
    """ "08:05", here; empty for no moment."""
    return f"{make_naive(moment):%H:%M}" if moment else ""


@register.filter
def option_words(option: BallotOption) -> str:
    return option_name(option)


@register.filter
def outcome_badge(vote: Vote) -> Badge:
    return OUTCOMES[vote.question.outcome]


@register.filter
def won(vote: Vote) -> str:
    """Of several options the one that was adopted; empty where none was, and of yes and no."""
    return option_name(vote.chosen) if vote.chosen is not None else ""


@register.filter
def tie_words(vote: Vote) -> str:
    return str(TIES[vote.question.tie])


@register.filter
def reach_words(reach: str) -> str:
    return str(REACHES[reach])


@register.filter
def lack_words(problem: Problem) -> str:
    """What a conclusion lacks before the meeting can close."""
    return meeting_refusal(problem)


@register.filter
def term_said(conclusion: Conclusion) -> str:
    term = conclusion.term
    if term.kind is TermKind.WORKING_DAYS and term.working_days:
        said = _("%(count)s working days after the meeting")
        return said % {"count": term.working_days}
    return words_of(term)
