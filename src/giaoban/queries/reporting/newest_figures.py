"""What did a series say last? The newest figure of each, for a line in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from django.db.models import Q

from giaoban.models import Indicator, Period, Total
from giaoban.rules.reporting import rollup
from giaoban.rules.reporting.indicators import OverUnits


@dataclass(frozen=True)
class NewestFigure:
    """`received` of `expected` units had reported."""

    period: Period
    value: float | None
    received: int
    expected: int


def newest_figures(wanted: Sequence[tuple[Indicator, int]]) -> dict[int, NewestFigure]:
    """By indicator id, at the unit named beside it: of the newest reported period with a report.

    Two queries. What has no place in totals (texts, choices) has no figure.
    """
    summed = [(one, unit) for one, unit in wanted if one.slot is not None]
    if not summed:
        return {}
    at = Q()
    for one, unit in summed:
        at |= Q(period__regime=one.regime_id, unit=unit)
    rows = (
        Total.objects.filter(at, period__is_reported=True, received__gt=0)
        .order_by("period__ends_on", "period__starts_on")
        .values_list("period__regime_id", "unit_id", "pk")
    )
    newest = {(regime, unit): pk for regime, unit, pk in rows}
    totals = Total.objects.select_related("period").in_bulk(set(newest.values()))
    found = {}
    for one, unit in summed:
        total = totals.get(newest.get((one.regime_id, unit), 0))
        if total is not None:
            found[one.pk] = _figure(one, total)
    return found


def _figure(indicator: Indicator, total: Total) -> NewestFigure:
    slot = indicator.slot or 0
    figures = rollup.unpack([bytes(total.figures)], slot + 1)[0, slot]
    number = float(rollup.value(figures, OverUnits(indicator.over_units or OverUnits.NONE)))
    return NewestFigure(
        period=total.period,
        value=None if isnan(number) else number,
        received=total.received,
        expected=total.expected,
    )
