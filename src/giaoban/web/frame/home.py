"""What does the home page consist of? The areas fill it (web/home/page.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True)
class HomeBlocks:
    """`owed` comes late first; `late` and `this_week` count what the line of state says."""

    owed: Sequence[HomeRow] = ()
    waiting: Sequence[HomeRow] = ()
    changed: Sequence[HomeRow] = ()
    late: int = 0
    this_week: int = 0


def joined(first: HomeBlocks, second: HomeBlocks) -> HomeBlocks:
    """The blocks of two areas as one: what is late stays before what is not."""
    owed = sorted((*first.owed, *second.owed), key=lambda row: row.tone != "late")
    return HomeBlocks(
        owed=owed,
        waiting=[*first.waiting, *second.waiting],
        changed=[*first.changed, *second.changed],
        late=first.late + second.late,
        this_week=first.this_week + second.this_week,
    )
