"""How does a committee decide, in sentences?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from giaoban.mail.meeting_words import SILENCE
from giaoban.models import DecisionRules
from giaoban.rules.meetings.shares import written_share
from giaoban.web.meetings.running_words import TIES, majority_words


@dataclass(frozen=True)
class SaidRule:
    """A line of the operating regulation."""

    label: str
    words: str


def rules_said(rules: DecisionRules) -> list[SaidRule]:
    pages = rules.summary_from_pages
    return [
        SaidRule(_("Quorum"), _quorum_words(rules)),
        SaidRule(_("Majority"), majority_words(rules)),
        SaidRule(_("As many for as against"), str(TIES[rules.tie])),
        SaidRule(_("Substitutes"), _yes_no_vote(is_yes=rules.substitutes_count)),
        SaidRule(_("Secretariat"), _yes_no_vote(is_yes=rules.secretariat_votes)),
        SaidRule(_("No answer to a decision by circulation"), str(SILENCE[rules.silence])),
        SaidRule(
            _("Summary of a paper"),
            ngettext(
                "asked for from more than %(n)s page", "asked for from more than %(n)s pages", pages
            )
            % {"n": pages},
        ),
        SaidRule(_("End of the term"), _warned_words(rules)),
    ]


def _warned_words(rules: DecisionRules) -> str:
    days = ", ".join(rules.term_warned_days.split())
    return _("said %(days)s days ahead") % {"days": days} if days else _("not said ahead")


def _quorum_words(rules: DecisionRules) -> str:
    share = written_share(rules.quorum_over, rules.quorum_under)
    if rules.quorum_over == rules.quorum_under:
        return _("all seats with a vote")
    if rules.quorum_more_than:
        return _("more than %(share)s of the seats with a vote") % {"share": share}
    return _("at least %(share)s of the seats with a vote") % {"share": share}


def _yes_no_vote(*, is_yes: bool) -> str:
    if is_yes:
        return pgettext("in a committee", "count for the quorum and vote")
    return pgettext("in a committee", "without a vote")
