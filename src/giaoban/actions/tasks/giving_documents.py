"""What a document asks goes to the units that it names, every obligation in one step."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.tasks.cascading import give_next_batch, queue_cascade
from giaoban.models import Document, Obligation, Person
from giaoban.queries.register.terms import occurrences_of
from giaoban.rules.register.terms import TermKind
from giaoban.rules.tasks.cascade import Choice, ChoiceKind


@dataclass(frozen=True)
class Given:
    """How many obligations, as how many tasks of units; `passed` have no day that is to come."""

    obligations: int
    tasks: int
    passed: int


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

    Of a recurring one the time that comes next is given. Raises RuleError as queue_cascade does.
    """
    obligations = tasks = passed = 0
    for obligation in document.obligations.filter(pk__in=obligation_ids).order_by("position", "pk"):
        obligation.document = document
        occurrence = next_occurrence(obligation, today)
        if occurrence is None:
            passed += 1
            continue
        named = obligation.co_operating.values_list("unit_id", flat=True)
        choice = Choice(
            ChoiceKind.CHOSEN, document.body.unit_id, unit_ids=(obligation.lead_id, *named)
        )
        cascade = queue_cascade(
            obligation=obligation,
            choice=choice,
            by=by,
            today=today,
            now=now,
            occurrence=occurrence,
        )
        give_next_batch(today=today, now=now, only=cascade.pk)
        obligations, tasks = obligations + 1, tasks + cascade.total
    return Given(obligations, tasks, passed)


def next_occurrence(obligation: Obligation, today: date) -> str | None:
    """The key of the time that comes next, empty for what happens once; None where all are over."""
    if obligation.term_kind != TermKind.RECURRING:
        return ""
    upto = date(min(today.year, 9998) + 1, 12, 31)
    coming = (one for one in occurrences_of(obligation, upto) if one.due_on and one.due_on >= today)
    first = next(coming, None)
    return first.key if first else None
