"""What was ever done to a record, the newest first, in a form that a page puts into words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from giaoban.models import Event

Facts = Mapping[str, Any]
"""What an event keeps of a record before or after."""


@dataclass(frozen=True)
class Change:
    """One field of an event; either side is None where nothing was recorded."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class HistoryEntry:
    """One event. `actor` is a name, empty for the system; `number` is None until it is sealed."""

    at: datetime
    actor: str
    action: str
    record_type: str
    changes: tuple[Change, ...]
    number: int | None


def history_of(
    record: models.Model,
    *,
    also: Sequence[models.Model] = (),
    actions: Collection[str] = (),
    after: int = 0,
    most: int = 200,
    is_withheld: Callable[[Facts], bool] | None = None,
) -> list[HistoryEntry]:
    """The events of a record and of those that belong to it (`also`), at most `most`. One query.

    `actions` narrows to events of these names, `after` to those younger than an event's id. Of an
    event that `is_withheld`, by its facts before or after, only who did what and when is told.
    """
    wanted = Q()
    for one in (record, *also):
        wanted |= Q(record_type=type(one).__name__, record_id=one.pk)
    if actions:
        wanted &= Q(action__in=actions)
    events = (
        Event.objects.filter(wanted, pk__gt=after).select_related("actor").order_by("-at", "-id")
    )
    return [
        HistoryEntry(
            at=event.at,
            actor=event.actor.name if event.actor else "",
            action=event.action,
            record_type=event.record_type,
            changes=()
            if is_withheld and any(map(is_withheld, _sides(event)))
            else _changes(event.before, event.after),
            number=event.number,
        )
        for event in events[:most]
    ]


def _sides(event: Event) -> list[Facts]:
    return [side for side in (event.before, event.after) if isinstance(side, dict)]


def newest_event_id(record: models.Model | None, actions: Collection[str]) -> int:
    """The youngest event of these names on the record; 0 where there is none. One query."""
    if record is None:
        return 0
    found = Event.objects.filter(
        record_type=type(record).__name__, record_id=record.pk, action__in=actions
    )
    return found.order_by("-id").values_list("id", flat=True).first() or 0


def _changes(before: Any, after: Any) -> tuple[Change, ...]:
    was = before if isinstance(before, dict) else {}
    now = after if isinstance(after, dict) else {}
    fields = dict.fromkeys([*was, *now])
    return tuple(
        Change(field, was.get(field), now.get(field))
        for field in fields
        if was.get(field) != now.get(field)
    )
