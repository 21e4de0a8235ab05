"""What a document asks goes to the units that it names, every obligation in one step."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record_many
from giaoban.actions.tasks.cascading import refuse_closed, refuse_unless_obliging
from giaoban.actions.tasks.giving import store_given, task_of
from giaoban.models import Cascade, Document, Obligation, Person, Task
from giaoban.queries.register.terms import calendar_of, occurrences_of
from giaoban.queries.tasks.choosing import named_by, units_of_choice
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError
from giaoban.rules.register.terms import Occurrence, TermKind
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from giaoban.rules.tasks.states import TaskState


@dataclass(frozen=True)
class Given:
    """How many obligations, as how many new tasks; `passed` have no day that is to come."""

    obligations: int
    tasks: int
    passed: int


@dataclass(frozen=True)
class _Due:
    """An obligation, the time for which it is given, and the units that it names on that day."""

    obligation: Obligation
    time: Occurrence
    unit_ids: list[int]


@transaction.atomic
def give_document(
    *,
    document: Document,
    obligation_ids: Collection[int],
    by: Person | None,
    today: date,
    now: datetime,
) -> Given:
    """Each of these obligations to its lead unit and those that co-operate; all, or none.

    Of a recurring one the time that comes next is given. Statements are constant in number. Raises
    RuleError as queue_cascade does.
    """
    refuse_unless_obliging(document, today)
    held = document.obligations.select_for_update(of=("self",)).filter(pk__in=obligation_ids)
    obligations = list(held.prefetch_related("co_operating").order_by("pk"))
    upto = _end_of_next_year(today)
    calendar = calendar_of(document, upto)
    tree = load_dated_tree().at(today)
    if document.body.unit_id not in tree:
        refuse_closed([document.body.unit_id], today)
    choice = Choice(ChoiceKind.NAMED, document.body.unit_id)
    due = []
    for obligation in sorted(obligations, key=lambda one: (one.position, one.pk)):
        obligation.document = document
        time = _next_time(obligation, today, upto, calendar)
        if time is not None:
            due.append(_Due(obligation, time, units_of_choice(choice, obligation, tree)))
    refuse_closed({unit for one in due for unit in named_by(one.obligation)}, today)
    if not all(one.unit_ids for one in due):
        raise RuleError("no_unit_chosen")
    _store_cascades(due, choice, by, now)
    tasks = store_given(_fresh(due), by=by, now=now)
    return Given(len(due), len(tasks), len(obligations) - len(due))


def _next_time(
    obligation: Obligation, today: date, upto: date, calendar: WorkingCalendar
) -> Occurrence | None:
    """The time that comes next, the only one of what happens once; None where all are over."""
    times = occurrences_of(obligation, upto, calendar)
    if obligation.term_kind != TermKind.RECURRING:
        return times[0]
    return next((one for one in times if one.due_on and one.due_on >= today), None)


def _end_of_next_year(today: date) -> date:
    return date(min(today.year, 9998) + 1, 12, 31)


def _fresh(due: Sequence[_Due]) -> list[Task]:
    """A task for each unit that has none of that time."""
    taken = set(
        Task.objects.filter(
            parent=None,
            obligation__in=[one.obligation for one in due],
            unit__in={unit_id for one in due for unit_id in one.unit_ids},
        )
        .exclude(state=TaskState.WITHDRAWN)
        .values_list("obligation", "unit", "occurrence")
    )
    return [
        task_of(one.obligation, unit_id, one.time)
        for one in due
        for unit_id in one.unit_ids
        if (one.obligation.pk, unit_id, one.time.key) not in taken
    ]


def _store_cascades(due: Sequence[_Due], choice: Choice, by: Person | None, now: datetime) -> None:
    """Each is over at once, and goes on by itself where it recurs."""
    cascades = Cascade.objects.bulk_create(
        Cascade(
            obligation=one.obligation,
            choice=asdict(choice),
            occurrence=one.time.key,
            state=Cascade.State.DONE,
            total=len(one.unit_ids),
            done=len(one.unit_ids),
            last_unit=one.unit_ids[-1],
            queued_at=now,
            by=by,
            finished_at=now,
        )
        for one in due
    )
    record_many(
        actor=by,
        action="queue_cascade",
        at=now,
        on=[
            (cascade, {"obligation": cascade.obligation_id, "units": cascade.total})
            for cascade in cascades
        ],
    )
