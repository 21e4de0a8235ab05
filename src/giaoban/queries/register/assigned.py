"""What does a document oblige to, and which documents does it carry out?"""

from dataclasses import dataclass

from django.db.models import QuerySet

from giaoban.models import Document, Obligation
from giaoban.rules.register.standing import Relation


@dataclass(frozen=True, slots=True)
class AssignedObligations:
    """`carries_out` are the documents above, the earliest first."""

    obligations: tuple[Obligation, ...]
    carries_out: tuple[Document, ...]


def assigned_obligations(document: Document, seen: QuerySet[Document]) -> AssignedObligations:
    """In the order of the annex, with who leads and who co-operates; three queries.

    Of the documents above only those among `seen` are named.
    """
    obligations = document.obligations.select_related("lead").prefetch_related("co_operating__unit")
    above = seen.filter(changed_by__later=document, changed_by__kind=Relation.CARRIES_OUT)
    return AssignedObligations(
        tuple(obligations.order_by("position", "pk")),
        tuple(above.select_related("body").order_by("dated_on", "pk")),
    )
