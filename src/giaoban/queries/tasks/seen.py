"""Which tasks may somebody see? Asked by every list, count, search and file of tasks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from giaoban.models import Obligation, Task
from giaoban.queries.tasks.waiting import Deciding
from giaoban.queries.units.lineage import subtree
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks.states import TaskState


@dataclass(frozen=True)
class Seeing:
    """The units at which somebody may view, and what is theirs to answer or to decide."""

    units: Collection[int]
    deciding: Deciding


def tasks_seen(seeing: Seeing, on: date) -> QuerySet[Task]:
    """The tasks of the units seen and of those below, and what these gave.

    Of a document for named units only those that are theirs to answer or to decide.
    """
    # What they gave first: where that is all, the database need not walk the tree.
    seen = Q(giver__in=list(seeing.units)) | Q(unit__in=subtree(seeing.units, on))
    return _but_limited(Task.objects.filter(seen), seeing.deciding, on)


def tasks_under(seeing: Seeing, unit_id: int | None, on: date) -> QuerySet[Task]:
    """Those of the unit and of everything below it; of None all that are seen.

    Questions about figures are left out: they are listed with the reports.
    """
    if unit_id is None:
        return tasks_seen(seeing, on).filter(question=None)
    below = Q(question=None, unit__in=subtree([unit_id], on))
    if unit_id in seeing.units:  # all that lies under it is seen then: no need to ask that as well
        return _but_limited(Task.objects.filter(below), seeing.deciding, on)
    return tasks_seen(seeing, on).filter(below)


def topmost_seen(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Of the tasks that are seen those that count: a part is counted with its whole, and by itself
    for whoever sees it alone; what was withdrawn is not.
    """
    alone = Q(parent=None) | ~Q(parent__in=tasks.order_by().values("pk"))
    return tasks.filter(alone).exclude(whole=TaskState.WITHDRAWN)


def tasks_by_their_directives(seeing: Seeing, on: date) -> QuerySet[Task]:
    """What came of the documents of the units for which this person decides: the tasks that these
    gave, and what is split off beneath them. They see all of it.
    """
    units = seeing.deciding.units
    theirs = Q(giver__in=list(units)) | Q(unit__in=subtree(units, on))
    return Task.objects.filter(theirs, obligation__document__body__unit__in=list(units))


def _but_limited(tasks: QuerySet[Task], deciding: Deciding, on: date) -> QuerySet[Task]:
    """Without those of documents for named units, except what is theirs to answer or decide."""
    answering = subtree(deciding.answering, on)
    in_person = Q(parent=None, given_by=deciding.person, giver__in=subtree(deciding.giving, on))
    theirs = (
        Q(unit__in=answering)
        | Q(giver__in=subtree(deciding.units, on))
        | Q(parent__isnull=False, giver__in=answering)
        | in_person
    )
    # By themselves, as they are few: the document of each of 100,000 tasks need not be looked up.
    limited = Obligation.objects.filter(document__access=Access.LIMITED).order_by()
    return tasks.exclude(Q(obligation__in=limited.values("pk")) & ~theirs)
