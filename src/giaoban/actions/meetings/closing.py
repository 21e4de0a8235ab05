"""A meeting begins and closes; on closing, what it concluded becomes tasks."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import make_naive
from django.utils.translation import gettext, override

from giaoban.actions.audit.events import record, record_many
from giaoban.actions.meetings.attendance import end_stays
from giaoban.actions.meetings.conclusions import missing_of
from giaoban.actions.meetings.hearing import end_current
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.meetings.proposals_taken import unheard_proposals_wait_again
from giaoban.actions.tasks.giving import store_given
from giaoban.models import (
    BallotQuestion,
    Conclusion,
    Meeting,
    MeetingPaper,
    Person,
    Presence,
    Task,
)
from giaoban.queries.country import country
from giaoban.queries.meetings.arising import conclusion_reach
from giaoban.queries.meetings.ending import earliest_end
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.kinds import conclusions_due_on
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState, MeetingStep, next_meeting_state
from giaoban.rules.problems import RuleError
from giaoban.rules.register.terms import due_on


@transaction.atomic
def begin_meeting(*, meeting: Meeting, by: Person | None, now: datetime) -> Meeting:
    """Raises RuleError `meeting_step_not_allowed` (state, step)."""
    held = held_meeting(meeting)
    _step(held, MeetingStep.BEGIN)
    held.began_at = now
    held.save(update_fields=["state", "began_at"])
    record(actor=by, action="begin_meeting", on=held, at=now)
    return held


@transaction.atomic
def take_back_beginning(*, meeting: Meeting, by: Person | None, now: datetime) -> Meeting:
    """It was begun by mistake. Raises RuleError `meeting_step_not_allowed` (state, step),
    `meeting_has_votes`.
    """
    held = held_meeting(meeting)
    _step(held, MeetingStep.TAKE_BACK)
    if BallotQuestion.objects.filter(item__meeting=held, opened_at__isnull=False).exists():
        raise RuleError("meeting_has_votes")
    if held.announced_at is None:  # nobody was told of it: it is prepared again
        held.state = MeetingState.DRAFT
    held.began_at = None
    held.items.exclude(state=ItemState.DROPPED).update(
        state=ItemState.WAITING,
        opened_at=None,
        closed_at=None,
        heard_since=None,
        heard_seconds=0,
    )
    held.save(update_fields=["state", "began_at"])
    record(actor=by, action="take_back_beginning", on=held, at=now)
    return held


@transaction.atomic
def close_meeting(
    *, meeting: Meeting, by: Person | None, now: datetime, ended_at: datetime | None = None
) -> list[Task]:
    """Everybody leaves, the item that is heard ends, what was proposed and not heard waits again,
    each conclusion that asks becomes a task.

    `ended_at` is when people rose, which may be long before somebody has completed what was
    concluded and closes it (None: now); terms and papers are due from that day on. The lead unit's
    task has the co-operating units' as parts, so that it answers for the whole. Closing again after
    it was opened again gives only what is new. Raises RuleError `meeting_step_not_allowed` (state,
    step), `vote_is_open`, `conclusions_incomplete` (conclusions: ids), `conclusion_due_in_the_past`
    (conclusion, text, due_on), `ends_in_the_future`, `ends_before_what_happened` (at).
    """
    held = held_meeting(meeting)
    _step(held, MeetingStep.CLOSE)
    open_votes = BallotQuestion.objects.filter(
        item__meeting=held, opened_at__isnull=False, closed_at=None
    )
    if open_votes.exists():
        raise RuleError("vote_is_open")
    missing = missing_of(held)
    if missing:
        raise RuleError("conclusions_incomplete", conclusions=[one.pk for one, _why in missing])
    held.closed_at = _ended(held, ended_at, now)
    end_stays(held, held.closed_at)
    end_current(held, held.closed_at)
    unheard_proposals_wait_again(held, now)
    ended_on = make_naive(held.closed_at).date()
    given = [
        task for conclusion in _to_give(held) for task in _give(conclusion, held, ended_on, by, now)
    ]
    _owe_papers(held, ended_on, by, now)
    held.save(update_fields=["state", "closed_at"])
    after = {"tasks": len(given), "ended_at": held.closed_at.isoformat()}
    record(actor=by, action="close_meeting", on=held, at=now, after=after)
    return given


def _ended(meeting: Meeting, ended_at: datetime | None, now: datetime) -> datetime:
    """A typed time has no seconds: within the minute of what came last it is that moment."""
    if ended_at is None:
        return now
    if ended_at > now:
        raise RuleError("ends_in_the_future")
    earliest = earliest_end(meeting)
    if ended_at + timedelta(minutes=1) <= earliest:
        raise RuleError("ends_before_what_happened", at=earliest)
    return min(max(ended_at, earliest), now)


def _owe_papers(meeting: Meeting, ended_on: date, by: Person | None, now: datetime) -> None:
    """Closed again on another day they are due from that day on."""
    calendar = working_calendar(range(ended_on.year, ended_on.year + 2))
    due = conclusions_due_on(kind_here(meeting.kind), ended_on, calendar)
    for kind in (MeetingPaper.Kind.MINUTES, MeetingPaper.Kind.CONCLUSIONS):
        paper, is_new = MeetingPaper.objects.get_or_create(
            meeting=meeting,
            kind=kind,
            defaults={"due_on": due, "drafted_at": now, "drafted_by": by},
        )
        if not is_new and paper.due_on != due:
            paper.due_on = due
            paper.save(update_fields=["due_on"])


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, reason: str, by: Person | None, now: datetime) -> Meeting:
    """Closed by mistake: what was given stays given. Raises RuleError `reason_missing`,
    `meeting_step_not_allowed` (state, step), `minutes_approved`.
    """
    if not reason.strip():
        raise RuleError("reason_missing")
    held = held_meeting(meeting)
    _step(held, MeetingStep.REOPEN)
    if held.papers.filter(state=MeetingPaper.State.APPROVED).exists():
        raise RuleError("minutes_approved")
    # Who was there to the end is there again.
    Presence.objects.filter(invitee__meeting=held, left_at=held.closed_at).update(left_at=None)
    held.closed_at = None
    held.reason = reason.strip()[:500]
    held.save(update_fields=["state", "closed_at", "reason"])
    record(actor=by, action="reopen_meeting", on=held, at=now, after={"reason": held.reason})
    return held


def _to_give(meeting: Meeting) -> list[Conclusion]:
    return list(
        meeting.conclusions.filter(removed_at=None, asks=True, task=None)
        .select_related("item")
        .prefetch_related("co_operating")
    )


def _give(
    conclusion: Conclusion, meeting: Meeting, ended_on: date, by: Person | None, now: datetime
) -> list[Task]:
    calendar = working_calendar(range(ended_on.year, ended_on.year + 5))
    due = due_on(conclusion.term, ended_on, calendar)
    if due is not None and due < ended_on:
        named = {"conclusion": conclusion.pk, "text": conclusion.text[:80]}
        raise RuleError("conclusion_due_in_the_past", due_on=due, **named)

    words, product = _task_words(conclusion, meeting)

    def task(unit_id: int, giver_id: int, parent: Task | None) -> Task:
        return Task(
            parent=parent,
            unit_id=unit_id,
            giver_id=giver_id,
            is_lead=parent is None,
            text=words,
            product=product,
            due_on=due,
            first_due_on=due,
        )

    assert conclusion.lead_id is not None
    [lead] = store_given(
        [task(conclusion.lead_id, meeting.committee.unit_id, None)], by=by, now=now
    )
    parts = store_given(
        [task(each.unit_id, conclusion.lead_id, lead) for each in conclusion.co_operating.all()],
        by=by,
        now=now,
    )
    conclusion.task = lead
    conclusion.save(update_fields=["task"])
    record_many(
        actor=by,
        action="conclusion_to_task",
        at=now,
        on=[(conclusion, {"task": lead.pk, "parts": [part.pk for part in parts]})],
    )
    return [lead, *parts]


def _task_words(conclusion: Conclusion, meeting: Meeting) -> tuple[str, str]:
    """Text and product. Whoever sees the unit's tasks reads them: of what only the chair and the
    secretariat read the task says that it is handed over apart.
    """
    if conclusion_reach(conclusion) is not Reach.LIMITED:
        return conclusion.text, conclusion.product
    with override(country().language):
        said = gettext("Conclusion %(number)s of “%(title)s”, whose words are handed over apart")
    return said % {"number": conclusion.position, "title": meeting.title}, ""


def _step(meeting: Meeting, step: MeetingStep) -> None:
    after = next_meeting_state(MeetingState(meeting.state), step)
    if after is None:
        raise RuleError("meeting_step_not_allowed", state=meeting.state, step=step)
    meeting.state = after
