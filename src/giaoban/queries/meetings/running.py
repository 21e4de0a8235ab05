"""Where does a meeting stand: what is heard, for how long, what was said and concluded on it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from giaoban.models import AgendaItem, Conclusion, Meeting, Opinion, Recusal
from giaoban.queries.meetings.votes_shown import Vote, VoteState, votes_on
from giaoban.rules.meetings.agenda import ItemState, Slot, slots
from giaoban.rules.meetings.conclusions import ConclusionFacts, conclusion_problems
from giaoban.rules.problems import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its planned time; `used` are the whole minutes that it took, each time together,
    None while it is heard or waits.
    """

    item: AgendaItem
    slot: Slot
    used: int | None

    @property
    def is_current(self) -> bool:
        return bool(self.item.state == ItemState.CURRENT)

    @property
    def counted_from(self) -> datetime | None:
        """Since when its clock runs: earlier by the time that it took before; None: not heard."""
        item = self.item
        if not self.is_current or item.heard_since is None:
            return None
        since: datetime = item.heard_since
        return since - timedelta(seconds=item.heard_seconds)

    @property
    def is_done(self) -> bool:
        return bool(self.item.state == ItemState.DONE)


@dataclass(frozen=True, slots=True)
class Concluded:
    """A conclusion and what it lacks before the meeting can close."""

    conclusion: Conclusion
    missing: Sequence[Problem]


def lines_of(meeting: Meeting) -> list[Line]:
    """The agenda without what was dropped, in order."""
    items = list(meeting.items.exclude(state=ItemState.DROPPED).select_related("unit"))
    planned = slots(meeting.starts_at, ((item.pk, item.minutes) for item in items))
    return [Line(item, slot, _used(item)) for item, slot in zip(items, planned, strict=True)]


def current_of(lines: Sequence[Line]) -> Line | None:
    """The item that is heard; None between items, before the first and after the last."""
    return next((line for line in lines if line.is_current), None)


def shown_of(lines: Sequence[Line], asked: int | None) -> Line | None:
    """The item that a page shows: the one asked for, else the current, else the next, else one."""
    named = next((line for line in lines if line.item.pk == asked), None)
    waiting = next((line for line in lines if not line.is_done), None)
    return named or current_of(lines) or waiting or (lines[-1] if lines else None)


def opinions_on(item: AgendaItem) -> list[Opinion]:
    return list(item.opinions.filter(removed_at=None).select_related("invitee", "by"))


def recusals_on(item: AgendaItem) -> list[Recusal]:
    return list(item.recusals.select_related("invitee"))


def concluded(meeting: Meeting) -> list[Concluded]:
    """All conclusions as they were put, each with what it lacks; three statements."""
    rows = (
        meeting.conclusions.filter(removed_at=None)
        .select_related("item", "lead", "task")
        .prefetch_related("co_operating__unit")
    )
    return [Concluded(row, conclusion_problems(facts_of(row))) for row in rows]


def facts_of(conclusion: Conclusion) -> ConclusionFacts:
    """What the rules say of it; asks for its co-operating units where they were not read."""
    return ConclusionFacts(
        text=conclusion.text,
        asks=conclusion.asks,
        lead_id=conclusion.lead_id,
        co_operating_ids=tuple(each.unit_id for each in conclusion.co_operating.all()),
        product=conclusion.product,
        term=conclusion.term,
    )


def votes_in_progress(votes: Sequence[Vote]) -> list[Vote]:
    return [vote for vote in votes if vote.state is VoteState.OPEN]


def votes_of_meeting(meeting: Meeting) -> list[Vote]:
    return votes_on(meeting.items.exclude(state=ItemState.DROPPED))


def _used(item: AgendaItem) -> int | None:
    return round(item.heard_seconds / 60) if item.state == ItemState.DONE else None
