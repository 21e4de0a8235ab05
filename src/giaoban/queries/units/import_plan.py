"""What would a units file add to the tree that stands?"""

from collections.abc import Collection, Sequence
from datetime import date

from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.units.csv_plan import UnitsPlan, plan_units
from giaoban.rules.units.csv_rows import RowProblem


def plan_import(
    *,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    under: str | None,
    on: date,
    within: Collection[int] | None = None,
) -> UnitsPlan:
    """The plan against the stored tree; `within` (ids) limits under which units rows may hang.

    Adds the problem `unit_out_of_reach` to those of `rules.units.csv_plan.plan_units`.
    """
    plan = plan_units(header, rows, load_dated_tree(), under, on=on)
    if within is None or plan.problems:
        return plan
    outside = tuple(
        RowProblem(unit.line, "parent_code", "unit_out_of_reach")
        for unit in plan.additions
        if unit.parent_at is None and unit.parent_id not in within
    )
    return UnitsPlan((), 0, outside) if outside else plan
