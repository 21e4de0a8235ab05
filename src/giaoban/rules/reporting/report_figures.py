"""What does a figure in a report's prose stand for?"""

from dataclasses import dataclass
from enum import StrEnum

from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.consolidated_facts import (
    ConsolidatedFacts,
    ShownIndicator,
    UnitFigures,
)
from giaoban.rules.reporting.prose import Count, KnownNames, Token, View, is_count
from giaoban.rules.reporting.report_content import Section


class FigureKind(StrEnum):
    NUMBER = "number"  # of an indicator, with its decimals; a ratio as a percentage
    PERCENT = "percent"
    CHANGE = "change"  # signed percentage
    POINTS = "points"  # the change of a ratio
    COUNT = "count"
    COVERAGE = "coverage"  # received of expected
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class ResolvedFigure:
    """A value and where it comes from; without a `period` no single figure is behind it."""

    kind: FigureKind
    value: float | None = None
    whole: float | None = None  # the units expected, of a coverage
    indicator: ShownIndicator | None = None
    unit_id: int = 0
    period: str = ""
    names: tuple[str, ...] = ()
    withheld: int = 0  # names beyond these that whoever reads may not see


def facts_behind(section: Section, facts: ConsolidatedFacts) -> ConsolidatedFacts | None:
    """Of the regime that the section draws on; None where that one has none for the unit yet."""
    if not section.regime:
        return facts
    drawn = facts.drawn(section.regime)
    return drawn.facts if drawn else None


def known_names(facts: ConsolidatedFacts) -> KnownNames:
    return KnownNames(
        indicators={indicator.code for indicator in facts.indicators},
        units={facts.unit.code, *(child.code for child in facts.children)},
    )


def resolved(token: Token, facts: ConsolidatedFacts) -> ResolvedFigure | None:
    """None where the token means nothing here; prose_problems says why."""
    unit = facts.unit_by_code(token.unit)
    if unit is None or token.view not in set(View):
        return None
    indicator = facts.indicator(token.name)
    if indicator is not None:
        return _of_indicator(indicator, View(token.view), unit, facts)
    if not is_count(token, ()):
        return None
    return _of_units(Count(token.name), View(token.view), unit, facts)


def _of_indicator(
    indicator: ShownIndicator, view: View, unit: UnitFigures, facts: ConsolidatedFacts
) -> ResolvedFigure | None:
    held = unit.of(indicator.code)
    moved, moved_in_year = held.change(indicator), held.change_from_last_year(indicator)
    changed = FigureKind.POINTS if indicator.is_ratio else FigureKind.CHANGE
    kind, value, period = {
        View.NOW: (FigureKind.NUMBER, held.now, facts.period),
        View.PREVIOUS: (FigureKind.NUMBER, held.previous, facts.previous),
        View.LAST_YEAR: (FigureKind.NUMBER, held.last_year, facts.last_year),
        View.CHANGE: (changed, _amount(moved), facts.period),
        View.CHANGE_FROM_LAST_YEAR: (changed, _amount(moved_in_year), facts.period),
        View.TARGET: (FigureKind.NUMBER, held.target, ""),
        View.PERCENT_OF_TARGET: (FigureKind.PERCENT, held.share_of_target, facts.period),
        View.CUMULATIVE: (FigureKind.NUMBER, held.so_far, facts.period),
    }.get(view, (None, None, ""))
    if kind is None:
        return None
    return ResolvedFigure(kind, value, indicator=indicator, unit_id=unit.unit_id, period=period)


def _amount(change: Change | None) -> float | None:
    return None if change is None else change.amount


def _of_units(
    count: Count, view: View, unit: UnitFigures, facts: ConsolidatedFacts
) -> ResolvedFigure | None:
    held = unit.coverage
    names = {
        Count.LATE: facts.late,
        Count.MISSING: facts.missing,
        Count.RETURNED: facts.returned,
    }.get(count)
    if view is View.NAMES:
        if names is None or unit is not facts.unit:
            return None
        withheld = facts.withheld.get(count, 0)
        return ResolvedFigure(FigureKind.NAMES, float(len(names)), names=names, withheld=withheld)
    if view is not View.NOW:
        return None
    if count is Count.COVERAGE:
        return ResolvedFigure(FigureKind.COVERAGE, float(held.received), float(held.expected))
    number = {
        Count.EXPECTED: held.expected,
        Count.RECEIVED: held.received,
        Count.ON_TIME: held.received - held.late,
        Count.LATE: held.late,
        Count.MISSING: held.missing,
        Count.RETURNED: held.returned,
    }[count]
    return ResolvedFigure(FigureKind.COUNT, float(number))
