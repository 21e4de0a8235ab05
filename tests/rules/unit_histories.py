"""Random histories of a tree, made of changes that the rules permit and of nothing else."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from giaoban.rules.units.changes import add_problems, close_problems, move_problems
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts

FIRST_DAY = date(2025, 1, 1)
LAST_OFFSET = 40

days = st.integers(0, LAST_OFFSET).map(lambda offset: FIRST_DAY + timedelta(days=offset))


def added(tree, code, parent_id, on):
    units = list(tree.units())
    new_id = len(units) + 1
    unit = UnitFacts(new_id, code, f"Xã {new_id}", "xã", on)
    return DatedTree([*units, unit], [*_placements(tree), PlacementFacts(new_id, parent_id, on)])


def moved(tree, unit_id, parent_id, on):
    latest = tree.placements_of(unit_id)[-1]
    kept = [placement for placement in _placements(tree) if placement != latest]
    fresh = [replace(latest, until=on), PlacementFacts(unit_id, parent_id, on)]
    return DatedTree(tree.units(), [*kept, *fresh])


def closed(tree, unit_id, on):
    units = [replace(unit, closed_on=on) if unit.id == unit_id else unit for unit in tree.units()]
    return DatedTree(units, _placements(tree))


@st.composite
def histories(draw, most_steps=25):
    """A DatedTree after random additions, moves and closures, each backdated at will."""
    tree = added(DatedTree([], []), "root", None, FIRST_DAY)
    for number, above in enumerate(draw(st.lists(st.integers(0, 99), min_size=3, max_size=6)), 1):
        tree = added(tree, f"first {number}", above % number + 1, FIRST_DAY)
    # A code is free again when its bearer closes, so few of them are enough.
    steps = st.tuples(
        st.sampled_from(["add", "move", "close"]),
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from("ABCDEFGHIJKL"),
        days,
    )
    for step, one, other, code, day in draw(st.lists(steps, max_size=most_steps)):
        units = list(tree.units())
        unit, parent = units[one % len(units)], units[other % len(units)]
        # Not before the parent, else nearly every step would be refused.
        on = max(day, parent.opened_on)
        if step == "add":
            asked = {"code": code, "name": "Xã", "parent_id": parent.id, "opened_on": on}
            if not add_problems(tree, **asked):
                tree = added(tree, code, parent.id, on)
        elif step == "move":
            if not move_problems(tree, unit.id, parent_id=parent.id, on=on):
                tree = moved(tree, unit.id, parent.id, on)
        elif not close_problems(tree, unit.id, on=on):
            tree = closed(tree, unit.id, on)
    return tree


def _placements(tree):
    return [placement for unit in tree.units() for placement in tree.placements_of(unit.id)]
