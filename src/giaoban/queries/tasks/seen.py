"""Which tasks may somebody see? Asked by every list, count, search and file of tasks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from giaoban.models import Task
from giaoban.queries.tasks.waiting import Deciding
from giaoban.queries.units.lineage import subtree
from giaoban.rules.register.documents import Access


@dataclass(frozen=True)
class Seeing:
    """The units at which somebody may view, and what is theirs to answer or to decide."""

    units: Collection[int]
    deciding: Deciding


def tasks_seen(seeing: Seeing, on: date) -> QuerySet[Task]:
    """The tasks of the units seen and of those below, and what these gave.

    Of a document for named units only those that are theirs to answer or to decide.
    """
    seen = Q(unit__in=subtree(seeing.units, on)) | Q(giver__in=list(seeing.units))
    deciding = seeing.deciding
    theirs = Q(unit__in=subtree(deciding.answering, on)) | Q(giver__in=deciding.units)
    is_limited = Q(obligation__document__access=Access.LIMITED)
    return Task.objects.filter(seen).exclude(is_limited & ~theirs)


def tasks_under(seeing: Seeing, unit_id: int | None, on: date) -> QuerySet[Task]:
    """Those of the unit and of everything below it; of None all that are seen.

    Questions about figures are left out: they are listed with the reports.
    """
    found = tasks_seen(seeing, on).filter(question=None)
    return found if unit_id is None else found.filter(unit__in=subtree([unit_id], on))
