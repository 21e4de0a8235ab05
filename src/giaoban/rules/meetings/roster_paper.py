"""What does an amending decision say of seats, in the words of the day on which it was made?

An issued paper must not change when somebody later moves to another post: the decision keeps these
words, and they are taken anew only while it is a draft.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from giaoban.rules.register.symbols import bare_symbol

_SYMBOL = re.compile(r"\d{1,6}[a-zđ]?\s*/\s*(?:\d{4}/)?[^\W\d][^\s,;()]*", re.IGNORECASE)
_DASH = re.compile(r"\s+[-\u2013]\s*|[-\u2013]\s+")
_DAYS = (
    re.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """What somebody wrote of a decision: its symbol as registers look for it, and its date."""

    symbol: str
    dated_on: date | None


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


def named_in(text: str) -> Named | None:
    """The decision that a line such as "Quyết định số 05/QĐ-UBND ngày 3/7/2025" names; None where
    no number and symbol stand in it.
    """
    text = _DASH.sub("-", text)
    found = _SYMBOL.search(text)
    if found is None:
        return None
    return Named(bare_symbol(found[0].rstrip(".")), _day_in(text[found.end() :]))


def _day_in(text: str) -> date | None:
    for written in _DAYS:
        if found := written.search(text):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None


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
