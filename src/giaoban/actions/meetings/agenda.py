"""The agenda: drafted from what is known, put in order by people, frozen by the notice."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.agenda_changes import note_edited, note_item
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.meetings.proposals_taken import put_on_agenda, wait_again
from giaoban.actions.reporting.source_files import delete_unheld_bytes
from giaoban.models import AgendaItem, Meeting, Period, Person, Proposal, Unit
from giaoban.rules.meetings.agenda import (
    LONGEST_ITEM,
    DraftItem,
    ItemKind,
    ItemState,
    moved_item,
)
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret

_WRITTEN = ("kind", "title", "text", "minutes", "rapporteur", "unit_id", "reach")


@dataclass(frozen=True)
class ItemText:
    """What stands in a line of the agenda; an empty title is the name of its kind."""

    kind: ItemKind = ItemKind.OTHER
    title: str = ""
    text: str = ""
    minutes: int = 10
    rapporteur: str = ""
    unit: Unit | None = None
    reach: Reach = Reach.CIRCULATED


@transaction.atomic
def draft_agenda(
    *,
    meeting: Meeting,
    items: list[DraftItem],
    by: Person | None,
    now: datetime,
    period: Period | None = None,
) -> list[AgendaItem]:
    """Fill an agenda that is empty with what rules.meetings.agenda drafted; else change nothing.

    The proposals in it are taken; `period` is whose report is heard, where none was chosen. Raises
    RuleError `meeting_over` (state).
    """
    held = held_meeting(meeting)
    _require_open(held)
    if held.items.exists():
        return []
    if period is not None and held.period_id is None:
        held.period = period
        held.save(update_fields=["period"])
    proposals = {
        one.pk: one
        for one in Proposal.objects.select_for_update().filter(
            pk__in=[item.proposal_id for item in items if item.proposal_id],
            state=Proposal.State.SENT,
        )
    }
    wanted = [item for item in items if item.proposal_id is None or item.proposal_id in proposals]
    made = AgendaItem.objects.bulk_create(
        _drafted(held, place, item, proposals.get(item.proposal_id or 0))
        for place, item in enumerate(wanted, start=1)
    )
    for item in made:
        if item.proposal is not None:
            put_on_agenda(item.proposal, item, by, now)
        note_item(held, item, "item_added", by=by, now=now)
    record(
        actor=by, action="draft_agenda", on=held, at=now, after={"items": [one.pk for one in made]}
    )
    return made


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    text: ItemText,
    by: Person | None,
    now: datetime,
    proposal: Proposal | None = None,
) -> AgendaItem:
    """At the end. Raises RuleError `item_title_missing`, `minutes_out_of_range` (longest),
    `meeting_over` (state), `state_secret` (mark), `proposal_decided` (state).
    """
    held = held_meeting(meeting)
    _require_open(held)
    _refuse(text)
    last = held.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(meeting=held, position=last + 1)
    _write(item, text)
    if proposal is not None:
        item.proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if item.proposal.state != Proposal.State.SENT:
            raise RuleError("proposal_decided", state=item.proposal.state)
    item.save()
    if item.proposal is not None:
        put_on_agenda(item.proposal, item, by, now)
    note_item(held, item, "item_added", by=by, now=now)
    record(actor=by, action="add_agenda_item", on=held, at=now, after=_facts(item))
    return item


@transaction.atomic
def edit_item(
    *, item: AgendaItem, text: ItemText, revision: int, by: Person | None, now: datetime
) -> AgendaItem:
    """Raises RuleError as add_item, and `item_changed_meanwhile`, `item_dropped`."""
    held = held_meeting(item.meeting)
    _require_open(held)
    _refuse(text)
    row = _held(item)
    if row.revision != revision:
        raise RuleError("item_changed_meanwhile")
    was = copy(row)
    _write(row, text)
    if all(getattr(was, name) == getattr(row, name) for name in _WRITTEN):
        return row
    row.revision += 1
    row.save()
    note_edited(held, was, row, by=by, now=now)
    record(
        actor=by,
        action="edit_agenda_item",
        on=held,
        at=now,
        before=_facts(was),
        after=_facts(row),
    )
    return row


@transaction.atomic
def move_item(*, item: AgendaItem, to: int, by: Person | None, now: datetime) -> list[AgendaItem]:
    """To place `to` among all, counted from 0. Raises RuleError `meeting_over` (state),
    `item_dropped`.
    """
    held = held_meeting(item.meeting)
    _require_open(held)
    rows = {row.pk: row for row in held.items.all()}
    before = list(rows)
    if item.pk not in rows:
        raise RuleError("item_dropped")
    after = moved_item(before, item.pk, to)
    if before == after:
        return list(rows.values())
    for place, pk in enumerate(after, start=1):
        rows[pk].position = place
    AgendaItem.objects.bulk_update(rows.values(), ["position"])
    note_item(held, rows[item.pk], "item_moved", by=by, now=now)
    record(
        actor=by,
        action="move_agenda_item",
        on=held,
        at=now,
        before={"order": before},
        after={"order": after},
    )
    return [rows[pk] for pk in after]


@transaction.atomic
def drop_item(*, item: AgendaItem, reason: str, by: Person | None, now: datetime) -> None:
    """Take an item off. Before the notice it is gone; afterwards it stays, struck out, with why.

    A proposal that it came from waits again, and whoever sent it hears so. Raises RuleError
    `reason_missing`, `item_was_heard` (state), `item_dropped`, `meeting_over` (state).
    """
    held = held_meeting(item.meeting)
    _require_open(held)
    row = _held(item)
    was_voted_on = row.questions.filter(opened_at__isnull=False).exists()
    if row.state != ItemState.WAITING or was_voted_on:
        raise RuleError("item_was_heard", state=row.state)
    why = reason.strip()[:500]
    if held.announced_at is not None and not why:
        raise RuleError("reason_missing")
    facts, proposal = _facts(row), row.proposal
    wait_again(row, why if held.announced_at is not None else "", now)
    if held.announced_at is None:
        _delete(row, proposal)
    else:
        row.state, row.reason = ItemState.DROPPED, why
        row.revision += 1
        row.save()
        note_item(held, row, "item_dropped", by=by, now=now)
    after = {} if row.reach == Reach.LIMITED else {"reason": why}
    record(actor=by, action="drop_agenda_item", on=held, at=now, before=facts, after=after)


def _held(item: AgendaItem) -> AgendaItem:
    """The item under its lock; another window may have taken it off."""
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("proposal__sent_by")
    row: AgendaItem | None = rows.filter(pk=item.pk).exclude(state=ItemState.DROPPED).first()
    if row is None:
        raise RuleError("item_dropped")
    return row


def _require_open(meeting: Meeting) -> None:
    if MeetingState(meeting.state) in ENDED:
        raise RuleError("meeting_over", state=meeting.state)


def _refuse(text: ItemText) -> None:
    named_by_kind = text.kind not in (ItemKind.OTHER, ItemKind.STANDING, ItemKind.DECISION)
    if not text.title.strip() and not named_by_kind:
        raise RuleError("item_title_missing")
    if not 1 <= text.minutes <= LONGEST_ITEM:
        raise RuleError("minutes_out_of_range", longest=LONGEST_ITEM)
    refuse_secret(lines=[*text.title.splitlines(), *text.text.splitlines()], fields=[])


def _write(item: AgendaItem, text: ItemText) -> None:
    item.kind, item.title, item.text = text.kind, text.title.strip()[:300], text.text.strip()
    item.minutes, item.rapporteur = text.minutes, text.rapporteur.strip()[:200]
    item.unit, item.reach = text.unit, text.reach


def _drafted(
    meeting: Meeting, place: int, item: DraftItem, proposal: Proposal | None
) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        position=place,
        kind=item.kind,
        title=item.title,
        minutes=item.minutes,
        proposal=proposal,
        unit=proposal.unit if proposal else None,
        text=proposal.text if proposal else "",
    )


def _delete(item: AgendaItem, proposal: Proposal | None) -> None:
    """With its papers; what a proposal holds stays with it."""
    kept = proposal.file_id if proposal else None
    files = [paper.file for paper in item.papers.select_related("file") if paper.file_id != kept]
    item.papers.update(replaces=None)  # a version does not keep the one before it
    item.delete()
    for file in files:
        name = file.content.name or ""
        file.delete()
        transaction.on_commit(partial(delete_unheld_bytes, name))


def _facts(item: AgendaItem) -> dict[str, object]:
    """The history is read by more people than an item for few: of that one not its words."""
    facts: dict[str, object] = {
        "item": item.pk,
        "item_kind": item.kind,
        "minutes": item.minutes,
        "reach": item.reach,
    }
    words = {
        "title": item.title,
        "text": item.text,
        "rapporteur": item.rapporteur,
        "unit": item.unit_id,
    }
    return facts if item.reach == Reach.LIMITED else facts | words
