"""Which figures hold an estimate (ước thực hiện), and which estimates are still to be replaced?"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from giaoban.models import Period, Submission, Value
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.rules.reporting.periods import PeriodKind, parts_of
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.units.tree import Tree


@dataclass(frozen=True)
class Estimates:
    """By indicator id, the units whose figure of one period is made of an estimate."""

    units_of: Mapping[int, Collection[int]]

    def has(self, measure: Measure, unit_id: int, measures: Measures) -> bool:
        """Of a ratio: whether one of its two parts is."""
        if measure.is_ratio:
            parts = (measures[measure.numerator], measures[measure.denominator])
            return any(unit_id in self.units_of.get(part.id, ()) for part in parts)
        return unit_id in self.units_of.get(measure.id, ())


def estimates_in(period: Period, tree: Tree) -> Estimates:
    """The units that estimated in the period or in one within it, and all above them; one query.

    `tree` is that of the period's totals.
    """
    keys = parts_of(period.key, PeriodKind(period.regime.frequency), period.regime.year_starts)
    counted = Submission.objects.filter(
        period__regime=period.regime_id, period__key__in=keys, counted__has_estimates=True
    ).values("counted")
    rows = Value.objects.filter(version__in=counted, is_estimate=True)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for indicator_id, unit_id in rows.order_by().values_list(
        "indicator_id", "version__submission__unit_id"
    ):
        if unit_id in tree:
            found[indicator_id].update((unit_id, *tree.ancestors_of(unit_id)))
    return Estimates(found)


def estimates_to_replace(unit_ids: Collection[int]) -> list[Submission]:
    """Accepted reports of these units in which figures are estimated, the oldest first; one query.

    Each has `estimate_count`. Where a correction is being written it is the correction's to do.
    """
    return list(
        Submission.objects.filter(
            unit__in=list(unit_ids),
            counted__has_estimates=True,
            latest__state=ReportState.ACCEPTED,
        )
        .annotate(
            estimate_count=Count("counted__values", filter=Q(counted__values__is_estimate=True))
        )
        .select_related("unit", "period__regime")
        .order_by("period__ends_on", "unit__sort_key")[:50]
    )
