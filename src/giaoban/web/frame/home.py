"""What must I do now, whom do I wait for, and what has changed?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting


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


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    acting = acting_on(request)
    return render(request, "frame/home.html", {"blocks": blocks_for(acting)})


def blocks_for(acting: Acting) -> HomeBlocks:
    """What the areas have for this person; nothing yet where no area asks anything of anyone."""
    return HomeBlocks()
