"""What is changed after a notice has gone out is written down, and told again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from giaoban.models import AgendaChange, AgendaItem, Meeting, Person
from giaoban.rules.meetings.passages import Reach, narrowest
from giaoban.rules.meetings.states import MeetingState


def note_change(
    meeting: Meeting, what: str, *, by: Person | None, now: datetime, **params: Any
) -> None:
    """In the caller's transaction; nothing while the notice has not gone out, since nobody knows
    another agenda.
    """
    if meeting.announced_at is not None and meeting.state in (
        MeetingState.ANNOUNCED,
        MeetingState.RUNNING,
    ):
        AgendaChange.objects.create(meeting=meeting, what=what, params=params, at=now, by=by)


def note_item(
    meeting: Meeting,
    item: AgendaItem,
    what: str,
    *,
    by: Person | None,
    now: datetime,
    **params: Any,
) -> None:
    """The same of an item, with its name and how far that went on this day: a name that was for few
    stays so, whoever may read the item later.
    """
    of_item = {"item": item.pk, "item_kind": item.kind, "title": item.title, "reach": item.reach}
    note_change(meeting, what, by=by, now=now, **{**of_item, **params})


def note_edited(
    meeting: Meeting, before: AgendaItem, item: AgendaItem, *, by: Person | None, now: datetime
) -> None:
    """Each thing that became different. What is no longer for few is new to everybody else."""
    if before.reach == Reach.LIMITED and item.reach != Reach.LIMITED:
        note_item(meeting, item, "item_added", by=by, now=now)
        return
    reach = narrowest([Reach(before.reach), Reach(item.reach)])
    for what, params in _differences(before, item):
        note_item(meeting, item, what, by=by, now=now, **params, reach=reach)


def _differences(before: AgendaItem, item: AgendaItem) -> Iterator[tuple[str, dict[str, Any]]]:
    if (before.title, before.kind) != (item.title, item.kind):
        yield "item_renamed", {"was_title": before.title, "was_kind": before.kind}
    if before.minutes != item.minutes:
        yield "item_minutes", {"minutes": item.minutes}
    if before.rapporteur != item.rapporteur:
        yield "item_rapporteur", {"name": item.rapporteur}
    if before.unit_id != item.unit_id:
        yield "item_unit", {"name": item.unit.name if item.unit else ""}
    if before.text != item.text:
        yield "item_edited", {}
