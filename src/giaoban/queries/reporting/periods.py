"""Which periods does a regime have, which days do they cover, and which units report in them?"""

from collections.abc import Collection
from datetime import date

from giaoban.models import Period, Regime
from giaoban.queries.reporting.incident_areas import IncidentAreas, areas_of
from giaoban.queries.units.tree import load_dated_line, load_dated_tree
from giaoban.rules.reporting.period_keys import IRREGULAR
from giaoban.rules.reporting.periods import (
    Calendar,
    PeriodKind,
    PeriodSpan,
    current_key,
    keys_between,
    kind_of,
    next_key,
    span,
    year_of,
)
from giaoban.rules.reporting.reporters import parse_reporters, reporting_units_of
from giaoban.rules.units.tree import DatedTree

_FEW = 20  # beyond, reading all units costs no more than finding those around so many


def once_dates(regime: Regime) -> tuple[date, date] | None:
    if regime.once_starts_on is None or regime.once_ends_on is None:
        return None
    return regime.once_starts_on, regime.once_ends_on


def span_of(regime: Regime, key: str, today: date | None = None) -> PeriodSpan:
    """The days of a period of the regime, opened or not; raises RuleError as periods.span does.

    A `once` period of a regime that names no window is the day on which it is opened: `today`,
    where that is given.
    """
    dates = once_dates(regime) or ((today, today) if today else None)
    return span(key, Calendar(regime.calendar), dates, regime.year_starts)


def span_to_report(regime: Regime, key: str, today: date) -> PeriodSpan:
    """The days of a period that is open, or would be opened today; raises RuleError as span_of."""
    if kind_of(key) in IRREGULAR:  # the days of all others follow from their keys
        opened = Period.objects.filter(regime=regime, key=key, is_reported=True).first()
        if opened is not None:
            return period_span(opened)
    return span_of(regime, key, today)


def period_span(period: Period) -> PeriodSpan:
    """The days of a stored period, as they were when it was opened."""
    return PeriodSpan(PeriodKind(period.kind), period.key, period.starts_on, period.ends_on)


def target_year(period: Period) -> int:
    """The year whose targets hold: under nd09 January begins in December, and a financial year goes
    by the one in which it begins. What belongs to no year has the one of its last day.
    """
    return year_of(period.key, period.regime.year_starts) or period.ends_on.year


def expected_units(
    period: Period, tree: DatedTree | None = None, areas: IncidentAreas | None = None
) -> set[int]:
    """The units that are asked in a reported period: open on its last day, by the regime's rule.

    Only units under the regime's own unit are asked, and of an incident those in its area. `tree`
    and `areas` save loading them again.
    """
    tree = tree or load_dated_tree()
    asked = expected_units_of(period.regime, period.ends_on, tree)
    if period.incident_id is None:
        return asked
    return (areas or areas_of([period])).asked(period, asked, tree.at(period.ends_on))


def is_expected(unit_id: int, period: Period) -> bool:
    """Whether one unit is asked: the same as being among expected_units, for a thousandth of it."""
    return unit_id in expected_units(period, load_dated_line(unit_id))


def expected_among(
    unit_ids: Collection[int], period: Period, tree: DatedTree | None = None
) -> set[int]:
    """Those of the units that are asked. Of a few, less than all units are read; or of `tree`."""
    if tree is None and 0 < len(unit_ids) <= _FEW:
        tree = load_dated_line(*unit_ids)
    return expected_units(period, tree) & set(unit_ids)


def expected_units_of(regime: Regime, on: date, tree: DatedTree | None = None) -> set[int]:
    """The units that a period of the regime would ask whose last day is `on`."""
    present = (tree or load_dated_tree()).at(on)
    if regime.unit_id not in present:
        return set()
    asked = reporting_units_of(parse_reporters(regime.reporters), present)
    return asked & set(present.subtree_of(regime.unit_id))


def reported_periods(regime: Regime) -> list[Period]:
    """The opened periods that units report for, the newest first; one query."""
    return list(
        Period.objects.filter(regime=regime, is_reported=True)
        .select_related("incident")
        .order_by("-starts_on", "-ends_on")
    )


def newest_period_with_report(regime: Regime, since: date | None = None) -> Period | None:
    """The newest reported period in which a unit has submitted (from a day on); one query."""
    periods = Period.objects.filter(
        regime=regime, is_reported=True, submissions__first_submitted_at__isnull=False
    )
    if since is not None:
        periods = periods.filter(starts_on__gte=since)
    return periods.order_by("-starts_on").first()


def next_period_without_report(regime: Regime) -> str:
    """The key after the newest period with a submitted report; empty where there is none yet.

    Empty too for `once`, which has no next period.
    """
    newest = newest_period_with_report(regime)
    return "" if newest is None else next_key(newest.key) or ""


def keys_to_open(regime: Regime, today: date, limit: int = 24) -> list[str]:
    """Periods that have begun and are not opened, the oldest first: after the newest opened one.

    Where none is opened yet: from the regime's first period on, else the present one alone.
    """
    frequency, calendar = PeriodKind(regime.frequency), Calendar(regime.calendar)
    opened = {period.key for period in reported_periods(regime)}
    if frequency is PeriodKind.ONCE:
        first = regime.first_period
        return [first] if first and first not in opened and once_dates(regime) else []
    if frequency is PeriodKind.INCIDENT:
        return []  # opened with the incident, by the hour
    newest = Period.objects.filter(regime=regime, is_reported=True).order_by("-starts_on").first()
    if newest is not None:
        first = next_key(newest.key) or ""
    else:
        first = (
            regime.first_period or current_key(frequency, calendar, today, regime.year_starts) or ""
        )
    if not first:
        return []
    keys = []
    for key in keys_between(frequency, calendar, first, today, regime.year_starts):
        if regime.ended_on and span_of(regime, key).starts_on >= regime.ended_on:
            break
        if key not in opened:
            keys.append(key)
        if len(keys) == limit:
            break
    return keys
