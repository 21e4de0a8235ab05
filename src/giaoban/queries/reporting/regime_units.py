"""Which units does a regime's file mean by the codes it names?"""

from dataclasses import dataclass, field
from datetime import date

from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.placed_problems import PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import RegimeFacts
from giaoban.rules.reporting.reporters import parse_reporters
from giaoban.rules.units.tree import DatedTree


@dataclass
class RegimeUnits:
    """The ids behind a file's codes: of the asking unit, and of each target's unit in order."""

    unit_id: int | None = None
    target_unit_ids: list[int] = field(default_factory=list)
    problems: list[PlacedProblem] = field(default_factory=list)


def regime_units(facts: RegimeFacts, on: date) -> RegimeUnits:
    """The units that the file means on a day, and everything it names that is not there.

    A code means the unit that bears it on the day, else its last bearer: a regime may be about the
    past. A target's unit is the bearer in the target's year. Problems: `no_units`, `root_ambiguous`
    (codes), `unit_unknown` (code), `reporters_code_unknown` (code).
    """
    tree = load_dated_tree()
    found = RegimeUnits()
    _find_unit(facts.unit, tree, on, found)
    for code in parse_reporters(facts.settings.reporters).codes:
        if not tree.bearers_of(code):
            found.problems.append(placed(("reporters",), "reporters_code_unknown", code=code))
    for number, target in enumerate(facts.targets, start=1):
        year = min(max(target.year, 1900), 2999)
        unit = tree.bearer_within(target.unit, date(year, 1, 1), date(year, 12, 31))
        if unit is None:
            found.problems.append(
                placed(("targets", number, "unit"), "unit_unknown", code=target.unit)
            )
        else:
            found.target_unit_ids.append(unit.id)
    return found


def _find_unit(code: str, tree: DatedTree, on: date, found: RegimeUnits) -> None:
    if code:
        bearers = tree.bearers_of(code)
        unit = tree.bearer_on(code, on) or (bearers[-1] if bearers else None)
        if unit is None:
            found.problems.append(placed(("unit",), "unit_unknown", code=code))
        else:
            found.unit_id = unit.id
        return
    roots = tree.at(on).roots
    if not roots:
        # Every unit has been closed: the tree of the last day on which one was open.
        closed = [unit.id for unit in tree.units() if tree.parent_on(unit.id, on) is None]
        roots = tuple(closed)
    if len(roots) == 1:
        found.unit_id = roots[0]
    elif roots:
        codes = [tree.unit(root).code for root in roots]
        found.problems.append(placed(("unit",), "root_ambiguous", codes=codes))
    else:
        found.problems.append(placed(("unit",), "no_units"))
