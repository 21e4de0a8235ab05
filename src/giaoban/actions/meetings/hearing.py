"""Whose turn is it? An item is called up, ends, and may be taken up again later."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.planning import held_meeting
from giaoban.models import AgendaItem, Meeting, Person
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import RuleError


@transaction.atomic
def hear_item(*, item: AgendaItem, by: Person | None, now: datetime) -> AgendaItem:
    """It is this item's turn; the one before it ends. One that was heard before goes on from the
    minutes that it took. Raises RuleError `meeting_not_running` (state), `item_dropped`.
    """
    held = _running(item.meeting)
    row = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if row.state == ItemState.DROPPED:
        raise RuleError("item_dropped")
    if row.state == ItemState.CURRENT:
        return row
    end_current(held, now)
    row.state, row.closed_at, row.heard_since = ItemState.CURRENT, None, now
    row.opened_at = row.opened_at or now
    row.save(update_fields=["state", "opened_at", "closed_at", "heard_since"])
    record(actor=by, action="hear_item", on=held, at=now, after={"item": row.pk})
    return row


@transaction.atomic
def end_item(*, item: AgendaItem, by: Person | None, now: datetime) -> None:
    """Nothing is heard from then on, as in a break; an item that is not heard now stays as it is.

    Raises RuleError `meeting_not_running` (state).
    """
    held = _running(item.meeting)
    if held.items.filter(pk=item.pk, state=ItemState.CURRENT).exists():
        end_current(held, now)
        record(actor=by, action="end_item", on=held, at=now, after={"item": item.pk})


def end_current(meeting: Meeting, at: datetime) -> None:
    """In the caller's transaction; the time that the item took is counted."""
    for row in meeting.items.filter(state=ItemState.CURRENT):
        since = row.heard_since or row.opened_at or at
        row.heard_seconds += max(0, round((at - since).total_seconds()))
        row.state, row.closed_at, row.heard_since = ItemState.DONE, at, None
        row.save(update_fields=["state", "closed_at", "heard_since", "heard_seconds"])


def _running(meeting: Meeting) -> Meeting:
    held = held_meeting(meeting)
    if held.state != MeetingState.RUNNING:
        raise RuleError("meeting_not_running", state=held.state)
    return held
