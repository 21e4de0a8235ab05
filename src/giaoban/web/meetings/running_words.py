"""How are votes, reaches and conclusions said while a meeting runs, and why was a step refused?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from giaoban.models import BallotOption, BallotQuestion, DecisionRules, Opinion
from giaoban.queries.meetings.votes_shown import Vote
from giaoban.rules.meetings.majorities import Base, Outcome, Silence, Tie
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm
from giaoban.web.frame.labels import Badge

REACHES: Mapping[str, Promise] = {
    Reach.CIRCULATED: gettext_lazy("also in the papers that leave the committee"),
    Reach.MEMBERS: gettext_lazy("for those who were invited"),
    Reach.LIMITED: gettext_lazy("for the chair and the secretariat only"),
}

BASES: Mapping[str, Promise] = {
    Base.PRESENT: gettext_lazy("of those present"),
    Base.ALL: gettext_lazy("of all who have a vote"),
    Base.CAST: gettext_lazy("of the votes for and against"),
}

_MORE_THAN: Mapping[str, Promise] = {
    Base.PRESENT: gettext_lazy("more than %(share)s of those present"),
    Base.ALL: gettext_lazy("more than %(share)s of all who have a vote"),
    Base.CAST: gettext_lazy("more than %(share)s of the votes for and against"),
}
_AT_LEAST: Mapping[str, Promise] = {
    Base.PRESENT: gettext_lazy("at least %(share)s of those present"),
    Base.ALL: gettext_lazy("at least %(share)s of all who have a vote"),
    Base.CAST: gettext_lazy("at least %(share)s of the votes for and against"),
}
_ALL: Mapping[str, Promise] = {
    Base.PRESENT: gettext_lazy("all of those present"),
    Base.ALL: gettext_lazy("all who have a vote"),
    Base.CAST: gettext_lazy("all of the votes for and against"),
}

_IN_WRITING: Mapping[str, Promise] = {
    "more": gettext_lazy("more than %(share)s of the answers that count"),
    "least": gettext_lazy("at least %(share)s of the answers that count"),
    "all": gettext_lazy("all of the answers that count"),
}
"""Of those present, where nobody meets."""

TIES: Mapping[str, Promise] = {
    Tie.FAILS: gettext_lazy("it is not adopted"),
    Tie.CHAIR: gettext_lazy("the side of whoever presides decides"),
    Tie.AGAIN: gettext_lazy("it is voted on again"),
}

MEANS: Mapping[str, Promise] = {
    BallotOption.Means.YES: pgettext_lazy("ballot", "For"),
    BallotOption.Means.NO: pgettext_lazy("ballot", "Against"),
    BallotOption.Means.ABSTAIN: pgettext_lazy("ballot", "Abstain"),
}

OUTCOMES: Mapping[str, Badge] = {
    Outcome.ADOPTED: Badge("done", "circle-check", pgettext_lazy("vote", "adopted")),
    Outcome.REJECTED: Badge("neutral", "circle-x", pgettext_lazy("vote", "not adopted")),
    Outcome.AGAIN: Badge("term", "refresh-cw", pgettext_lazy("vote", "a tie: vote again")),
    Outcome.NO_QUORUM: Badge("late", "circle-alert", pgettext_lazy("vote", "too few took part")),
}

RUNNING_REFUSALS: Mapping[str, Promise] = {
    # notes, opinions, items
    "meeting_not_running": gettext_lazy("The meeting is not running now."),
    "item_dropped": gettext_lazy("This item was taken off the agenda."),
    "notes_too_long": gettext_lazy("Shorten the notes to %(longest)s characters."),
    "opinion_empty": gettext_lazy("Write what was said."),
    "opinion_too_long": gettext_lazy("Shorten the text to %(longest)s characters."),
    "speaker_missing": gettext_lazy("Choose or write who said it."),
    "opinion_changed_meanwhile": gettext_lazy(
        "Somebody else changed this opinion meanwhile. It says now: “%(text)s”. Save once more to "
        "put your words in their place."
    ),
    "opinion_taken_out": gettext_lazy("Somebody else took this opinion out meanwhile."),
    "speaker_twice": gettext_lazy("Choose a name above or write one here, not both."),
    "minutes_approved": gettext_lazy(
        "The minutes are approved: the record stays as it is. Correct the minutes instead."
    ),
    # who is there
    "not_there": gettext_lazy("They are not here now."),
    "leaves_in_the_future": gettext_lazy("The time lies in the future."),
    "leaves_before_arriving": gettext_lazy("They would leave before they came: check the times."),
    "stays_overlap": gettext_lazy("They would be here twice at one time: check the times."),
    "time_unreadable": gettext_lazy("Type a time such as 08:05."),
    "stay_struck": gettext_lazy("This line was struck out meanwhile."),
    "invitee_of_another_meeting": gettext_lazy("This person is not invited to this meeting."),
    # votes
    "question_missing": gettext_lazy("Write what is voted on."),
    "too_few_options": gettext_lazy("Write at least two options, or none for yes and no."),
    "majority_out_of_range": gettext_lazy("Type a share that can be reached, such as 1/2 or 2/3."),
    "majority_below_half": gettext_lazy("Less than a half cannot decide: type 1/2 or more."),
    "majority_too_fine": gettext_lazy(
        "Type a simpler share: the lower number is at most %(longest)s."
    ),
    "vote_was_opened": gettext_lazy("This vote was opened already."),
    "vote_not_open": gettext_lazy("This vote is not open any more, or not yet."),
    "vote_is_open": gettext_lazy("A vote is open: close it first."),
    "no_quorum": gettext_lazy(
        "Too few are here to decide: %(present)s of the %(needed)s who are needed."
    ),
    "no_ballot": gettext_lazy("%(name)s has no vote on this question."),
    "has_voted": gettext_lazy("This place has voted already. A secret vote cannot be changed."),
    "secret_vote_is_ones_own": gettext_lazy("In a secret vote everybody votes for themselves."),
    "option_of_another_question": gettext_lazy("Choose one of the options of this question."),
    "voted_again_already": gettext_lazy("This question was put to the vote again already."),
    "counts_missing": gettext_lazy("Enter the counts first, then close the vote."),
    "count_unreadable": gettext_lazy("Type a number for each option, 0 where there is none."),
    "nothing_entered": gettext_lazy("Choose how they vote: nothing is entered yet."),
    "voted_on_it": gettext_lazy(
        "%(name)s has voted on this item already: it cannot be said that they took no part."
    ),
    "voted_without_them": gettext_lazy(
        "A vote was held without them on this item: that they took no part stays in the record."
    ),
    "not_counted_on_paper": gettext_lazy("This vote is not counted on paper."),
    "votes_below_none": gettext_lazy("A count cannot be below 0."),
    "more_votes_than_present": gettext_lazy(
        "These are %(voted)s votes, but only %(present)s could vote: count again."
    ),
    "more_present_than_entitled": gettext_lazy("More are present than have a vote: count again."),
    "meeting_has_votes": gettext_lazy("There was a vote already: the meeting has begun."),
    # conclusions
    "conclusion_empty": gettext_lazy("Write what was concluded."),
    "conclusion_too_long": gettext_lazy("Shorten the text to %(longest)s characters."),
    "lead_missing": gettext_lazy("The one unit that leads is missing."),
    "lead_co_operates": gettext_lazy("The unit that leads does not co-operate with itself."),
    "product_missing": gettext_lazy("What is to be delivered is missing."),
    "term_missing": gettext_lazy("The term is missing."),
    "term_recurs": gettext_lazy("A conclusion is due once: choose a day or working days."),
    "term_needs_date": gettext_lazy("Choose the day."),
    "term_out_of_reach": gettext_lazy("Choose a day between %(first)s and %(last)s."),
    "term_needs_working_days": gettext_lazy("Type how many working days, 1 to %(longest)s."),
    "meeting_not_concluding": gettext_lazy("The meeting is over: open it again to conclude more."),
    "conclusion_changed_meanwhile": gettext_lazy(
        "Somebody else changed this conclusion meanwhile. It says now: “%(text)s”. Save once more "
        "to put yours in its place."
    ),
    "conclusion_taken_out": gettext_lazy("Somebody else took this conclusion out meanwhile."),
    "conclusion_is_task": gettext_lazy(
        "A task came of this conclusion already: change the task. Once it is withdrawn, the "
        "conclusion can be taken out."
    ),
    "conclusions_incomplete": gettext_lazy("Some conclusions are not complete yet."),
    "conclusion_due_in_the_past": gettext_lazy(
        "“%(text)s” would be due on %(due_on)s, before the day of the meeting: change its term."
    ),
    "ends_in_the_future": gettext_lazy("The meeting cannot have ended later than now."),
    "ends_before_what_happened": gettext_lazy(
        "Somebody came, or something was called up or voted on, at %(at)s: type a later time."
    ),
    "state_secret": gettext_lazy(
        "It is marked “%(mark)s”: a state secret must not be kept here, and nothing of it was."
    ),
}


def speaker_of(opinion: Opinion) -> str:
    """Whoever sat in the place that day, or who was named."""
    return str(opinion.speaker or (opinion.invitee.name if opinion.invitee else ""))


def option_name(option: BallotOption) -> str:
    return str(option.text or MEANS[option.means])


def majority_words(question: BallotQuestion | DecisionRules) -> str:
    """ "more than 1/2 of those present"."""
    share = f"{question.majority_over}/{question.majority_under}"
    if question.base == Base.PRESENT and _is_in_writing(question):
        is_all = question.majority_over == question.majority_under
        asked = "all" if is_all else "more" if question.majority_more_than else "least"
        return str(_IN_WRITING[asked]) % {"share": share}
    if question.majority_over == question.majority_under:
        return str(_ALL[question.base])
    of_whom = _MORE_THAN if question.majority_more_than else _AT_LEAST
    return str(of_whom[question.base]) % {"share": share}


def _is_in_writing(question: BallotQuestion | DecisionRules) -> bool:
    if not isinstance(question, BallotQuestion):
        return False
    return bool(question.item.meeting.form == MeetingForm.CIRCULATION)


def count_words(vote: Vote) -> str:
    """ "7 for, 1 against, 1 abstaining" of a closed vote; of options each with its votes."""
    if vote.count is None:
        return ""
    if vote.is_by_options:
        named = [f"{option_name(one.option)}: {one.count}" for one in vote.options]
        return "; ".join(named)
    count = vote.count
    said = _("%(yes)s for, %(no)s against, %(abstained)s abstaining")
    return said % {"yes": count.yes, "no": count.no, "abstained": count.abstained}


_SILENT: Mapping[str, Promise] = {
    Silence.NOT_COUNTED: ngettext_lazy(
        "%(n)s did not answer and is not counted", "%(n)s did not answer and are not counted", "n"
    ),
    Silence.AGREES: ngettext_lazy(
        "among those for: %(n)s who did not answer, as was said beforehand",
        "among those for: %(n)s who did not answer, as was said beforehand",
        "n",
    ),
    Silence.DISAGREES: ngettext_lazy(
        "among those against: %(n)s who did not answer, as was said beforehand",
        "among those against: %(n)s who did not answer, as was said beforehand",
        "n",
    ),
}


def silent_words(vote: Vote) -> str:
    """Of a decision in writing: how many said nothing, and as what that was taken."""
    return str(_SILENT[vote.question.item.meeting.silence] % {"n": vote.silent})


def needed_words(vote: Vote) -> str:
    """How many were needed, and how many could vote."""
    if vote.count is None or vote.needed is None:
        return ""
    words = ngettext(
        "%(n)s vote was needed; %(present)s of %(entitled)s could vote",
        "%(n)s votes were needed; %(present)s of %(entitled)s could vote",
        vote.needed,
    )
    present, entitled = vote.count.present, vote.count.entitled
    if vote.is_in_writing:
        words = ngettext(
            "%(n)s vote was needed; %(present)s of %(entitled)s were counted",
            "%(n)s votes were needed; %(present)s of %(entitled)s were counted",
            vote.needed,
        )
    return words % {"n": vote.needed, "present": present, "entitled": entitled}
