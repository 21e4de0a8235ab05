"""What a meeting concludes: written while it runs, complete before it closes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.meetings.words_of_few import kept_facts
from giaoban.models import (
    AgendaItem,
    Conclusion,
    CoOperatingInConclusion,
    Meeting,
    Person,
)
from giaoban.queries.meetings.arising import conclusion_reach
from giaoban.queries.meetings.running import concluded
from giaoban.rules.meetings.conclusions import LONGEST_CONCLUSION, ConclusionFacts
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.tasks.states import TaskState


@dataclass(frozen=True)
class ConclusionText:
    """What was said, and how far the words of it may go."""

    facts: ConclusionFacts
    reach: Reach = Reach.CIRCULATED
    item: AgendaItem | None = None


@transaction.atomic
def write_conclusion(
    *, meeting: Meeting, text: ConclusionText, by: Person | None, now: datetime
) -> Conclusion:
    """At the end of those there are; what is still missing of it keeps the meeting from closing.

    Raises RuleError `conclusion_empty`, `conclusion_too_long` (longest), `lead_co_operates`,
    `meeting_not_concluding` (state), `state_secret` (mark).
    """
    held = held_meeting(meeting)
    _refuse(held, text)
    last = held.conclusions.aggregate(last=Max("position"))["last"] or 0
    conclusion = Conclusion(meeting=held, position=last + 1, written_at=now, written_by=by)
    _write(conclusion, text)
    after = kept_facts(_facts(conclusion), conclusion, conclusion_reach(conclusion))
    record(actor=by, action="write_conclusion", on=conclusion, at=now, after=after)
    return conclusion


@transaction.atomic
def edit_conclusion(
    *,
    conclusion: Conclusion,
    text: ConclusionText,
    revision: int,
    by: Person | None,
    now: datetime,
) -> Conclusion:
    """Raises RuleError as write_conclusion, `conclusion_is_task`, `conclusion_taken_out`, and
    `conclusion_changed_meanwhile` (text: what stands; revision: of that).
    """
    held = held_meeting(conclusion.meeting)
    _refuse(held, text)
    row = Conclusion.objects.select_for_update(of=("self",)).get(pk=conclusion.pk)
    if row.removed_at is not None:
        raise RuleError("conclusion_taken_out")
    _require_no_task(row)
    if row.revision != revision:
        raise RuleError("conclusion_changed_meanwhile", text=row.text, revision=row.revision)
    facts, reach = _facts(row), conclusion_reach(row)
    row.revision += 1
    _write(row, text)
    reaches = (reach, conclusion_reach(row))
    before, after = (kept_facts(one, row, *reaches) for one in (facts, _facts(row)))
    record(actor=by, action="edit_conclusion", on=row, at=now, before=before, after=after)
    return row


@transaction.atomic
def remove_conclusion(*, conclusion: Conclusion, by: Person | None, now: datetime) -> None:
    """While the meeting runs; its words stay in the history. One that was given by mistake goes
    once its task is withdrawn. Raises RuleError `meeting_not_concluding` (state),
    `conclusion_is_task`.
    """
    held = held_meeting(conclusion.meeting)
    _require_concluding(held)
    row = (
        Conclusion.objects.select_for_update(of=("self",))
        .select_related("task")
        .get(pk=conclusion.pk)
    )
    if row.task is not None and row.task.state != TaskState.WITHDRAWN:
        raise RuleError("conclusion_is_task")
    if row.removed_at is None:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
        before = kept_facts(_facts(row), row, conclusion_reach(row))
        record(actor=by, action="remove_conclusion", on=row, at=now, before=before)


def missing_of(meeting: Meeting) -> list[tuple[Conclusion, Sequence[Problem]]]:
    """The conclusions that are not complete, in order, with what each lacks."""
    return [(one.conclusion, one.missing) for one in concluded(meeting) if one.missing]


def _refuse(meeting: Meeting, text: ConclusionText) -> None:
    """Only what could never be mended later: a draft may lack its lead or its term."""
    _require_concluding(meeting)
    facts = text.facts
    if not facts.text.strip():
        raise RuleError("conclusion_empty")
    if len(facts.text) > LONGEST_CONCLUSION:
        raise RuleError("conclusion_too_long", longest=LONGEST_CONCLUSION)
    if facts.lead_id is not None and facts.lead_id in facts.co_operating_ids:
        raise RuleError("lead_co_operates")
    # As of a task, which it becomes.
    refuse_secret(lines=facts.text.splitlines(), fields=[facts.text, facts.product])


def _require_concluding(meeting: Meeting) -> None:
    """Of a review meeting they are drafted before it begins."""
    if meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED):
        raise RuleError("meeting_not_concluding", state=meeting.state)


def _require_no_task(conclusion: Conclusion) -> None:
    """A meeting that was opened again keeps what it gave: other words here would say what nobody
    was asked for.
    """
    if conclusion.task_id is not None:
        raise RuleError("conclusion_is_task")


def _write(conclusion: Conclusion, text: ConclusionText) -> None:
    facts = text.facts
    conclusion.item, conclusion.reach = text.item, text.reach
    conclusion.text, conclusion.asks = facts.text.strip(), facts.asks
    conclusion.lead_id, conclusion.product = facts.lead_id, facts.product.strip()[:1000]
    conclusion.term_kind = facts.term.kind
    conclusion.due_on, conclusion.working_days = facts.term.on, facts.term.working_days
    conclusion.save()
    wanted = set(facts.co_operating_ids)
    conclusion.co_operating.exclude(unit__in=wanted).delete()
    there = set(conclusion.co_operating.values_list("unit_id", flat=True))
    CoOperatingInConclusion.objects.bulk_create(
        CoOperatingInConclusion(conclusion=conclusion, unit_id=unit_id)
        for unit_id in sorted(wanted - there)
    )


def _facts(conclusion: Conclusion) -> dict[str, object]:
    return {
        "text": conclusion.text,
        "asks": conclusion.asks,
        "lead": conclusion.lead_id,
        "co_operating": list(conclusion.co_operating.values_list("unit_id", flat=True)),
        "product": conclusion.product,
        "term_kind": conclusion.term_kind,
        "due_on": conclusion.due_on and conclusion.due_on.isoformat(),
        "working_days": conclusion.working_days,
        "reach": conclusion.reach,
    }
