"""What changed between the figures of two reports on the same period, and through which units?"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isclose

from giaoban.rules.reporting.consolidated_facts import (
    Compared,
    ConsolidatedFacts,
    ShownIndicator,
    UnitFigures,
)

_FIGURES = ("now", "previous", "last_year", "so_far", "target")


@dataclass(frozen=True, slots=True)
class UnitChange:
    unit: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure of the report's own unit; `figure` is now, previous, last_year, so_far or target.

    `units` are those directly under it whose figure of the same name changed too, the largest
    change first.
    """

    indicator: ShownIndicator
    figure: str
    before: float | None
    after: float | None
    units: tuple[UnitChange, ...]


def figure_changes(before: ConsolidatedFacts, after: ConsolidatedFacts) -> list[FigureChange]:
    """In the order of the form, then those of other regimes drawn on for one and the same period.

    A figure that is the same is left out, unless units under it moved. Equal within 1e-9, as
    totals are verified. An indicator that only one of the two knows counts as having been missing
    in the other.
    """
    known = {shown.code: shown for shown in (*before.indicators, *after.indicators)}
    order = [shown.code for shown in after.indicators]
    order += [shown.code for shown in before.indicators if shown.code not in order]
    earlier = {child.unit_id: child for child in before.children}
    found = []
    for code in order:
        for figure in _FIGURES:
            was = _figure(before.unit.of(code), figure)
            now = _figure(after.unit.of(code), figure)
            units = _unit_changes(code, figure, earlier, after.children)
            if not _same(was, now) or units:
                found.append(FigureChange(known[code], figure, was, now, units))
    for drawn in after.others:
        was_drawn = before.drawn(drawn.facts.regime)
        if was_drawn is not None and was_drawn.facts.period == drawn.facts.period:
            found += figure_changes(was_drawn.facts, drawn.facts)
    return found


def _unit_changes(
    code: str, figure: str, earlier: dict[int, UnitFigures], children: Iterable[UnitFigures]
) -> tuple[UnitChange, ...]:
    later = {child.unit_id: child for child in children}
    units = list(later.values())
    units += [child for unit_id, child in earlier.items() if unit_id not in later]
    changed = []
    for child in units:
        was = earlier.get(child.unit_id)
        now = later.get(child.unit_id)
        old = _figure(was.of(code), figure) if was else None
        new = _figure(now.of(code), figure) if now else None
        if not _same(old, new):
            changed.append(UnitChange(child.name, old, new))
    return tuple(sorted(changed, key=lambda c: -abs((c.after or 0) - (c.before or 0))))


def _figure(held: Compared, name: str) -> float | None:
    value: float | None = getattr(held, name)
    return value


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
