"""What would a change of the tree from a day on touch?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from giaoban.models import Period, Submission
from giaoban.queries.units.lineage import subtree_ids


@dataclass(frozen=True)
class Effects:
    """`below`: units under it on the day; `periods`: reported ones that end on or after the day,
    whose totals are made anew; `reports`: reports of the unit and those below in these periods.
    """

    below: int
    periods: int
    reports: int


def effects_from(unit_ids: Iterable[int], on: date) -> Effects:
    """Three queries."""
    units = set(unit_ids)
    reached = subtree_ids(units, on)
    periods = Period.objects.filter(ends_on__gte=on, is_reported=True)
    return Effects(
        below=len(reached - units),
        periods=periods.count(),
        reports=Submission.objects.filter(unit_id__in=reached, period__in=periods).count(),
    )
