"""An invitation is answered; a substitute is proposed by the invited and agreed by the chair."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import InviteeActor
from giaoban.actions.audit.events import record
from giaoban.models import Invitee, InviteeLink, Person
from giaoban.rules.meetings.inviting import (
    Answer,
    SeatProposal,
    SubstituteState,
    answer_problems,
    substitute_problems,
)
from giaoban.rules.meetings.states import ENDED, MeetingForm, MeetingState
from giaoban.rules.problems import RuleError


@dataclass(frozen=True)
class Substitute:
    """Who would come instead; with an account they are found by their address."""

    name: str = ""
    post: str = ""
    email: str = ""


@transaction.atomic
def answer_invitation(
    *,
    invitee: Invitee,
    answer: Answer,
    by: InviteeActor,
    now: datetime,
    words: str = "",
    substitute: Substitute | None = None,
) -> Invitee:
    """The newest answer counts; another one takes a proposed substitute back.

    Raises RuleError as rules.meetings.inviting.answer_problems and substitute_problems say, and
    `invitee_removed`.
    """
    held = _held(invitee)
    proposed = substitute or Substitute()
    meeting = held.meeting
    for problem in answer_problems(
        answer,
        form=MeetingForm(meeting.form),
        state=MeetingState(meeting.state),
        substitute_name=proposed.name,
    ):
        raise RuleError(problem.code, **problem.params)
    before = {"answer": held.answer, "substitute_state": held.substitute_state}
    held.answer, held.answer_words, held.answered_at = answer, words.strip()[:500], now
    if answer is Answer.SUBSTITUTE:
        _propose(held, proposed, now)
    else:
        _forget_substitute(held, now)
    held.save()
    record(
        actor=by,
        action="answer_invitation",
        on=held,
        at=now,
        before=before,
        after={"answer": held.answer, "substitute_state": held.substitute_state},
    )
    return held


@transaction.atomic
def decide_substitute(
    *, invitee: Invitee, is_agreed: bool, by: Person, now: datetime, words: str = ""
) -> Invitee:
    """By whoever presides, or by the secretary in their name: the event says who it was.

    Raises RuleError `no_substitute_proposed`, `reason_missing` where it is refused,
    `meeting_over` (state); where it is agreed as rules.meetings.inviting.substitute_problems says,
    since others may have been invited after the proposal.
    """
    held = _held(invitee)
    if MeetingState(held.meeting.state) in ENDED:
        raise RuleError("meeting_over", state=held.meeting.state)
    if held.substitute_state == SubstituteState.NONE:
        raise RuleError("no_substitute_proposed")
    if not is_agreed and not words.strip():
        raise RuleError("reason_missing")
    if is_agreed:
        _require_free(held, held.substitute_email)
    before = {"substitute_state": held.substitute_state}
    agreed = SubstituteState.AGREED if is_agreed else SubstituteState.REFUSED
    held.substitute_state, held.substitute_words = agreed, words.strip()[:300]
    held.decided_at, held.decided_by = now, by
    held.save()
    if not is_agreed:
        _end_substitutes_link(held, now)
    record(
        actor=by,
        action="decide_substitute",
        on=held,
        at=now,
        before=before,
        after={"substitute_state": held.substitute_state},
    )
    return held


def _propose(place: Invitee, proposed: Substitute, now: datetime) -> None:
    email, name = proposed.email.strip().lower(), proposed.name.strip()[:120]
    _require_free(place, email)
    same = (place.substitute_name, place.substitute_email) == (name, email)
    place.substitute_post = proposed.post.strip()[:160]
    if same and place.substitute_state == SubstituteState.AGREED:
        return
    _end_substitutes_link(place, now)
    place.substitute_name = name
    place.substitute_email = email
    place.substitute_person = (
        Person.objects.filter(email__iexact=email, is_active=True).first() if email else None
    )
    place.substitute_state, place.substitute_words = SubstituteState.PROPOSED, ""
    place.decided_at = place.decided_by = None


def _require_free(place: Invitee, email: str) -> None:
    """Raises RuleError as rules.meetings.inviting.substitute_problems says."""
    everybody = [
        SeatProposal(
            one.pk,
            one.email.lower(),
            one.substitute_email.lower(),
            SubstituteState(one.substitute_state),
        )
        for one in place.meeting.invitees.filter(removed_at=None)
    ]
    for problem in substitute_problems(place.pk, email, everybody):
        raise RuleError(problem.code, **problem.params)


def _forget_substitute(place: Invitee, now: datetime) -> None:
    _end_substitutes_link(place, now)
    place.substitute_name = place.substitute_post = place.substitute_email = ""
    place.substitute_person = place.decided_at = place.decided_by = None
    place.substitute_state, place.substitute_words = SubstituteState.NONE, ""


def _end_substitutes_link(place: Invitee, now: datetime) -> None:
    """Whoever was to come and does not opens nothing any more; the next one has their own link."""
    links = InviteeLink.objects.filter(invitee=place, for_substitute=True, revoked_at=None)
    links.update(revoked_at=now)


def _held(invitee: Invitee) -> Invitee:
    """Under the meeting's lock would be too wide: hundreds may answer in one minute."""
    held: Invitee = (
        Invitee.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=invitee.pk)
    )
    if held.removed_at is not None:
        raise RuleError("invitee_removed")
    return held
