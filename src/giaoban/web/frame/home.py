"""What does the home page consist of? The areas fill it (web/home/page.py)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone


@dataclass(frozen=True)
class HomeRow:
    """One line of a block: what it is, how it stands, and its one next step."""

    title: str
    address: str
    detail: str = ""
    tone: str = "neutral"  # done, term, late, returned, neutral
    state: str = ""  # the badge's words; empty: no badge
    action: str = ""  # the button's words; empty: only the title leads on
    action_address: str = ""  # empty: as the title's
    is_primary: bool = False
    at: datetime | None = None  # when it happened, in the block of changes
    due_at: datetime | None = None  # of what is owed: the moment it is listed by
    key: str = ""  # of what has a deadline of its own: a calendar knows it by this


@dataclass(frozen=True)
class HomeBlocks:
    """`owed` comes by urgency; `late` and `this_week` count what the line of state says."""

    owed: Sequence[HomeRow] = ()
    waiting: Sequence[HomeRow] = ()
    changed: Sequence[HomeRow] = ()
    late: int = 0
    this_week: int = 0
    more: int = 0  # of what is owed, left out of the list
    more_waiting: int = 0  # of what waits for others, left out of the list


def joined(*areas: HomeBlocks) -> HomeBlocks:
    """The blocks of all areas as one, whichever area a row comes from."""
    return HomeBlocks(
        owed=by_urgency(row for blocks in areas for row in blocks.owed),
        waiting=[row for blocks in areas for row in blocks.waiting],
        changed=[row for blocks in areas for row in blocks.changed],
        late=sum(blocks.late for blocks in areas),
        this_week=sum(blocks.this_week for blocks in areas),
        more=sum(blocks.more for blocks in areas),
        more_waiting=sum(blocks.more_waiting for blocks in areas),
    )


def by_urgency(rows: Iterable[HomeRow]) -> list[HomeRow]:
    """Late first, then what is due soonest; what has no moment comes last, as the area gave it."""

    def urgency(row: HomeRow) -> tuple[bool, bool, float]:
        due = row.due_at.timestamp() if row.due_at else 0.0
        return row.tone != "late", row.due_at is None, due

    return sorted(rows, key=urgency)


def end_of(day: date) -> datetime:
    """The moment of what is due on a day without an hour."""
    return timezone.make_aware(datetime.combine(day, time.max))
