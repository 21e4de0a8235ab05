"""Which seat does somebody have in a committee, and who sat in it on a date?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from giaoban.rules.people.permissions import Role
from giaoban.rules.units.naming import search_key


class Post(StrEnum):
    """Seats of a founding decision, in the order in which they are listed; NONE is no seat."""

    NONE = ""
    CHAIR = "chair"
    STANDING_DEPUTY = "standing_deputy"
    DEPUTY = "deputy"
    STANDING_MEMBER = "standing_member"
    MEMBER = "member"
    SECRETARIAT_HEAD = "secretariat_head"
    SECRETARIAT = "secretariat"


ORDER: Mapping[Post, int] = {post: place for place, post in enumerate(Post)}
VOTING = frozenset(
    {Post.CHAIR, Post.STANDING_DEPUTY, Post.DEPUTY, Post.STANDING_MEMBER, Post.MEMBER}
)
"""Seats that vote unless a committee's own regulation says otherwise; its secretariat does not."""
PRESIDING = frozenset({Post.CHAIR, Post.STANDING_DEPUTY, Post.DEPUTY})
LONGEST_WARNING = 730
"""Days ahead at which the end of a term can be said: two years."""

ROLE_OF: Mapping[Post, Role] = {
    Post.CHAIR: Role.CHAIR,
    Post.STANDING_DEPUTY: Role.CHAIR,
    Post.DEPUTY: Role.MEMBER,
    Post.STANDING_MEMBER: Role.MEMBER,
    Post.MEMBER: Role.MEMBER,
    Post.SECRETARIAT_HEAD: Role.SECRETARIAT,
    Post.SECRETARIAT: Role.SECRETARIAT,
}
"""What who takes a seat may do. A standing deputy stands in for the chair."""
_SAID_IN_DUTIES: Mapping[Role, tuple[tuple[str, Post], ...]] = {
    Role.CHAIR: (("pho", Post.STANDING_DEPUTY), ("deputy", Post.STANDING_DEPUTY)),
    Role.MEMBER: (
        ("pho truong ban", Post.DEPUTY),
        ("deputy chair", Post.DEPUTY),
        ("uy vien thuong truc", Post.STANDING_MEMBER),
        ("thanh vien thuong truc", Post.STANDING_MEMBER),
        ("standing member", Post.STANDING_MEMBER),
    ),
    Role.SECRETARIAT: (
        ("to truong", Post.SECRETARIAT_HEAD),
        ("head of the secretariat", Post.SECRETARIAT_HEAD),
    ),
}
"""Beginnings of what a clerk wrote as the duties of a role before there were posts."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat held in [since, until); `rank` orders those of one post.

    `represents` is the id of the unit that its holder sits for; None: of none that is known.
    """

    seat_id: int
    person_id: int
    post: Post
    since: date
    until: date | None = None
    rank: int = 100
    represents: int | None = None

    def is_held(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def meets(self, other: "Seat") -> bool:
        """Whether both are held on some one day."""
        ends_before = self.until is not None and self.until <= other.since
        begins_after = other.until is not None and other.until <= self.since
        return not (ends_before or begins_after)


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What a decision that changes a roster says of one seat: `left` None where it is new."""

    left: Seat | None
    joined: Seat | None


def posts_of(role: Role) -> list[Post]:
    """The seats that somebody of this role can hold; none where the role is no seat."""
    return [post for post, its_role in ROLE_OF.items() if its_role is role]


def proposed_post(role: Role, duties: str, *, has_chair: bool = False) -> Post:
    """The seat that a role without one most likely is, for a clerk to confirm.

    Without a word of it in the duties, the lowest of the role; a chair, unless there is one.
    """
    held = posts_of(role)
    if not held:
        return Post.NONE
    folded = search_key(duties)
    for words, post in _SAID_IN_DUTIES[role]:
        if folded.startswith(words):
            return post
    if role is Role.CHAIR:
        return Post.STANDING_DEPUTY if has_chair else Post.CHAIR
    return held[-1]


def post_at(post: str, agency: str) -> str:
    """ "Giám đốc Sở Tài chính" of "Sở Tài chính tỉnh Lào Cai" names the agency once."""
    words = post.split()
    for first in range(len(words) - 1):  # at least two words are the same
        end = " ".join(words[first:])
        if agency.startswith(end):
            return " ".join([*words[:first], agency])
    return ", ".join(filter(None, (post, agency)))


def roster_on(seats: Iterable[Seat], on: date) -> list[Seat]:
    """Everybody who had a seat on that day, in the order of a founding decision.

    One person holds a committee's highest seat only: whoever is a member and becomes its deputy
    sits once.
    """
    held = [seat for seat in seats if seat.post is not Post.NONE and seat.is_held(on)]
    held.sort(key=lambda seat: (ORDER[seat.post], seat.rank, seat.seat_id))
    first: dict[int, Seat] = {}
    for seat in held:
        first.setdefault(seat.person_id, seat)
    return list(first.values())


def roster_changes(before: Iterable[Seat], after: Iterable[Seat]) -> list[RosterChange]:
    """Who left, who joined and who sits elsewhere, in the order of the posts concerned.

    Somebody who left a seat that somebody else takes is one change of two sides, as an amending
    decision writes it: "thay ông … bằng bà …". Who comes for the same unit follows first; else who
    has the same post and rank, unless the two sit for different units.
    """
    old = {(seat.person_id, seat.post): seat for seat in before}
    new = {(seat.person_id, seat.post): seat for seat in after}
    left = [seat for key, seat in old.items() if key not in new]
    joined = [seat for key, seat in new.items() if key not in old]
    followed: dict[int, Seat] = {}
    for follows in (_sits_for_the_same, _takes_the_place):
        for seat in left:
            successor = next((one for one in joined if follows(seat, one)), None)
            if successor is not None and seat.seat_id not in followed:
                joined.remove(successor)
                followed[seat.seat_id] = successor
    changes = [RosterChange(seat, followed.get(seat.seat_id)) for seat in left]
    changes += [RosterChange(None, seat) for seat in joined]
    return sorted(changes, key=_place)


def two_chairs(seats: Iterable[Seat], since: date) -> tuple[Seat, Seat] | None:
    """Two people who would both be the chair on some day from `since` on; the earlier one first."""
    chairs = [seat for seat in seats if seat.post is Post.CHAIR]
    lasting = [seat for seat in chairs if seat.until is None or since < seat.until]
    lasting.sort(key=lambda seat: (seat.since, seat.seat_id))
    for one, other in combinations(lasting, 2):
        if one.person_id != other.person_id and one.meets(other):
            return one, other
    return None


def days_to_warn(term_ends_on: date | None, today: date, ahead: Iterable[int]) -> int | None:
    """Of the days `ahead` at which the end of a term is said, the nearest that has come.

    None while none has come, and once the term is over or without an end.
    """
    if term_ends_on is None or term_ends_on < today:
        return None
    left = (term_ends_on - today).days
    return min((days for days in ahead if left <= days), default=None)


def _sits_for_the_same(left: Seat, joined: Seat) -> bool:
    return left.post is joined.post and None is not left.represents == joined.represents


def _takes_the_place(left: Seat, joined: Seat) -> bool:
    """The same person in another post, or somebody else in the same place."""
    if left.person_id == joined.person_id:
        return True
    sit_apart = None not in (left.represents, joined.represents)
    return (left.post, left.rank) == (joined.post, joined.rank) and not sit_apart


def _place(change: RosterChange) -> tuple[int, int, int]:
    seat = change.joined or change.left
    assert seat is not None
    return ORDER[seat.post], seat.rank, seat.seat_id
