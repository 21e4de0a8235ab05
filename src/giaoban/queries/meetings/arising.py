"""Which conclusions of earlier meetings were open on the day of a meeting, and in which state?

Nothing is copied into an agenda: a page of today, the minutes and whoever reads them next year see
the state of that day, read back from the steps that were taken since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import make_naive

from giaoban.models import Conclusion, Meeting, Task
from giaoban.queries.tasks.lives import whole_lives
from giaoban.rules.meetings.conclusions import Kept, PastConclusion, kept, matters_arising
from giaoban.rules.meetings.passages import Reach, narrowest
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.tasks.counting import Count, TaskFacts, count_of


@dataclass(frozen=True, slots=True)
class Arising:
    """An open conclusion and how its task stood on the day asked about."""

    conclusion: Conclusion
    facts: TaskFacts
    count: Count | None

    @property
    def reach(self) -> Reach:
        """How far its words may go: those on an item for few go no further than the item."""
        return conclusion_reach(self.conclusion)


def conclusion_reach(conclusion: Conclusion) -> Reach:
    """No further than the item it belongs to; asks for the item where it was not read."""
    own = Reach(conclusion.reach)
    return own if conclusion.item is None else narrowest([own, Reach(conclusion.item.reach)])


def held_on(meeting: Meeting) -> date:
    """The day of a meeting, here."""
    return make_naive(meeting.starts_at).date()


def arising_for(meeting: Meeting, today: date | None = None) -> list[Arising]:
    """The matters arising of a meeting on its own day, and before it as they stand `today`: what
    is not due yet is not overdue because the meeting comes later. A constant number of statements.

    Of a series all its earlier meetings; of a meeting apart from any, those of its committee that
    were apart from any as well.
    """
    day = held_on(meeting)
    return open_on(conclusions_before(meeting), day if today is None else min(day, today))


def conclusions_before(meeting: Meeting) -> QuerySet[Conclusion]:
    """What was given by the meetings before this one, of the same series; also by one that was
    opened again, since what it gave stays given.
    """
    earlier = Meeting.objects.filter(
        committee=meeting.committee_id,
        series=meeting.series_id,
        state__in=(MeetingState.CLOSED, MeetingState.RUNNING),
        starts_at__lt=meeting.starts_at,
    ).exclude(pk=meeting.pk)
    return Conclusion.objects.filter(
        meeting__in=earlier, asks=True, removed_at=None, task__isnull=False
    )


def open_on(conclusions: QuerySet[Conclusion], day: date) -> list[Arising]:
    """Those that were open at the end of that day, the oldest meeting first."""
    rows, past, facts = _read(conclusions, day)
    by_id = {row.pk: row for row in rows}
    found = []
    for each in matters_arising(past):
        conclusion = by_id[each.conclusion_id]
        stood = facts[conclusion.task_id or 0]
        found.append(Arising(conclusion, stood, count_of(stood, day)))
    return found


def stood_on(meeting: Meeting, day: date) -> list[tuple[Conclusion, Arising | None]]:
    """Everything that the meeting concluded, as it was put, each with how its task stood at the end
    of that day; None where it asks nobody anything, or was not given.
    """
    rows, _past, facts = _read(meeting.conclusions.filter(removed_at=None), day)
    found: list[tuple[Conclusion, Arising | None]] = []
    for row in rows:
        stood = facts.get(row.task_id or 0)
        found.append((row, Arising(row, stood, count_of(stood, day)) if stood else None))
    return found


def kept_on(conclusions: QuerySet[Conclusion], day: date) -> Kept:
    """Of what was asked for and not withdrawn by that day."""
    _rows, _past, facts = _read(conclusions, day)
    return kept(count_of(stood, day) for stood in facts.values())


def _read(
    conclusions: QuerySet[Conclusion], day: date
) -> tuple[Sequence[Conclusion], Sequence[PastConclusion], Mapping[int, TaskFacts]]:
    rows = list(
        conclusions.select_related("meeting", "item", "lead", "task__unit").prefetch_related(
            "co_operating__unit"
        )
    )
    tasks = Task.objects.filter(Q(conclusion__in=conclusions.order_by().values("pk")))
    stood = {life.pk: life.stood(day) for life in whole_lives(tasks, day)}
    facts = {pk: found for pk, found in stood.items() if found is not None}
    past = [
        PastConclusion(
            row.pk,
            held_on(row.meeting),
            row.position,
            row.asks,
            facts[row.task_id].state if row.task_id in facts else None,
        )
        for row in rows
    ]
    return rows, past, facts
