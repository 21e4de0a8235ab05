"""What does an agenda begin with, in which order, and when does each item come?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class ItemKind(StrEnum):
    """In the order of a drafted agenda: what is open from before comes first."""

    MATTERS_ARISING = "matters_arising"
    REPORT = "report"
    CHAIR_PAGE = "chair_page"
    LATE_DIRECTIVES = "late_directives"
    REVIEW = "review"
    PROPOSAL = "proposal"
    STANDING = "standing"
    DECISION = "decision"
    OTHER = "other"


class ItemState(StrEnum):
    WAITING = "waiting"
    CURRENT = "current"
    DONE = "done"
    DROPPED = "dropped"  # with its reason: it goes back to where it came from


DEFAULT_MINUTES = {
    ItemKind.MATTERS_ARISING: 20,
    ItemKind.REPORT: 30,
    ItemKind.CHAIR_PAGE: 15,
    ItemKind.LATE_DIRECTIVES: 15,
    ItemKind.REVIEW: 60,
    ItemKind.PROPOSAL: 15,
    ItemKind.STANDING: 10,
    ItemKind.DECISION: 10,
    ItemKind.OTHER: 10,
}
LONGEST_ITEM = 960
_UNEVEN = 0.15
"""Months and quarters, and the time between two meetings, differ by so much."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An item that a series has every time."""

    title: str
    minutes: int = DEFAULT_MINUTES[ItemKind.STANDING]


@dataclass(frozen=True, slots=True)
class Known:
    """What the system knows before a meeting; numbers of things there are, and what was sent in.

    `proposals` are (id, title, minutes) in the order of their arrival.
    """

    open_conclusions: int = 0
    has_report: bool = False
    late_directives: int = 0
    is_review: bool = False
    proposals: Sequence[tuple[int, str, int]] = ()
    standing: Sequence[Standing] = ()


@dataclass(frozen=True, slots=True)
class DraftItem:
    """`title` is empty where the kind's own name is the title."""

    kind: ItemKind
    minutes: int
    title: str = ""
    proposal_id: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item is planned, as the agenda stands."""

    item_id: int
    begins_at: datetime
    ends_at: datetime


def drafted(known: Known) -> list[DraftItem]:
    """The agenda before anybody touched it; what there is nothing of is left out."""
    kinds = [
        (ItemKind.MATTERS_ARISING, known.open_conclusions > 0),
        (ItemKind.REVIEW, known.is_review),
        (ItemKind.REPORT, known.has_report and not known.is_review),
        (ItemKind.CHAIR_PAGE, known.has_report),
        (ItemKind.LATE_DIRECTIVES, known.late_directives > 0),
    ]
    items = [DraftItem(kind, DEFAULT_MINUTES[kind]) for kind, is_there in kinds if is_there]
    items += [
        DraftItem(ItemKind.PROPOSAL, minutes, title, proposal_id)
        for proposal_id, title, minutes in known.proposals
    ]
    items += [DraftItem(ItemKind.STANDING, each.minutes, each.title) for each in known.standing]
    return items


@dataclass(frozen=True, slots=True)
class HeardPeriod:
    """A reporting period whose report a meeting could hear; both days are its own."""

    period_id: int
    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


def period_heard(
    periods: Iterable[HeardPeriod], held_on: date, days_between: int | None
) -> HeardPeriod | None:
    """Whose report is heard: of the periods that have ended the longest that is no longer than the
    time between two meetings, and of those the last; so a quarterly briefing hears the quarter.

    Without a series (`days_between` None) the one that ended last, and of several the longest.
    """
    ended = [one for one in periods if one.ends_on < held_on]
    if days_between is None:
        return max(ended, key=lambda one: (one.ends_on, one.days), default=None)
    fitting = [one for one in ended if one.days <= days_between * (1 + _UNEVEN)]
    longest = max((one.days for one in fitting), default=0)
    # Quarters are 90 to 92 days long, months 28 to 31: of one length are those nearly as long.
    alike = [one for one in fitting if one.days >= longest * (1 - _UNEVEN)]
    among = alike or ended
    return max(among, key=lambda one: (one.ends_on, -one.days), default=None)


def slots(begins_at: datetime, items: Iterable[tuple[int, int]]) -> list[Slot]:
    """When each of (item id, minutes) comes, one after the other."""
    planned = []
    for item_id, minutes in items:
        ends_at = begins_at + timedelta(minutes=minutes)
        planned.append(Slot(item_id, begins_at, ends_at))
        begins_at = ends_at
    return planned


def minutes_over(planned: int, items: Iterable[int]) -> int:
    """By how many minutes the items are longer than the meeting; 0 where they fit."""
    return max(0, sum(items) - planned)


def moved_item(order: Sequence[int], item_id: int, to: int) -> list[int]:
    """The order with one item at place `to`, counted from 0; beyond the ends it is the end.

    Raises ValueError for an item that is not in it.
    """
    if item_id not in order:
        raise ValueError("no such item in the agenda")
    rest = [each for each in order if each != item_id]
    place = min(max(to, 0), len(rest))
    return [*rest[:place], item_id, *rest[place:]]
