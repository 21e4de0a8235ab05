"""What recurs goes out again by itself: at the beginning of each span, to the same choice."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import make_naive

from giaoban.actions.tasks.cascading import queued_cascade
from giaoban.models import Cascade, Obligation
from giaoban.queries.register.standing import obliges
from giaoban.queries.register.terms import spans_begun_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.register.terms import Span, TermKind
from giaoban.rules.tasks.cascade import chosen_units
from giaoban.rules.tasks.states import TaskState

_GOES_ON = (Cascade.State.QUEUED, Cascade.State.RUNNING, Cascade.State.DONE)


def queue_recurring(*, today: date, now: datetime) -> int:
    """Queue the occurrences whose span has begun since an obligation was given; how many.

    A choice of units goes on where it was given first: nobody is given what a secretary never
    gave. It ends with the term, with the document, and where every task of the last occurrence
    was withdrawn. Units are those of the day: one that opened since is given it, a closed one not.
    """
    obligations = (
        Obligation.objects.filter(
            term_kind=TermKind.RECURRING, pk__in=Cascade.objects.values("obligation")
        )
        .select_related("document")
        .defer("document__search_text")
    )
    due = [
        obligation
        for obligation in obligations.prefetch_related("cascades")
        if _missing(obligation.cascades.all(), spans_begun_of(obligation, today))
    ]
    return sum(_queue(obligation.pk, today, now) for obligation in due)


@transaction.atomic
def _queue(obligation_id: int, today: date, now: datetime) -> int:
    # Held, so that of two workers the second finds what the first has queued.
    held = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("document")
        .defer("document__search_text")
        .get(pk=obligation_id)
    )
    if not obliges(held.document, today):
        return 0
    tree = load_dated_tree().at(today)
    queued = 0
    for last, spans in _missing(held.cascades.all(), spans_begun_of(held, today)):
        given = held.tasks.filter(parent=None, occurrence=last.occurrence)
        is_withdrawn = given.exists() and not given.exclude(state=TaskState.WITHDRAWN).exists()
        is_there = last.chosen.under in tree and chosen_units(last.chosen, tree)
        if is_withdrawn or not is_there:
            continue
        for span in spans:
            queued_cascade(
                obligation=held,
                choice=last.chosen,
                occurrence=span.key,
                total=len(is_there),
                giver=last.by,
                by=None,
                now=now,
            )
        queued += len(spans)
    return queued


def _missing(cascades: Iterable[Cascade], begun: list[Span]) -> list[tuple[Cascade, list[Span]]]:
    """For each choice of units its last cascade, with the spans that began after it."""
    found = [(last, list(_after(last, begun))) for last in _last_of_each_choice(cascades)]
    return [(last, spans) for last, spans in found if spans]


def _last_of_each_choice(cascades: Iterable[Cascade]) -> list[Cascade]:
    last: dict[str, Cascade] = {}
    for cascade in sorted(cascades, key=lambda one: (one.occurrence, one.pk)):
        if cascade.state in _GOES_ON:
            last[repr(sorted(cascade.choice.items()))] = cascade
    return list(last.values())


def _after(last: Cascade, begun: list[Span]) -> Iterator[Span]:
    """By the key where both are of the same length of span, else by the day it was queued on."""
    queued_on = make_naive(last.queued_at).date()
    for span in begun:
        is_alike = len(span.key) == len(last.occurrence) and span.key[4:5] == last.occurrence[4:5]
        if span.key > last.occurrence if is_alike else span.begins_on > queued_on:
            yield span
