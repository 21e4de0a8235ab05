"""Why was a change of a committee's seats, rules or kinds of meetings refused?"""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem

ROSTER_REFUSALS: Mapping[str, Promise] = {
    # seats
    "roster_unchanged": _("Say who leaves or who takes a seat: nothing is changed yet."),
    "seat_of_another_committee": _("This seat is not one of this committee any more: look again."),
    "seat_is_none": _("Choose the seat."),
    "seat_has_ended": _("This seat ends before that day already."),
    "seat_begins_later": _("This seat begins on that day or later: choose another day."),
    "two_chairs": _("There would be two chairs, one of them %(name)s: let the old one leave too."),
    "seat_as_before": _(
        "%(name)s would leave and take the very same seat again: type who follows, or what changes."
    ),
    "decision_of_another_day": _("This decision holds from %(day)s: choose that day."),
    "decision_of_another_committee": _("This decision changed the seats of another committee."),
    "own_substitute": _("Nobody is their own substitute: choose somebody else."),
    "seat_not_yours": _(
        "The seat “%(seat)s” goes with the role “%(role)s”, which you cannot give or take: ask an "
        "administrator."
    ),
    "decision_issued": _("The decision was issued or called off: its words stay as they are."),
    # how it decides
    "share_unreadable": _("Type a share such as 1/2 or 2/3."),
    "share_out_of_range": _("Type a share of more than nothing and at most the whole."),
    "share_too_fine": _("Type a simpler share: the lower number is at most %(longest)s."),
    "quorum_out_of_range": _("Nobody can be more than all: choose “at least”."),
    "majority_out_of_range": _("Type a share that can be reached, such as 1/2 or 2/3."),
    "majority_below_half": _("Less than a half cannot decide: type 1/2 or more."),
    "majority_too_fine": _("Type a simpler share: the lower number is at most %(longest)s."),
    "warned_days_out_of_range": _(
        "Type at most %(most)s numbers of days, each from 1 to %(longest)s, such as 90 30 7."
    ),
    # kinds of meetings
    "kind_unknown": _("There is no such kind of meeting."),
    "kind_known": _("A kind of meeting has this name already."),
    "kind_name_missing": _("Type the name of the kind."),
    "kind_in_use": _("Meetings of this kind were planned: say that it is used no more instead."),
    "source_says_otherwise": _(
        "%(source)s sets other limits: say which document sets these, such as an amendment of it."
    ),
    "source_missing": _("Say who set these limits: the document and its number."),
}


def roster_refusal(problem: Problem) -> str:
    """The sentence in the language in force."""
    params = {
        name: day_text(value) if isinstance(value, date) else value
        for name, value in problem.params.items()
    }
    return str(ROSTER_REFUSALS[problem.code]) % params
