"""What would a units file add to the tree that stands?"""

from collections.abc import Collection, Sequence
from datetime import date

from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.units.csv_plan import UnitsPlan, plan_units


def plan_import(
    *,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    under: str | None,
    on: date,
    within: Collection[int] | None = None,
) -> UnitsPlan:
    """The plan against the stored tree; `within` (ids) limits under which units rows may hang."""
    return plan_units(header, rows, load_dated_tree(), under, on=on, within=within)
