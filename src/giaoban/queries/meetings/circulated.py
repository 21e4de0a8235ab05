"""How many must answer a decision in writing for it to decide anything?"""

from dataclasses import dataclass

from giaoban.models import BallotQuestion, Meeting
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.states import MeetingForm


@dataclass(frozen=True, slots=True)
class AnswersNeeded:
    """At least `needed` of the `asked`."""

    needed: int
    asked: int


def answers_needed(meeting: Meeting) -> AnswersNeeded | None:
    """By the committee's quorum, as it stood when the questions were sent. None where nobody meets
    otherwise, nobody is asked, or silence counts as an answer.
    """
    if meeting.form != MeetingForm.CIRCULATION or meeting.silence != Silence.NOT_COUNTED:
        return None
    sent = BallotQuestion.objects.filter(item__meeting=meeting, quorum_needed__isnull=False)
    found = sent.order_by("-quorum_needed").values_list("quorum_needed", "entitled").first()
    if found is not None:
        return AnswersNeeded(found[0], found[1] or 0)
    asked = meeting.invitees.filter(votes=True, removed_at=None).count()
    if not asked:
        return None
    return AnswersNeeded(decision_rules_of(meeting.committee).quorum.needed(asked), asked)
