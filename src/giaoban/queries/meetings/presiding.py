"""Who presides over a committee's meeting on a day, and who keeps its record?"""

from datetime import date

from giaoban.models import Committee, Person
from giaoban.queries.meetings.roster import roster_of
from giaoban.rules.meetings.posts import PRESIDING, Post


def chair_on(committee: Committee, on: date) -> Person | None:
    """Whoever has the highest seat that presides; None where nobody has one."""
    held = [seat for seat in roster_of(committee, on) if Post(seat.post) in PRESIDING]
    return held[0].person if held else None


def secretary_on(committee: Committee, on: date) -> Person | None:
    """The head of the secretariat, or the first of it."""
    posts = (Post.SECRETARIAT_HEAD, Post.SECRETARIAT)
    held = [seat for seat in roster_of(committee, on) if Post(seat.post) in posts]
    return held[0].person if held else None
