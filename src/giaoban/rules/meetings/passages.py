"""Which passages of a paper may go to whom, and how is it seen that one was left out?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Reach(StrEnum):
    """How far something of a meeting may go, the widest first."""

    CIRCULATED = "circulated"  # with the papers that leave the committee
    MEMBERS = "members"  # whoever was invited, the secretariat, the auditor
    LIMITED = "limited"  # whoever presides, the secretariat, and who wrote it


_WIDTH = {Reach.CIRCULATED: 0, Reach.MEMBERS: 1, Reach.LIMITED: 2}


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a paper, under `heading`; `key` names it for ever, for corrections.

    `heading_reach` is how far the heading may go: somebody may let a passage go further than the
    title of the item that it is about.
    """

    key: str
    heading: str
    text: str
    reach: Reach = Reach.CIRCULATED
    heading_reach: Reach = Reach.CIRCULATED


@dataclass(frozen=True, slots=True)
class Withheld:
    """So many passages in a row were left out here; of what they say nothing is known."""

    count: int


def may_read(reach: Reach, upto: Reach) -> bool:
    """Whether who reads up to a reach reads something of another."""
    return _WIDTH[reach] <= _WIDTH[upto]


def narrowest(reaches: Iterable[Reach]) -> Reach:
    """That of a whole made of parts, or of a part of a whole: no part is read wider than it."""
    return max(reaches, key=_WIDTH.__getitem__, default=Reach.CIRCULATED)


def version_for(passages: Sequence[Passage], upto: Reach) -> list[Passage | Withheld]:
    """What a version for readers up to that reach holds, in order.

    Passages in a row that are withheld are one mark that says how many; neither their headings nor
    their keys are in it. Of a heading that may not go so far only its number is left.
    """
    version: list[Passage | Withheld] = []
    for passage in passages:
        if may_read(passage.reach, upto):
            version.append(_headed(passage, upto))
        elif version and isinstance(version[-1], Withheld):
            version[-1] = Withheld(version[-1].count + 1)
        else:
            version.append(Withheld(1))
    return version


def _headed(passage: Passage, upto: Reach) -> Passage:
    if may_read(passage.heading_reach, upto):
        return passage
    number = passage.heading.partition(" ")[0]
    return replace(passage, heading=number if number.rstrip(".").isdigit() else "")
