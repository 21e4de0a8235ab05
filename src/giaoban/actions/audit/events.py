"""Recording what was done: one event for each action, in the action's own transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from giaoban.actions.audit.actors import (
    Actor,
    Author,
    InviteeActor,
    TaskActor,
    link_facts,
    person_of,
)
from giaoban.models import Event, Person


def record(
    *,
    actor: Actor | Author | TaskActor | InviteeActor,
    action: str,
    on: models.Model,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """Append one unsealed event. `actor` None is the system (a command without --as).

    What was done by a link has no actor either, and says which link.
    """
    if by_link := link_facts(actor):
        after = {**(after or {}), **by_link}
    return Event.objects.create(
        actor=person_of(actor),
        action=action,
        record_type=type(on).__name__,
        record_id=on.pk,
        before=before,
        after=after,
        at=at,
    )


def record_change(
    *,
    actor: Actor | Author | TaskActor | InviteeActor,
    action: str,
    on: models.Model,
    at: datetime,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Event:
    """As record, of two states with the same keys: only what became different is kept."""
    changed = [key for key in after if after[key] != before[key]]
    return record(
        actor=actor,
        action=action,
        on=on,
        at=at,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )


def record_many(
    *,
    actor: Person | None,
    action: str,
    at: datetime,
    on: Iterable[tuple[models.Model, Mapping[str, Any]]],
) -> None:
    """Append one unsealed event for each record with what it became."""
    Event.objects.bulk_create(
        Event(
            actor=actor,
            action=action,
            record_type=type(target).__name__,
            record_id=target.pk,
            after=after,
            at=at,
        )
        for target, after in on
    )
