"""For whom is a period closed? A locked one may be open again for one unit until a moment."""

from collections.abc import Collection
from datetime import datetime

from giaoban.models import Period, Reopening
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.period_years import told_period


def reopened_units(
    period: Period, unit_ids: Collection[int] | None = None, now: datetime | None = None
) -> set[int]:
    """The units for which the locked period is open; with `now`, those whose time has not passed.

    One query. Without `now` a reopening works until the worker has closed it.
    """
    found = Reopening.objects.filter(period=period, closed_at=None)
    if unit_ids is not None:
        found = found.filter(unit__in=unit_ids)
    if now is not None:
        found = found.filter(until__gt=now)
    return set(found.values_list("unit_id", flat=True))


def is_locked_for(period: Period, unit_id: int, now: datetime | None = None) -> bool:
    """Whether the unit's report of the period is closed; no query where the period is open."""
    return period.locked_at is not None and not reopened_units(period, [unit_id], now)


def require_unlocked(
    period: Period, unit_ids: Collection[int], now: datetime | None = None
) -> None:
    """Raises RuleError `period_locked` (period) where it is closed for one of the units."""
    if period.locked_at is not None and set(unit_ids) - reopened_units(period, unit_ids, now):
        raise RuleError("period_locked", **told_period(period))


def reopened_for(unit_ids: Collection[int], now: datetime) -> list[Reopening]:
    """What is open again for one of these units, the first to close first; one query."""
    return list(
        Reopening.objects.filter(unit__in=list(unit_ids), closed_at=None, until__gt=now)
        .select_related("unit", "period__regime")
        .order_by("until", "pk")
    )
