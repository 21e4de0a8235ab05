"""What had come together by the end of a period, as an earlier document says (decision 0023)?"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from giaoban.models import CarriedTotal, Period, Regime
from giaoban.queries.reporting.measures import Measure
from giaoban.queries.reporting.totals import MOST_HOLES
from giaoban.rules.reporting.cumulative import last_said
from giaoban.rules.reporting.periods import PeriodKind, cumulative_parts, enclosing_keys, parts_of
from giaoban.rules.reporting.rollup import Array

Carried = Mapping[tuple[str, int, int], float]
"""By reported period's key, unit and indicator."""


def carried_until(
    keys: Collection[str],
    by_key: Mapping[str, Period],
    regime: Regime,
    wanted: Iterable[Measure],
    unit_ids: Collection[int],
) -> Carried:
    """What was carried over for these reported periods, or for longer ones that end with them: the
    first quarter says what had come together by the end of March. One query at most.
    """
    frequency, year_starts = PeriodKind(regime.frequency), regime.year_starts
    key_of: dict[int, str] = {}
    for key in keys:
        for longer in (key, *enclosing_keys(key, frequency, year_starts)):
            if longer in by_key and parts_of(longer, frequency, year_starts)[-1] == key:
                key_of[by_key[longer].pk] = key
    if not key_of or not unit_ids:
        return {}
    rows = CarriedTotal.objects.filter(
        period__in=key_of, indicator__in=[measure.id for measure in wanted]
    )
    if len(unit_ids) <= MOST_HOLES:
        rows = rows.filter(unit__in=unit_ids)
    rank = {pk: place for place, pk in enumerate(key_of)}
    found: dict[tuple[str, int, int], float] = {}
    listed = rows.values_list("period_id", "unit_id", "indicator_id", "number")
    for period_id, unit_id, indicator_id, number in sorted(listed, key=lambda row: rank[row[0]]):
        found.setdefault((key_of[period_id], unit_id, indicator_id), number)
    return found


def carried_array(
    carried: Carried, key: str, unit_ids: Sequence[int], wanted: Sequence[Measure]
) -> Array:
    """(units, indicators) of one reported period, NaN where no document says anything."""
    numbers = np.full((len(unit_ids), len(wanted)), np.nan)
    if carried:
        for place, unit_id in enumerate(unit_ids):
            for slot, measure in enumerate(wanted):
                numbers[place, slot] = carried.get((key, unit_id, measure.id), np.nan)
    return numbers


def carried_so_far(
    period: Period,
    by_key: Mapping[str, Period],
    wanted: Sequence[Measure],
    unit_ids: Sequence[int],
) -> dict[str, dict[int, tuple[bool, float]]]:
    """By code, then by unit: what a document said last in the year up to the period, and whether
    it says that of the period's own end."""
    regime = period.regime
    keys = cumulative_parts(period.key, PeriodKind(regime.frequency), regime.year_starts)
    carried = carried_until(keys, by_key, regime, wanted, unit_ids)
    found: dict[str, dict[int, tuple[bool, float]]] = {}
    for measure in wanted:
        for unit_id in unit_ids:
            said = {key for key in keys if (key, unit_id, measure.id) in carried}
            last = last_said(said, keys)
            if last is not None:
                number = carried[last, unit_id, measure.id]
                found.setdefault(measure.code, {})[unit_id] = (last == keys[-1], number)
    return found
