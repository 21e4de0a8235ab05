"""To which units does an obligation go: some, those of some kinds, of a level, or all under one?"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from giaoban.rules.units.tree import Tree

BATCH = 500
"""So many tasks are given in one transaction; the worker goes on with the next."""


class ChoiceKind(StrEnum):
    NAMED = "named"
    CHOSEN = "chosen"
    KIND = "kind"
    LEVEL = "level"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Choice:
    """`under` bounds every choice: nobody gives tasks beyond the tree that is theirs.

    NAMED are the lead unit and those that co-operate, as the obligation names them when it is
    given; CHOSEN names `unit_ids`; KIND the `unit_kinds` (xã, phường, đặc khu); LEVEL a `level` of
    the tree, the root being 1; UNDER every unit below, or only those directly below (`is_direct`).
    """

    kind: ChoiceKind
    under: int
    unit_ids: tuple[int, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    level: int | None = None
    is_direct: bool = False


def chosen_units(choice: Choice, tree: Tree, named: Collection[int] = ()) -> list[int]:
    """The units of a choice, each once, in the order of their ids.

    `named` are the units that the obligation names. `tree` is that of the day: a unit that is
    closed by then is left out. Raises KeyError where the unit that bounds the choice is not in it.
    """
    if choice.kind in (ChoiceKind.NAMED, ChoiceKind.CHOSEN):
        meant = named if choice.kind is ChoiceKind.NAMED else choice.unit_ids
        below = set(tree.subtree_of(choice.under)) & set(meant)
    elif choice.is_direct:
        below = set(tree.children_of(choice.under))
    else:
        below = set(tree.descendants_of(choice.under))
    return sorted(
        unit_id
        for unit_id in below
        if tree.unit(unit_id).is_open(tree.on)
        and (choice.kind is not ChoiceKind.KIND or tree.unit(unit_id).kind in choice.unit_kinds)
        and (choice.kind is not ChoiceKind.LEVEL or tree.level_of(unit_id) == choice.level)
    )


def next_batch(unit_ids: Sequence[int], after: int = 0) -> list[int]:
    """The next BATCH of sorted units, behind the one that was given last."""
    place = bisect_right(unit_ids, after)
    return list(unit_ids[place : place + BATCH])
