"""A decision in writing: questions are sent, answered until a deadline, and counted.

It is a meeting that nobody attends: its places, questions, ballots, conclusions and papers are
those of every meeting, and so is the counting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import make_naive
from django.utils.translation import gettext, override

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.agenda import ItemText, add_item
from giaoban.actions.meetings.announcing import announce_meeting
from giaoban.actions.meetings.closing import begin_meeting, close_meeting
from giaoban.actions.meetings.inviting import invite_roster
from giaoban.actions.meetings.planning import edit_meeting, held_meeting, plan_meeting
from giaoban.actions.meetings.voting import Asked, ask_vote, close_vote, open_vote
from giaoban.actions.messages.queue import put_into_inboxes
from giaoban.models import BallotQuestion, Committee, Meeting, Message, Person, Task
from giaoban.queries.meetings.kinds import kinds_here
from giaoban.queries.meetings.presiding import chair_on, record_keepers, secretary_on
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm, MeetingState, MeetingStep
from giaoban.rules.problems import RuleError

USUAL_KIND = "work"
"""A meeting that resolves work; circulations have no limits of their own in the decree."""


@dataclass(frozen=True)
class CirculatedQuestion:
    """What is asked, why, and how far it may be read."""

    title: str
    text: str = ""
    is_secret: bool = False
    reach: Reach = Reach.MEMBERS


@dataclass(frozen=True)
class Circulation:
    """Until when, and what no answer means: both said in the letter."""

    title: str
    answered_by: datetime
    silence: Silence
    questions: Sequence[CirculatedQuestion]
    chair: Person | None = None  # whoever has the highest seat


@transaction.atomic
def plan_circulation(
    *, committee: Committee, circulation: Circulation, by: Person | None, today: date, now: datetime
) -> Meeting:
    """With its questions by the committee's majority, and everybody on the roster asked.

    Raises RuleError `questions_missing`, `deadline_passed`, and what planning, agenda and voting
    refuse.
    """
    if not circulation.questions:
        raise RuleError("questions_missing")
    _require_ahead(circulation.answered_by, now)
    fields = {
        "title": circulation.title,
        "kind": _kind(),
        "form": MeetingForm.CIRCULATION,
        "starts_at": now,
        "ends_at": circulation.answered_by,
        "silence": circulation.silence,
        "chair": circulation.chair or chair_on(committee, today),
        "secretary": secretary_on(committee, today),
    }
    meeting = plan_meeting(committee=committee, fields=fields, by=by, now=now)
    for question in circulation.questions:
        add_question(meeting=meeting, question=question, by=by, now=now)
    invite_roster(meeting=meeting, by=by, now=now)
    return meeting


@transaction.atomic
def add_question(
    *, meeting: Meeting, question: CirculatedQuestion, by: Person | None, now: datetime
) -> BallotQuestion:
    """Before it is sent. Raises RuleError `circulation_sent`, and what agenda and voting refuse."""
    held = held_meeting(meeting)
    if held.state != MeetingState.DRAFT:
        raise RuleError("circulation_sent")
    text = ItemText(
        kind=ItemKind.DECISION, title=question.title, text=question.text, reach=question.reach
    )
    item = add_item(meeting=held, text=text, by=by, now=now)
    rule = decision_rules_of(held.committee).majority
    asked = Asked(question.title, rule, is_secret=question.is_secret)
    return ask_vote(item=item, asked=asked, by=by, now=now)


@transaction.atomic
def change_term(
    *,
    meeting: Meeting,
    answered_by: datetime,
    silence: Silence,
    chair: Person | None,
    revision: int,
    by: Person | None,
    now: datetime,
) -> Meeting:
    """Before it is sent. Raises RuleError `deadline_passed`, and what planning refuses."""
    _require_ahead(answered_by, now)
    fields = {"ends_at": answered_by, "silence": silence, "chair": chair or meeting.chair}
    return edit_meeting(meeting=meeting, fields=fields, revision=revision, by=by, now=now)


@transaction.atomic
def send_circulation(
    *, meeting: Meeting, by: Person | None, today: date, now: datetime, site: str
) -> Meeting:
    """Tell everybody who is asked, and open every question: from now on answers are taken.

    Raises RuleError `questions_missing`, `deadline_passed`, `nobody_votes`, and what announcing
    refuses.
    """
    held = held_meeting(meeting)
    _require_ahead(held.ends_at, now)
    questions = list(BallotQuestion.objects.filter(item__meeting=held, opened_at=None))
    if not questions:
        raise RuleError("questions_missing")
    if not held.invitees.filter(votes=True, removed_at=None).exists():
        raise RuleError("nobody_votes")
    held.starts_at = now
    held.save(update_fields=["starts_at"])
    announce_meeting(meeting=held, by=by, today=today, now=now, site=site)
    begun = begin_meeting(meeting=held, by=by, now=now)
    for question in questions:
        open_vote(question=question, by=by, now=now)
    return begun


@transaction.atomic
def end_answers(*, meeting: Meeting, by: Person | None, now: datetime) -> int:
    """Count: at the deadline, or before it once everybody has answered; how many questions.

    Raises RuleError `meeting_step_not_allowed` (state, step), `answers_still_come` (waiting).
    """
    held = held_meeting(meeting)
    if held.form != MeetingForm.CIRCULATION or held.state != MeetingState.RUNNING:
        raise RuleError("meeting_step_not_allowed", state=held.state, step=MeetingStep.CLOSE)
    waiting = without_ballot(held)
    if now < held.ends_at and waiting:
        raise RuleError("answers_still_come", waiting=waiting)
    questions = _open_questions(held)
    for question in questions:
        close_vote(question=question, by=by, now=now)
    return len(questions)


@transaction.atomic
def close_circulation(*, meeting: Meeting, by: Person | None, now: datetime) -> list[Task]:
    """Count what is still open, then close it as every meeting: conclusions become tasks.

    Raises RuleError as end_answers and closing do.
    """
    end_answers(meeting=meeting, by=by, now=now)
    return close_meeting(meeting=meeting, by=by, now=now)


def end_due_circulations(*, now: datetime) -> int:
    """Those whose deadline has passed are counted, and whoever keeps them hears of it; how many.

    They are closed by hand, once what was decided is written down as conclusions.
    """
    due = Meeting.objects.filter(
        form=MeetingForm.CIRCULATION,
        state=MeetingState.RUNNING,
        ends_at__lte=now,
        items__questions__opened_at__isnull=False,
        items__questions__closed_at=None,
    )
    ended = 0
    for meeting in due.distinct().select_related("secretary"):
        with transaction.atomic():
            if end_answers(meeting=meeting, by=None, now=now):
                _tell_keepers(meeting, now)
                record(actor=None, action="end_circulation", on=meeting, at=now)
                ended += 1
    return ended


def without_ballot(meeting: Meeting) -> int:
    """Seats that have not answered a question that is open, reached by a letter or not."""
    open_ones = meeting.invitees.filter(
        ballots__question__item__meeting=meeting,
        ballots__question__closed_at=None,
        ballots__has_voted=False,
    )
    return open_ones.distinct().count()


def _open_questions(meeting: Meeting) -> list[BallotQuestion]:
    return list(
        BallotQuestion.objects.filter(
            item__meeting=meeting, opened_at__isnull=False, closed_at=None
        )
    )


def _tell_keepers(meeting: Meeting, now: datetime) -> None:
    path, lines = reverse("circulation", args=[meeting.pk]), []
    for keeper in record_keepers(meeting, make_naive(now).date()):
        with override(keeper.language):
            subject = gettext("The answers are counted: %(title)s") % {"title": meeting.title}
            text = gettext(
                "The deadline has passed. Write down what was decided, then close the circulation: "
                "its minutes are drafted from it."
            )
        line = Message(person=keeper, subject=subject[:200], text=text, address=path, at=now)
        lines.append(line)
    put_into_inboxes(messages=lines)


def _require_ahead(answered_by: datetime, now: datetime) -> None:
    if answered_by <= now:
        raise RuleError("deadline_passed", answered_by=answered_by)


def _kind() -> str:
    known = kinds_here()
    if USUAL_KIND in known:
        return USUAL_KIND
    return next(code for code, kind in known.items() if not kind.is_review)
