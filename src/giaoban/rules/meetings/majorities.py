"""Was it adopted? Majorities are data: of whom, how much, and what a tie means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from giaoban.rules.problems import Problem


class Base(StrEnum):
    """Of whom a majority is taken."""

    CAST = "cast"  # of those who said yes or no: an abstention is no vote cast
    PRESENT = "present"  # of those there, abstentions included
    ALL = "all"  # of all seats with a vote, there or not


class Tie(StrEnum):
    """What as many for as against means; said before the vote opens."""

    FAILS = "fails"
    CHAIR = "chair"  # the side on which whoever presides voted
    AGAIN = "again"  # a further vote


class Silence(StrEnum):
    """What no answer means in a decision by circulation; said in the letter."""

    NOT_COUNTED = "not_counted"
    AGREES = "agrees"
    DISAGREES = "disagrees"


class Outcome(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    AGAIN = "again"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class MajorityRule:
    """`share` of `base`; with `more_than` one beyond it, else at least it."""

    base: Base = Base.PRESENT
    share: Fraction = Fraction(1, 2)
    more_than: bool = True
    tie: Tie = Tie.FAILS

    def is_reached(self, votes: int, base: int) -> bool:
        asked = self.share * base
        return base > 0 and (votes > asked if self.more_than else votes >= asked)

    def needed(self, base: int) -> int:
        """The fewest votes that reach it: more than a half of 10 is 6, two thirds of 10 are 7."""
        exact = self.share * base
        return int(exact) + 1 if self.more_than else max(1, int(-(-exact // 1)))


MORE_THAN_HALF = (Fraction(1, 2), True)
TWO_THIRDS = (Fraction(2, 3), False)
LONGEST_DENOMINATOR = 100


@dataclass(frozen=True, slots=True)
class Count:
    """The votes of one question. `entitled` and `present` are seats, recused ones left out.

    `present` are those that could vote: by circulation, those that answered.
    """

    entitled: int
    present: int
    yes: int
    no: int
    abstained: int = 0

    @property
    def cast(self) -> int:
        return self.yes + self.no

    @property
    def voted(self) -> int:
        return self.cast + self.abstained


def majority_problems(rule: MajorityRule) -> list[Problem]:
    """`majority_out_of_range`: a share of nothing, above the whole, or all and one more;
    `majority_below_half`: both yes and no could be adopted; `majority_too_fine` (longest).
    """
    share = rule.share
    if share <= 0 or share > 1 or (share == 1 and rule.more_than):
        return [Problem("majority_out_of_range")]
    if share < Fraction(1, 2):
        return [Problem("majority_below_half")]
    if share.denominator > LONGEST_DENOMINATOR:
        return [Problem("majority_too_fine", {"longest": LONGEST_DENOMINATOR})]
    return []


def count_problems(count: Count) -> list[Problem]:
    """`more_votes_than_present` (voted, present), `more_present_than_entitled`,
    `votes_below_none`: what can only be a mistake of counting by hand.
    """
    if min(count.yes, count.no, count.abstained, count.present) < 0:
        return [Problem("votes_below_none")]
    if count.voted > count.present:
        return [
            Problem("more_votes_than_present", {"voted": count.voted, "present": count.present})
        ]
    if count.present > count.entitled:
        return [Problem("more_present_than_entitled")]
    return []


def outcome(
    rule: MajorityRule, count: Count, *, has_quorum: bool, chair_for: bool | None = None
) -> Outcome:
    """What the vote decided. `chair_for`: how whoever presides voted; None: not, or secretly.

    A tie is one half of the base for and the other half against, where more than a half is asked.
    Everything else that falls short has missed the bar: were as many for as against a tie beside
    abstentions, one vote more in favour could lose what the chair's had won.
    """
    if not has_quorum:
        return Outcome.NO_QUORUM
    base = {
        Base.CAST: count.cast,
        Base.PRESENT: count.present,
        Base.ALL: count.entitled,
    }[rule.base]
    if rule.is_reached(count.yes, base):
        return Outcome.ADOPTED
    if not _is_tie(rule, count, base):
        return Outcome.REJECTED
    if rule.tie is Tie.AGAIN:
        return Outcome.AGAIN
    is_for = rule.tie is Tie.CHAIR and chair_for is True
    return Outcome.ADOPTED if is_for else Outcome.REJECTED


def said_beforehand(rule: MajorityRule, *, is_by_name: bool) -> MajorityRule:
    """The rule as it can be kept: where nobody knows how the chair voted, a tie is not adopted."""
    if is_by_name or rule.tie is not Tie.CHAIR:
        return rule
    return replace(rule, tie=Tie.FAILS)


def chosen_option(
    votes: Mapping[str, int], rule: MajorityRule, base: int, chair_for: str | None = None
) -> str | None:
    """Of several options the one that reached the majority; None where none did.

    Of two with one half each it is the one for which whoever presides voted, where a tie means so.
    """
    if is_tie_of_options(votes, rule, base):
        is_broken = rule.tie is Tie.CHAIR and 2 * votes.get(chair_for or "", 0) == base
        return chair_for if is_broken else None
    reached = [option for option, count in votes.items() if rule.is_reached(count, base)]
    return reached[0] if len(reached) == 1 else None


def is_tie_of_options(votes: Mapping[str, int], rule: MajorityRule, base: int) -> bool:
    """Two have one half of the base each, and a half is what is asked for."""
    halves = sum(2 * count == base for count in votes.values())
    return base > 0 and rule.share == Fraction(1, 2) and halves == 2


def outcome_of_options(
    votes: Mapping[str, int],
    rule: MajorityRule,
    base: int,
    *,
    has_quorum: bool,
    chair_for: str | None = None,
) -> Outcome:
    """What a vote between several options decided; which of them won says `chosen_option`."""
    if not has_quorum:
        return Outcome.NO_QUORUM
    if chosen_option(votes, rule, base, chair_for) is not None:
        return Outcome.ADOPTED
    is_again = rule.tie is Tie.AGAIN and is_tie_of_options(votes, rule, base)
    return Outcome.AGAIN if is_again else Outcome.REJECTED


def with_silence(count: Count, silence: Silence) -> Count:
    """The count of a circulation at its deadline, those who did not answer taken as was said.

    Who answers with neither yes nor no has abstained and is never taken as silent.
    """
    silent = count.entitled - count.voted
    if silence is Silence.NOT_COUNTED:
        return Count(count.entitled, count.voted, count.yes, count.no, count.abstained)
    yes, no = (silent, 0) if silence is Silence.AGREES else (0, silent)
    return Count(count.entitled, count.entitled, count.yes + yes, count.no + no, count.abstained)


def _is_tie(rule: MajorityRule, count: Count, base: int) -> bool:
    asks_half = rule.share == Fraction(1, 2) and rule.more_than
    return asks_half and 0 < count.yes == count.no and 2 * count.yes == base
