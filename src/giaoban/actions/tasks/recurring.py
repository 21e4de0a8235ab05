"""What recurs goes out again by itself: at the beginning of each span, to the same choice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import make_naive

from giaoban.actions.tasks.cascading import queued_cascade
from giaoban.models import Cascade, Obligation
from giaoban.queries.register.standing import obliges
from giaoban.queries.register.terms import spans_begun_of
from giaoban.queries.tasks.choosing import units_of_choice
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.register.terms import Span, TermKind
from giaoban.rules.tasks.cascade import Choice
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
        if last.chosen.under not in tree:
            continue
        units = units_of_choice(last.chosen, held, tree)
        if not units or _was_withdrawn(held, last.occurrence, units):
            continue
        for span in spans:
            queued_cascade(
                obligation=held,
                choice=last.chosen,
                occurrence=span.key,
                total=len(units),
                giver=last.by,
                by=None,
                now=now,
            )
        queued += len(spans)
    return queued


def _was_withdrawn(held: Obligation, occurrence: str, units: Collection[int]) -> bool:
    """Whether these units had tasks of that time, and each of them was taken back."""
    given = held.tasks.filter(parent=None, occurrence=occurrence).values_list("unit_id", "state")
    states = {state for unit_id, state in given if unit_id in set(units)}
    return states == {TaskState.WITHDRAWN}


def _missing(
    cascades: Iterable[Cascade], begun: Sequence[Span]
) -> list[tuple[Cascade, list[Span]]]:
    """For each choice of units its last cascade, with the spans that began after it.

    What a choice has been queued for once is never queued for it again.
    """
    of_choice: dict[Choice, list[Cascade]] = defaultdict(list)
    for cascade in cascades:
        if cascade.state in _GOES_ON:
            of_choice[cascade.chosen].append(cascade)
    missing = []
    for alike in of_choice.values():
        last, queued = _last(alike), {cascade.occurrence for cascade in alike}
        spans = [span for span in begun if span.key not in queued and _is_after(span, last)]
        if spans:
            missing.append((last, spans))
    return missing


def _last(cascades: Sequence[Cascade]) -> Cascade:
    """The latest time among those of the length of span that was queued last: a term that was
    corrected leaves keys behind that no longer compare.
    """
    newest = max(cascades, key=lambda one: (one.queued_at, one.pk))
    length = _length(newest.occurrence)
    alike = [one for one in cascades if _length(one.occurrence) == length]
    return max(alike, key=lambda one: (one.occurrence, one.pk))


def _is_after(span: Span, last: Cascade) -> bool:
    """By the key where both are of the same length of span, else by the day it was queued on."""
    if _length(span.key) == _length(last.occurrence):
        return span.key > last.occurrence
    return span.begins_on > make_naive(last.queued_at).date()


def _length(key: str) -> str:
    """What tells a month, quarter, half-year and year apart: `-`, `Q`, `H` or nothing."""
    return key[4:5]
