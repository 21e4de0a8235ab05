"""Who presides over a committee's meeting on a day, and who keeps its record?"""

from datetime import date

from giaoban.models import Committee, Meeting, Person
from giaoban.queries.meetings.roster import roster_of
from giaoban.queries.meetings.terms import keepers_of
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


def record_keepers(meeting: Meeting, on: date) -> list[Person]:
    """Who is asked for what the meeting's record owes: its secretary, or the whole secretariat
    where it has none whose account is in use.
    """
    secretary = meeting.secretary
    if secretary is not None and secretary.is_active:
        return [secretary]
    return keepers_of(meeting.committee, on)


def substitute_deciders(meeting: Meeting, proposed_by: Person | None, on: date) -> list[Person]:
    """Whoever presides; of a substitute for themselves, or where nobody is reached, who keeps the
    record.
    """
    chair = meeting.chair
    if chair is not None and chair.is_active and chair != proposed_by:
        return [chair]
    return [one for one in record_keepers(meeting, on) if one != proposed_by]
