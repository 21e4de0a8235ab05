"""What of an agenda, and of its changes and papers, may somebody read who reads up to a reach?"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef

from giaoban.models import AgendaChange, AgendaItem, AgendaPaper, Meeting
from giaoban.rules.meetings.agenda import ItemKind, ItemState, Slot, slots
from giaoban.rules.meetings.passages import Reach, may_read, narrowest

_WITH_A_PAPER = frozenset({ItemKind.PROPOSAL, ItemKind.STANDING, ItemKind.DECISION, ItemKind.OTHER})
"""Kinds whose paper somebody has to write; the others are made from what is known."""


def agenda_upto(meeting: Meeting, upto: Reach) -> list[tuple[AgendaItem, Slot]]:
    """The items that may be read, in order; the time of those that may not passes all the same."""
    items = list(meeting.items.exclude(state=ItemState.DROPPED).select_related("unit"))
    planned = slots(meeting.starts_at, ((item.pk, item.minutes) for item in items))
    return [
        (item, slot)
        for item, slot in zip(items, planned, strict=True)
        if may_read(Reach(item.reach), upto)
    ]


def changes_upto(meeting: Meeting, since: datetime, upto: Reach) -> list[AgendaChange]:
    """What was changed after a moment, without what is about an item that may not be read."""
    reaches = item_reaches(meeting)
    return [
        change
        for change in meeting.agenda_changes.filter(at__gt=since)
        if may_read(change_reach(change, reaches), upto)
    ]


def item_reaches(meeting: Meeting) -> Mapping[int, Reach]:
    """By item how far it goes, with those that were taken off."""
    return {pk: Reach(reach) for pk, reach in meeting.items.values_list("pk", "reach")}


def change_reach(change: AgendaChange, reaches: Mapping[int, Reach]) -> Reach:
    """No further than its item goes now, nor than it went on the day of the change: a name that was
    for few is not told once the item is for more, under another one.
    """
    then = Reach(change.params.get("reach") or Reach.CIRCULATED)
    return narrowest([then, reaches.get(change.params.get("item", 0), Reach.CIRCULATED)])


def papers_upto(meeting: Meeting, upto: Reach) -> list[AgendaPaper]:
    """The newest version of each paper that may be read, item by item; a paper goes no further than
    its item.
    """
    papers = AgendaPaper.objects.filter(
        item__meeting=meeting, withdrawn_at=None, replaced_by=None
    ).exclude(item__state=ItemState.DROPPED)
    ordered = papers.select_related("item", "file").order_by("item__position", "item_id", "pk")
    return [
        paper
        for paper in ordered
        if may_read(narrowest([Reach(paper.reach), Reach(paper.item.reach)]), upto)
    ]


def items_without_paper(meeting: Meeting) -> list[AgendaItem]:
    """Items for which somebody is to bring a paper that is not there: one of a unit, or with a
    rapporteur.
    """
    return items_lacking_paper([meeting.pk])


def items_lacking_paper(meetings: Iterable[int]) -> list[AgendaItem]:
    """The same of several meetings; one statement."""
    there = AgendaPaper.objects.filter(item=OuterRef("pk"), withdrawn_at=None)
    lacking = AgendaItem.objects.filter(
        ~Exists(there), meeting__in=list(meetings), state=ItemState.WAITING, kind__in=_WITH_A_PAPER
    ).select_related("unit")
    return [item for item in lacking if item.unit_id or item.rapporteur]
