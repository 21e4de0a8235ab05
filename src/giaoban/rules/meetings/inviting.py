"""Who is asked to come, what they may answer, and who may sit in their place?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.problems import Problem


class Part(StrEnum):
    """As what somebody is invited."""

    MEMBER = "member"  # has a seat in the committee
    GUEST = "guest"  # of a unit, or of another committee
    RAPPORTEUR = "rapporteur"  # for an item
    SECRETARIAT = "secretariat"


class Answer(StrEnum):
    NONE = ""
    COMING = "coming"
    ONLINE = "online"
    NOT_COMING = "not_coming"
    SUBSTITUTE = "substitute"  # proposed: whether they come is for whoever presides to say


class SubstituteState(StrEnum):
    NONE = ""
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SeatProposal:
    """What is known of one invited person: by e-mail in small letters, where there is one."""

    invitee_id: int
    email: str
    substitute_email: str = ""
    substitute: SubstituteState = SubstituteState.NONE


LINK_DAYS = 30
"""So long after a meeting its papers can still be read by the link of whoever was invited."""

CHECK_IN_BEFORE = timedelta(minutes=60)

ANSWERED_WHILE = frozenset({MeetingState.ANNOUNCED, MeetingState.RUNNING})


def answers_for(form: MeetingForm) -> list[Answer]:
    """What can be answered to an invitation to such a meeting; none to a circulation."""
    there = {
        MeetingForm.ON_SITE: [Answer.COMING],
        MeetingForm.ONLINE: [Answer.ONLINE],
        MeetingForm.BOTH: [Answer.COMING, Answer.ONLINE],
        MeetingForm.CIRCULATION: [],
    }[form]
    return [*there, Answer.NOT_COMING, Answer.SUBSTITUTE] if there else []


def answer_problems(
    answer: Answer, *, form: MeetingForm, state: MeetingState, substitute_name: str = ""
) -> list[Problem]:
    """`invitation_closed` (state), `answer_not_offered`, `substitute_missing`."""
    if state not in ANSWERED_WHILE:
        return [Problem("invitation_closed", {"state": state})]
    if answer not in answers_for(form):
        return [Problem("answer_not_offered")]
    if answer is Answer.SUBSTITUTE and not substitute_name.strip():
        return [Problem("substitute_missing")]
    return []


def is_unanswered(answer: Answer, substitute: SubstituteState) -> bool:
    """Whether somebody is still to say whether they come: also whose substitute was refused."""
    is_refused = answer is Answer.SUBSTITUTE and substitute is SubstituteState.REFUSED
    return answer is Answer.NONE or is_refused


def is_out_of_date(
    answer: Answer, answered_at: datetime | None, *, moved_at: datetime | None, form: MeetingForm
) -> bool:
    """Whether an answer was about another day, or says what the meeting's form no longer offers.

    `moved_at` is when the meeting was moved to where it is now, None where it was not. Who sits for
    somebody stays agreed: they hear of the change themselves.
    """
    if answer in (Answer.NONE, Answer.SUBSTITUTE):
        return False
    is_of_another_day = moved_at is not None and answered_at is not None and answered_at < moved_at
    return is_of_another_day or answer not in answers_for(form)


def substitute_problems(
    invitee_id: int, substitute_email: str, everybody: Iterable[SeatProposal]
) -> list[Problem]:
    """Whether somebody can sit in that place.

    `substitute_is_oneself`; `substitute_sits_already`: has a seat of their own, in which they are
    counted; `substitute_of_another`: sits for somebody else, and nobody votes twice.
    """
    email = substitute_email.strip().lower()
    if not email:
        return []
    for one in everybody:
        if one.email == email:
            own = one.invitee_id == invitee_id
            return [Problem("substitute_is_oneself" if own else "substitute_sits_already")]
        takes_part = one.substitute in (SubstituteState.PROPOSED, SubstituteState.AGREED)
        if one.invitee_id != invitee_id and takes_part and one.substitute_email == email:
            return [Problem("substitute_of_another")]
    return []


def invitee_link_expires_at(ends_at: datetime, now: datetime) -> datetime:
    """So many days after the meeting, or after it is sent where that is later."""
    return max(ends_at, now) + timedelta(days=LINK_DAYS)


def takes_check_in(state: MeetingState, starts_at: datetime, now: datetime) -> bool:
    """Whether people can say that they are there: while it runs, and in the hour before."""
    if state is MeetingState.RUNNING:
        return True
    return state is MeetingState.ANNOUNCED and now >= starts_at - CHECK_IN_BEFORE


def sits_by_substitute(answer: Answer, substitute: SubstituteState) -> bool:
    """Whether the substitute is the one who comes: proposed by the invited, agreed by the chair."""
    return answer is Answer.SUBSTITUTE and substitute is SubstituteState.AGREED
