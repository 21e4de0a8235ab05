"""Who hangs under whom on a given day?

All intervals are [from, until). Closing a unit does not end its last placement; a move ends the old
one and begins a new one. So a unit that is gone is still found where it hung on its last day.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
MOST_KEPT = 40
"""Trees of as many days are kept once built, of open units and of all: a page asks for the same few
days again and again."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as the tree sees it; `closed_on` is the first day on which it no longer exists."""

    id: int
    code: str
    name: str
    kind: str
    opened_on: date
    closed_on: date | None = None

    def is_open(self, on: date) -> bool:
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)

    def overlaps(self, opened_on: date, closed_on: date | None) -> bool:
        """Whether both exist on some day."""
        return (closed_on is None or self.opened_on < closed_on) and (
            self.closed_on is None or opened_on < self.closed_on
        )


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """Where a unit hangs from `since` on, up to but without `until`; no parent: a root."""

    unit_id: int
    parent_id: int | None
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


class Tree:
    """The units of one day and who hangs under whom. Unknown ids raise KeyError.

    Units keep the order in which they were given: so do roots, children and leaves.
    """

    def __init__(self, on: date, units: dict[int, UnitFacts], parents: dict[int, int | None]):
        """`parents` names a parent for every unit; it lies in `units`, and there is no cycle."""
        self.on = on
        self._units = units
        self._parents = parents
        children: dict[int | None, list[int]] = {}
        for unit_id, parent_id in parents.items():
            children.setdefault(parent_id, []).append(unit_id)
        self._children = {
            parent_id: tuple(unit_ids)
            for parent_id, unit_ids in children.items()
            if parent_id is not None
        }
        self.roots: tuple[int, ...] = tuple(children.get(None, ()))
        self._ids_by_code: dict[str, int] | None = None

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._units

    def __iter__(self) -> Iterator[int]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)

    def unit(self, unit_id: int) -> UnitFacts:
        return self._units[unit_id]

    def id_of(self, code: str) -> int | None:
        """The unit that bears the code on the day of the tree."""
        if self._ids_by_code is None:
            self._ids_by_code = {
                unit.code: unit.id for unit in self._units.values() if unit.is_open(self.on)
            }
        return self._ids_by_code.get(code)

    def parent_of(self, unit_id: int) -> int | None:
        return self._parents[unit_id]

    def children_of(self, unit_id: int) -> tuple[int, ...]:
        self._units[unit_id]
        return self._children.get(unit_id, ())

    def ancestors_of(self, unit_id: int) -> tuple[int, ...]:
        """The nearest first, the root last; without the unit itself."""
        found = []
        parent_id = self._parents[unit_id]
        while parent_id is not None:
            found.append(parent_id)
            parent_id = self._parents[parent_id]
        return tuple(found)

    def subtree_of(self, unit_id: int) -> tuple[int, ...]:
        """The unit and everything under it, every unit before its children."""
        self._units[unit_id]
        found = []
        waiting = [unit_id]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self._children.get(found[-1], ())))
        return tuple(found)

    def descendants_of(self, unit_id: int) -> tuple[int, ...]:
        """Everything under the unit, every unit before its children; without the unit itself."""
        return self.subtree_of(unit_id)[1:]

    def level_of(self, unit_id: int) -> int:
        """A root has level 1."""
        return len(self.ancestors_of(unit_id)) + 1

    def at_level(self, level: int) -> tuple[int, ...]:
        """All units of a level, 1 being that of the roots; by parent, then in the given order."""
        found = self.roots if level >= 1 else ()
        for _ in range(level - 1):
            found = tuple(child for unit_id in found for child in self._children.get(unit_id, ()))
        return found

    def is_leaf(self, unit_id: int) -> bool:
        return not self.children_of(unit_id)

    def leaves(self) -> tuple[int, ...]:
        return tuple(unit_id for unit_id in self._units if unit_id not in self._children)


class DatedTree:
    """All units that ever were, from which the tree of any day is read.

    Units come in the order in which they are to be shown; placements in any order. A placement
    names units that are there.
    """

    def __init__(self, units: Iterable[UnitFacts], placements: Iterable[PlacementFacts]):
        self._units = {unit.id: unit for unit in units}
        self._placements: dict[int, list[PlacementFacts]] = {}
        self._below: dict[int, list[PlacementFacts]] | None = None
        for placement in placements:
            self._placements.setdefault(placement.unit_id, []).append(placement)
        for placed in self._placements.values():
            if len(placed) > 1:
                placed.sort(key=lambda placement: placement.since)
        self._by_code: dict[str, list[UnitFacts]] | None = None
        self._kept: dict[date, Tree] = {}
        self._kept_open: dict[date, Tree] = {}

    def units(self) -> Iterator[UnitFacts]:
        return iter(self._units.values())

    def unit(self, unit_id: int) -> UnitFacts:
        return self._units[unit_id]

    def get(self, unit_id: int) -> UnitFacts | None:
        return self._units.get(unit_id)

    def placements_of(self, unit_id: int) -> tuple[PlacementFacts, ...]:
        """The earliest first; the last one stays without an end when the unit closes."""
        return tuple(self._placements.get(unit_id, ()))

    def placements_below(self, unit_id: int) -> tuple[PlacementFacts, ...]:
        """Everything that ever hung directly under the unit."""
        if self._below is None:
            self._below = {}
            for placed in self._placements.values():
                for placement in placed:
                    if placement.parent_id is not None:
                        self._below.setdefault(placement.parent_id, []).append(placement)
        return tuple(self._below.get(unit_id, ()))

    def parent_on(self, unit_id: int, on: date) -> int | None:
        """The parent by the placement of that day, whether or not either unit was open then."""
        for placement in self._placements.get(unit_id, ()):
            if placement.holds(on):
                return placement.parent_id
        return None

    def bearers_of(self, code: str) -> tuple[UnitFacts, ...]:
        """All units that ever bore the code, the earliest first."""
        if self._by_code is None:
            self._by_code = {}
            for unit in sorted(self._units.values(), key=lambda unit: unit.opened_on):
                self._by_code.setdefault(unit.code, []).append(unit)
        return tuple(self._by_code.get(code, ()))

    def bearer_on(self, code: str, on: date) -> UnitFacts | None:
        """The unit that a code names on a day; a code names a unit only together with a date."""
        return next((unit for unit in self.bearers_of(code) if unit.is_open(on)), None)

    def bearer_within(self, code: str, starts_on: date, ends_on: date) -> UnitFacts | None:
        """Whom a code means in a file about a period (docs/contracts.md).

        The unit that bears it on the period's last day, else its last bearer within the period.
        """
        after = ends_on + _DAY
        found = [unit for unit in self.bearers_of(code) if unit.overlaps(starts_on, after)]
        return found[-1] if found else None

    def at(self, on: date) -> Tree:
        """The units that are open on the day.

        A unit whose parent is not open hangs at the top: rules.units.changes lets none come about.
        """
        return _kept_or_built(self._kept_open, on, self._built_of_open)

    def _built_of_open(self, on: date) -> Tree:
        units = {unit.id: unit for unit in self._units.values() if unit.is_open(on)}
        parents: dict[int, int | None] = {}
        for unit_id in units:
            parent_id = self.parent_on(unit_id, on)
            parents[unit_id] = parent_id if parent_id in units else None
        return Tree(on, units, parents)

    def for_totals(self, on: date) -> Tree:
        """The tree of the totals of a period that ends on the day: closed units are in it as well.

        A closed unit, and each closed ancestor, hangs where it hung on its last day, so that its
        figures are not lost. An ancestor that is still open hangs where it hangs on the day, so
        what closed under it moves along with it. Units that open later are absent. There is no
        cycle: whatever hangs under a closed unit closed no later than it did.
        """
        return _kept_or_built(self._kept, on, self._built_for_totals)

    def _built_for_totals(self, on: date) -> Tree:
        units = {unit.id: unit for unit in self._units.values() if unit.opened_on <= on}
        parents: dict[int, int | None] = {}
        for unit in units.values():
            is_closed = unit.closed_on is not None and unit.closed_on <= on
            last = unit.closed_on - _DAY if is_closed and unit.closed_on else on
            parent_id = self.parent_on(unit.id, last)
            parents[unit.id] = parent_id if parent_id in units else None
        return Tree(on, units, parents)


def _kept_or_built(kept: dict[date, Tree], on: date, build: Callable[[date], Tree]) -> Tree:
    found = kept.get(on)
    if found is None:
        found = build(on)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[on] = found
    return found
