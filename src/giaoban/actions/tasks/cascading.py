"""An obligation for thousands of units: queued in one step, given in batches by the worker."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import connection, transaction

from giaoban.actions.audit.events import record
from giaoban.actions.tasks.giving import give_obligation
from giaoban.models import Cascade, Document, Obligation, Person, Unit
from giaoban.queries.register.standing import over_since
from giaoban.queries.register.terms import occurrence_of
from giaoban.queries.tasks.choosing import units_meant, units_of_choice
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import OBLIGES
from giaoban.rules.tasks.cascade import Choice, next_batch

_WAITING = (Cascade.State.QUEUED, Cascade.State.RUNNING)


@transaction.atomic
def queue_cascade(
    *,
    obligation: Obligation,
    choice: Choice,
    by: Person | None,
    today: date,
    now: datetime,
    occurrence: str = "",
) -> Cascade:
    """Nothing is given yet.

    Raises RuleError `document_obliges_nobody` (a draft, or called off), `document_is_over` (since),
    `no_unit_chosen`, `unit_not_open` (unit: those that were named), `occurrence_unknown`,
    `choice_beyond_body` (its bound is not under the document's body).
    """
    refuse_unless_obliging(obligation.document, today)
    if occurrence_of(obligation, occurrence) is None:
        raise RuleError("occurrence_unknown", occurrence=occurrence)
    tree = load_dated_tree().at(today)
    keeper = obligation.document.body.unit_id
    if keeper not in tree:
        refuse_closed([keeper], today)
    if choice.under not in tree.subtree_of(keeper):
        raise RuleError("choice_beyond_body")
    units = units_of_choice(choice, obligation, tree)
    refuse_closed(units_meant(choice, obligation), today)
    if not units:
        raise RuleError("no_unit_chosen")
    return queued_cascade(
        obligation=obligation,
        choice=choice,
        occurrence=occurrence,
        total=len(units),
        giver=by,
        by=by,
        now=now,
    )


def queued_cascade(
    *,
    obligation: Obligation,
    choice: Choice,
    occurrence: str,
    total: int,
    giver: Person | None,
    by: Person | None,
    now: datetime,
) -> Cascade:
    """In the caller's transaction. `giver` gives the tasks, `by` is who queued them now."""
    cascade: Cascade = Cascade.objects.create(
        obligation=obligation,
        choice=asdict(choice),
        occurrence=occurrence,
        total=total,
        queued_at=now,
        by=giver,
    )
    after = {"obligation": obligation.pk, "units": total}
    record(actor=by, action="queue_cascade", on=cascade, at=now, after=after)
    return cascade


@transaction.atomic
def give_next_batch(*, today: date, now: datetime, only: int | None = None) -> int:
    """Give the next batch of the oldest cascade that waits; how many units it reached, 0: none.

    `only` is the id of the one cascade whose batch is given.

    A worker that is killed loses its batch and nothing else: the next one gives it again. What
    cannot be given any more, as its document no longer holds or its term changed meanwhile, has
    failed: it holds up none of those behind it.
    """
    waiting = Cascade.objects.filter(state__in=_WAITING)
    if only is not None:
        waiting = waiting.filter(pk=only)
    cascade = (
        waiting.select_for_update(
            of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked
        )
        .select_related("obligation__document", "by")
        .defer("obligation__document__search_text")
        .order_by("queued_at", "pk")
        .first()
    )
    if cascade is None:
        return 0
    try:
        units, batch = _given_batch(cascade, today, now)
    except (RuleError, KeyError):
        cascade.state, cascade.finished_at = Cascade.State.FAILED, now
        cascade.save(update_fields=["state", "finished_at"])
        after = {"obligation": cascade.obligation_id, "units": cascade.done}
        record(actor=None, action="cascade_failed", on=cascade, at=now, after=after)
        return 0 if only is not None else give_next_batch(today=today, now=now)
    cascade.done += len(batch)
    cascade.last_unit = batch[-1] if batch else cascade.last_unit
    is_over = not next_batch(units, cascade.last_unit)
    cascade.state = Cascade.State.DONE if is_over else Cascade.State.RUNNING
    cascade.finished_at = now if is_over else None
    # The tree may have changed since it was queued: what was reached is what there was to reach.
    cascade.total = cascade.done if is_over else max(cascade.total, cascade.done)
    cascade.save()
    return len(batch)


def _given_batch(
    cascade: Cascade, today: date, now: datetime
) -> tuple[Sequence[int], Sequence[int]]:
    """All units of the choice, and those that were given it now."""
    refuse_unless_obliging(cascade.obligation.document, today)
    units = units_of_choice(cascade.chosen, cascade.obligation, load_dated_tree().at(today))
    batch = next_batch(units, cascade.last_unit)
    give_obligation(
        obligation=cascade.obligation,
        unit_ids=batch,
        by=cascade.by,
        now=now,
        occurrence=cascade.occurrence,
    )
    return units, batch


def refuse_unless_obliging(document: Document, today: date) -> None:
    """What does not hold yet may be given: who has to act on its first day has to know before."""
    if document.state not in OBLIGES:
        raise RuleError("document_obliges_nobody")
    since = over_since(document, today)
    if since is not None:
        raise RuleError("document_is_over", since=since)


def refuse_closed(unit_ids: Collection[int], today: date) -> None:
    """Who names a closed unit means the one that carries its work on, and would not miss it."""
    named = Unit.objects.filter(pk__in=unit_ids).order_by("sort_key")
    closed = [unit.name for unit in named if not unit.is_open(today)]
    if closed:
        raise RuleError("unit_not_open", unit=", ".join(closed))
