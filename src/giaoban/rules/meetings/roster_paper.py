"""What does an amending decision say of seats, in the words of the day on which it was made?

An issued paper must not change when somebody later moves to another post: the decision keeps these
words, and they are taken anew only while it is a draft.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SeatSaid:
    """`post` is the one in the person's agency, `seat` the code of that in the committee."""

    person_id: int
    name: str
    post: str
    agency: str
    seat: str
    duties: str


@dataclass(frozen=True, slots=True)
class ChangeSaid:
    """One line; both sides of one person in one seat: other duties."""

    left: SeatSaid | None
    joined: SeatSaid | None


@dataclass(frozen=True, slots=True)
class RosterPaper:
    """`roster` are the seats from the decision's day on, in their order."""

    changes: tuple[ChangeSaid, ...]
    roster: tuple[SeatSaid, ...]

    def stored(self) -> dict[str, Any]:
        """As it is kept; `read_paper` reads it."""
        return {
            "changes": [asdict(change) for change in self.changes],
            "roster": [asdict(seat) for seat in self.roster],
        }


def read_paper(stored: Mapping[str, Any]) -> RosterPaper:
    """What RosterPaper.stored wrote; of nothing, a paper that says nothing."""
    return RosterPaper(
        changes=tuple(
            ChangeSaid(_seat(change["left"]), _seat(change["joined"]))
            for change in stored.get("changes", ())
        ),
        roster=tuple(SeatSaid(**seat) for seat in stored.get("roster", ())),
    )


def _seat(stored: Mapping[str, Any] | None) -> SeatSaid | None:
    return None if stored is None else SeatSaid(**stored)
