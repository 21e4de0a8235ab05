"""Which questions about figures wait for an answer, or were answered?"""

from collections.abc import Iterable

from django.db.models import QuerySet

from giaoban.models import Person, Question

_BESIDE = ("unit", "period__regime", "period__incident", "indicator", "asked_by", "answered_by")


def open_questions(unit_ids: Iterable[int]) -> QuerySet[Question]:
    """Those that these units have to answer, the most urgent first."""
    return (
        Question.objects.filter(unit__in=list(unit_ids), answered_at=None)
        .select_related(*_BESIDE)
        .order_by("due_on", "pk")
    )


def asked_and_open(person: Person) -> QuerySet[Question]:
    """Those that the person asked and nobody has answered."""
    return (
        Question.objects.filter(asked_by=person, answered_at=None)
        .select_related(*_BESIDE)
        .order_by("due_on", "pk")
    )
