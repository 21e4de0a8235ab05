"""Which units does a regime's file mean by the codes it names?"""

from dataclasses import dataclass, field
from datetime import date

from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.placed_problems import PlacedProblem, placed
from giaoban.rules.reporting.regime_facts import RegimeFacts
from giaoban.rules.reporting.reporters import Reporters, parse_reporters
from giaoban.rules.units.tree import DatedTree, UnitFacts


@dataclass
class RegimeUnits:
    """The ids behind a file's codes: of the asking unit, of each target's unit, and of the units
    that take part in each project, in order.
    """

    unit_id: int | None = None
    target_unit_ids: list[int] = field(default_factory=list)
    project_unit_ids: list[list[int]] = field(default_factory=list)
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
    found.problems += unknown_reporters(parse_reporters(facts.settings.reporters), tree)
    for number, section in enumerate(facts.outline, start=1):
        if section.author and not tree.bearers_of(section.author):
            found.problems.append(
                placed(("outline", number, "author"), "unit_unknown", code=section.author)
            )
    for number, target in enumerate(facts.targets, start=1):
        year = min(max(target.year, 1900), 2999)
        unit = tree.bearer_within(target.unit, date(year, 1, 1), date(year, 12, 31))
        if unit is None:
            found.problems.append(
                placed(("targets", number, "unit"), "unit_unknown", code=target.unit)
            )
        else:
            found.target_unit_ids.append(unit.id)
    for number, project in enumerate(facts.projects, start=1):
        taking_part = [(code, bearer_meant(code, tree, on)) for code in project.units]
        found.project_unit_ids.append([unit.id for _code, unit in taking_part if unit])
        found.problems += [
            placed(("projects", number, "units"), "unit_unknown", code=code)
            for code, unit in taking_part
            if unit is None
        ]
    return found


def unknown_reporters(reporters: Reporters, tree: DatedTree) -> list[PlacedProblem]:
    """`reporters_code_unknown` (code) for each code listed as reporting that no unit ever bore."""
    return [
        placed(("reporters",), "reporters_code_unknown", code=code)
        for code in reporters.codes
        if not tree.bearers_of(code)
    ]


def bearer_meant(code: str, tree: DatedTree, on: date) -> UnitFacts | None:
    """The unit that bears the code on the day, else its last bearer."""
    bearers = tree.bearers_of(code)
    return tree.bearer_on(code, on) or (bearers[-1] if bearers else None)


def _find_unit(code: str, tree: DatedTree, on: date, found: RegimeUnits) -> None:
    if code:
        unit = bearer_meant(code, tree, on)
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
