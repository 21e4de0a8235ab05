"""What happened to a directive, day by day, and what is still to come?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from giaoban.models import Document, Task, TaskEvent, TaskExtension
from giaoban.queries.tasks.seen import topmost_seen
from giaoban.rules.tasks.states import TaskState, TaskStep

_HANDED_IN = (TaskState.SUBMITTED, TaskState.CONFIRMED)


class Happened(StrEnum):
    """In the order in which they are told where they fall on one day."""

    DATED = "dated"
    ARRIVED = "arrived"
    GIVEN = "given"
    ANSWERED = "answered"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    EXTENDED = "extended"
    DUE = "due"


_ALONE = frozenset({Happened.DATED, Happened.ARRIVED, Happened.DUE})


@dataclass(frozen=True)
class Moment:
    """`number` tasks on one day. Of a term `in_time` of them were answered by then, and `clauses`
    say which; `answered` is how many answers stood at the end of the day. `since` is the first day
    where several days are told as one.
    """

    day: date
    happened: Happened
    number: int = 0
    in_time: int = 0
    answered: int = 0
    clauses: tuple[str, ...] = ()
    since: date | None = None


def timeline_of(document: Document, tasks: QuerySet[Task]) -> list[Moment]:
    """The earliest day first; five statements. `tasks` are those of the document that are seen.

    Parts are told with their whole, or by themselves where only they are seen; what was withdrawn
    is left out. An answer is the one that stands: what was returned has none.
    """
    whole = topmost_seen(tasks.filter(obligation__document=document))
    ids = whole.order_by().values("pk")
    answers = _by_day(whole.filter(whole__in=_HANDED_IN), F("whole_handed_in_on"))
    found = [
        *_one(document.dated_on, Happened.DATED),
        *_one(document.arrived_on, Happened.ARRIVED),
        *_many(_by_day(whole, TruncDate("given_at")), Happened.GIVEN),
        *_many(answers, Happened.ANSWERED),
        *_steps(ids),
        *_many(
            _by_day(
                TaskExtension.objects.filter(task__in=ids, granted_until__isnull=False),
                TruncDate("answered_at"),
            ),
            Happened.EXTENDED,
        ),
        *_terms(whole),
    ]
    return [_with_answers(moment, answers) for moment in _in_order(found)]


def gathered(moments: Sequence[Moment], most: int) -> list[Moment]:
    """As they are while there are at most so many; else what happened in a week, or in a month.

    What is due keeps its day, and so does the document.
    """
    found = list(moments)
    for first_of in (_monday, _first_of_month):
        if len(found) > most:
            found = _together(moments, first_of)
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _together(moments: Sequence[Moment], first_of: Callable[[date], date]) -> list[Moment]:
    groups: dict[tuple[date, Happened], list[Moment]] = defaultdict(list)
    for moment in moments:
        is_alone = moment.happened in _ALONE
        day = moment.day if is_alone else first_of(moment.day)
        groups[day, moment.happened].append(moment)
    return _in_order(
        replace(
            group[-1],
            number=sum(one.number for one in group),
            since=group[0].day if len(group) > 1 else None,
        )
        for group in groups.values()
    )


def _in_order(moments: Iterable[Moment]) -> list[Moment]:
    order = list(Happened)
    return sorted(moments, key=lambda moment: (moment.day, order.index(moment.happened)))


def _one(day: date | None, happened: Happened) -> list[Moment]:
    return [Moment(day, happened)] if day is not None else []


def _many(days: dict[date, int], happened: Happened) -> list[Moment]:
    return [Moment(day, happened, number) for day, number in days.items()]


def _by_day(rows: QuerySet[Task] | QuerySet[TaskExtension], day: F | TruncDate) -> dict[date, int]:
    counts = rows.order_by().annotate(on=day).values_list("on").annotate(number=Count("pk"))
    return {on: number for on, number in counts if on is not None}


def _steps(ids: QuerySet[Task, dict[str, int]]) -> list[Moment]:
    """What was returned and what was confirmed, by day."""
    told = {TaskStep.RETURN: Happened.RETURNED, TaskStep.CONFIRM: Happened.CONFIRMED}
    rows = (
        TaskEvent.objects.filter(task__in=ids, step__in=list(told))
        .order_by()
        .annotate(on=TruncDate("at"))
        .values_list("on", "step")
        .annotate(number=Count("pk"))
    )
    return [Moment(on, told[TaskStep(step)], number) for on, step, number in rows]


def _terms(whole: QuerySet[Task]) -> list[Moment]:
    """Each day on which something is due, with the clauses that it is due for."""
    in_time = Q(whole__in=_HANDED_IN, whole_handed_in_on__lte=F("due_on"))
    rows = (
        whole.exclude(due_on=None)
        .order_by()
        .values_list("due_on", "obligation__position", "obligation__clause")
        .annotate(number=Count("pk"), in_time=Count("pk", filter=in_time))
    )
    numbers: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    clauses: dict[date, dict[str, None]] = defaultdict(dict)
    for due_on, _position, clause, number, done in sorted(rows, key=lambda row: row[:2]):
        numbers[due_on][0] += number
        numbers[due_on][1] += done
        if clause:
            clauses[due_on][clause] = None
    return [
        Moment(day, Happened.DUE, number, done, clauses=tuple(clauses[day]))
        for day, (number, done) in numbers.items()
    ]


def _with_answers(moment: Moment, answers: dict[date, int]) -> Moment:
    stood = sum(number for day, number in answers.items() if day <= moment.day)
    return replace(moment, answered=stood)
