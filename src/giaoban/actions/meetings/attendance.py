"""Who comes, goes, and takes no part in an item: written down with its moment."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import InviteeActor
from giaoban.actions.audit.events import record
from giaoban.actions.meetings.words_of_few import kept_facts
from giaoban.models import (
    AgendaItem,
    Ballot,
    BallotQuestion,
    Invitee,
    Meeting,
    Person,
    Presence,
    Recusal,
)
from giaoban.rules.meetings.quorum import Stay
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.meetings.stays import stay_problems
from giaoban.rules.problems import RuleError


@transaction.atomic
def check_in(
    *,
    invitee: Invitee,
    how: Presence.How,
    at: datetime,
    by: InviteeActor,
    now: datetime,
    is_online: bool = False,
    is_confirmed: bool = True,
) -> Presence:
    """There from `at` on; who is there already stays as they came, but is confirmed.

    `at` may lie before now, where the secretary writes down who came earlier. Raises RuleError
    `meeting_over` (state), `invitee_removed`, `arrives_while_there` (arrived_at), and what
    rules.meetings.stays.stay_problems says.
    """
    held = _held(invitee)
    if held.removed_at is not None:
        raise RuleError("invitee_removed")
    if at > now:
        raise RuleError("arrives_in_the_future")
    there: Presence | None = held.presences.filter(left_at=None).first()
    if there is not None:
        if is_confirmed and not there.is_confirmed:
            return _confirm(there, by, now)
        return there
    if held.presences.filter(arrived_at__lte=at, left_at__gt=at).exists():
        raise RuleError("arrives_while_there", arrived_at=at)
    before = [Stay(one.arrived_at, one.left_at) for one in held.presences.all()]
    for problem in stay_problems(Stay(at), before, now):
        raise RuleError(problem.code, **problem.params)
    presence = Presence.objects.create(
        invitee=held, arrived_at=at, is_online=is_online, how=how, is_confirmed=is_confirmed
    )
    record(
        actor=by,
        action="check_in",
        on=held,
        at=now,
        after={"arrived_at": at.isoformat(), "how": how, "is_confirmed": is_confirmed},
    )
    return presence


@transaction.atomic
def confirm_presence(*, presence: Presence, by: Person, now: datetime) -> Presence:
    """The secretary saw whoever chose that name. Raises RuleError `meeting_over` (state),
    `stay_struck`.
    """
    held = _held(presence.invitee)
    row: Presence | None = held.presences.filter(pk=presence.pk).first()
    if row is None:
        raise RuleError("stay_struck")
    return _confirm(row, by, now)


@transaction.atomic
def check_out(*, invitee: Invitee, at: datetime, by: Person | None, now: datetime) -> Presence:
    """Left at `at`. Raises RuleError `meeting_over` (state), `not_there`, `leaves_in_the_future`,
    `leaves_before_arriving` (arrived_at).
    """
    held = _held(invitee)
    there: Presence | None = held.presences.filter(left_at=None).first()
    if there is None:
        raise RuleError("not_there")
    if at > now:
        raise RuleError("leaves_in_the_future")
    if at <= there.arrived_at:
        raise RuleError("leaves_before_arriving", arrived_at=there.arrived_at)
    there.left_at = at
    there.save(update_fields=["left_at"])
    record(actor=by, action="check_out", on=held, at=now, after={"left_at": at.isoformat()})
    return there


@transaction.atomic
def strike_presence(*, presence: Presence, by: Person, now: datetime) -> None:
    """Was written down by mistake: somebody else's name, a wrong row. Raises RuleError
    `meeting_over` (state).
    """
    held = _held(presence.invitee)
    row = Presence.objects.filter(pk=presence.pk).first()
    if row is None:
        return
    left_at = row.left_at and row.left_at.isoformat()
    before = {"arrived_at": row.arrived_at.isoformat(), "left_at": left_at, "how": row.how}
    row.delete()
    record(actor=by, action="strike_presence", on=held, at=now, before=before)


@transaction.atomic
def recuse(
    *, item: AgendaItem, invitee: Invitee, reason: str, by: Person | None, now: datetime
) -> Recusal:
    """Takes no part in an item: leaves both sides of its counts.

    Not once its voting is open: the counts that were shown would change. Raises RuleError
    `meeting_over` (state), `reason_missing`, `invitee_of_another_meeting`, `vote_is_open`,
    `voted_on_it` (name).
    """
    if not reason.strip():
        raise RuleError("reason_missing")
    if invitee.meeting_id != item.meeting_id:
        raise RuleError("invitee_of_another_meeting")
    held = _held(invitee)
    _refuse_open_vote(item)
    if Ballot.objects.filter(question__item=item, invitee=held, has_voted=True).exists():
        raise RuleError("voted_on_it", name=held.name)
    recusal, is_new = Recusal.objects.get_or_create(
        item=item, invitee=held, defaults={"reason": reason.strip()[:500], "at": now, "by": by}
    )
    if is_new:
        after = kept_facts({"item": item.pk, "reason": recusal.reason}, recusal, item.reach)
        record(actor=by, action="recuse", on=held, at=now, after=after)
    return recusal


@transaction.atomic
def end_recusal(*, recusal: Recusal, by: Person | None, now: datetime) -> None:
    """Takes part again. Raises RuleError `meeting_over` (state), `vote_is_open`, and
    `voted_without_them`: what was counted without them stays so in the record.
    """
    held = _held(recusal.invitee)
    _refuse_open_vote(recusal.item)
    if BallotQuestion.objects.filter(item=recusal.item, opened_at__gte=recusal.at).exists():
        raise RuleError("voted_without_them")
    deleted, _rows = Recusal.objects.filter(pk=recusal.pk).delete()
    if deleted:
        record(actor=by, action="end_recusal", on=held, at=now, before={"item": recusal.item_id})


def end_stays(meeting: Meeting, at: datetime) -> None:
    """When the meeting closes everybody leaves; in the caller's transaction."""
    Presence.objects.filter(
        invitee__meeting=meeting, left_at=None, arrived_at__lt=at, is_confirmed=True
    ).update(left_at=at)


def _confirm(presence: Presence, by: InviteeActor, now: datetime) -> Presence:
    if not presence.is_confirmed:
        presence.is_confirmed = True
        presence.save(update_fields=["is_confirmed"])
        record(actor=by, action="confirm_presence", on=presence.invitee, at=now)
    return presence


def _refuse_open_vote(item: AgendaItem) -> None:
    if item.questions.filter(opened_at__isnull=False, closed_at=None).exists():
        raise RuleError("vote_is_open")


def _held(invitee: Invitee) -> Invitee:
    held: Invitee = (
        Invitee.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=invitee.pk)
    )
    if MeetingState(held.meeting.state) in ENDED:
        raise RuleError("meeting_over", state=held.meeting.state)
    return held
