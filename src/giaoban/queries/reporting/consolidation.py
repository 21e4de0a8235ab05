"""Which figures does the consolidated report of a unit and period consist of, as they are now?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils.timezone import make_naive

from giaoban.models import Period, Target, Unit, Version
from giaoban.queries.reporting.arisen import put_arisen
from giaoban.queries.reporting.consolidation_heading import report_heading
from giaoban.queries.reporting.consolidation_shown import (
    divisions_of,
    shown_grids,
    shown_indicator,
)
from giaoban.queries.reporting.consolidation_trend import ComparedPeriods, trend_of
from giaoban.queries.reporting.cumulative import figures_so_far
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.estimates import estimates_in
from giaoban.queries.reporting.forms import published_forms
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.measures import Measure, Measures, measures_of
from giaoban.queries.reporting.totals import Figures, coverage_of, figures, stale_under
from giaoban.queries.units.browse import names_on
from giaoban.queries.units.lineage import subtree
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.consolidated_facts import (
    Compared,
    ConsolidatedFacts,
    Correction,
    OverError,
    UnitFigures,
)
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.periods import (
    PeriodKind,
    cumulative_parts,
    parts_of,
    previous_key,
    same_period_last_year,
    year_of,
)
from giaoban.rules.units.tree import Tree


def consolidated_facts(
    unit: Unit, period: Period, *, corrected_since: datetime | None = None
) -> ConsolidatedFacts:
    """The live figures; about twenty queries, however many units and indicators there are.

    `corrected_since` is when the report before this one was fixed: newer versions that came in
    afterwards are listed. The tree is that of the period's last day.
    """
    measures = measures_of(period.regime)
    forms = published_forms(period.regime_id)
    by_key = {held.key: held for held in Period.objects.filter(regime=period.regime_id)}
    frequency = PeriodKind(period.regime.frequency)
    periods = ComparedPeriods(
        by_key,
        period,
        previous_key(period.key) or "",
        same_period_last_year(period.key) or "",
        cumulative_parts(period.key, frequency, period.regime.year_starts),
    )
    tree = load_dated_tree().for_totals(period.ends_on)
    children = list(tree.children_of(unit.pk)) if unit.pk in tree else []
    ids = [unit.pk, *children]
    keys = dict.fromkeys((period.key, periods.previous, periods.last_year))
    compared = [by_key[key] for key in keys if key in by_key]
    found = figures(measures, ids, [held.pk for held in compared])
    put_arisen(found, measures, compared, by_key, period.regime, tree, ids)
    targets = _targets(measures, ids, year_of(period.key, period.regime.year_starts))
    so_far = figures_so_far(measures, measures, period, by_key, tree, [unit.pk])
    estimates = estimates_in(period, tree)
    names = _names(ids, period.ends_on)
    counts, standing = _standing(tree, unit.pk, period)

    def unit_figures(unit_id: int, codes: Mapping[str, float]) -> UnitFigures:
        return UnitFigures(
            unit_id=unit_id,
            code=tree.unit(unit_id).code if unit_id in tree else unit.code,
            name=names.get(unit_id, unit.name),
            coverage=counts.get(unit_id, Coverage()),
            figures={
                measure.code: replace(
                    _compared(measure, unit_id, found, periods, targets, codes),
                    estimated=("now",) if estimates.has(measure, unit_id, measures) else (),
                )
                for measure in measures
            },
        )

    own = unit_figures(
        unit.pk,
        {code: held[unit.pk] for code, held in so_far.items() if unit.pk in held},
    )
    below = [unit_figures(child, {}) for child in children]
    divisions = divisions_of(forms, period)
    return ConsolidatedFacts(
        regime=period.regime.code,
        period=period.key,
        previous=periods.previous,
        last_year=periods.last_year,
        year=year_of(period.key, period.regime.year_starts) or period.ends_on.year,
        is_made_up=period.regime.is_made_up,
        indicators=tuple(shown_indicator(measure, measures, divisions) for measure in measures),
        unit=own,
        children=tuple(child for child in below if _says_something(child)),
        trend=trend_of(measures, unit.pk, periods, frequency, tree),
        heading=report_heading(unit, period.regime),
        late=standing.late,
        missing=standing.missing,
        returned=standing.returned,
        sources=_sources(measures, ids, found, periods),
        is_stale=stale_under(unit.pk, period),
        year_starts=period.regime.year_starts,
        incident=incident_name(period),
        is_whole_year_so_far=(period.key,) == periods.so_far
        or parts_of(period.key, frequency, period.regime.year_starts) == periods.so_far,
        has_terms=_has_terms(period, unit.pk),
        corrections=_corrections(tree, unit.pk, period, corrected_since),
        over_errors=_over_errors(unit.pk, period),
        grids=shown_grids(forms[-1]) if forms else (),
    )


def origin_periods(facts: ConsolidatedFacts, regime_id: int) -> dict[str, int]:
    """The ids of the periods whose figures a report shows, by key; one query."""
    keys = {facts.period, facts.previous, facts.last_year, *facts.trend.keys}
    return dict(
        Period.objects.filter(regime=regime_id, key__in=keys).values_list("key", "pk").order_by()
    )


def versions_under(unit_id: int, period: Period) -> QuerySet[Version]:
    """The counted versions that the unit's figures of a period are made of; not asked for yet."""
    keys = parts_of(period.key, PeriodKind(period.regime.frequency), period.regime.year_starts)
    return Version.objects.filter(
        submission__unit__in=subtree([unit_id], period.ends_on),
        submission__period__regime=period.regime_id,
        submission__period__key__in=keys,
        submission__counted=F("pk"),
    )


def _has_terms(period: Period, unit_id: int) -> bool:
    """Past periods are opened to take in what was reported long ago: nobody was late in them."""
    return period.opened_at <= deadlines_of(period, [unit_id])[unit_id]


def _compared(
    measure: Measure,
    unit_id: int,
    found: Figures,
    periods: ComparedPeriods,
    targets: Mapping[tuple[int, int], float],
    so_far: Mapping[str, float],
) -> Compared:
    held = {
        "now": found.figure(measure.code, unit_id, periods.period.pk),
        "previous": found.figure(measure.code, unit_id, periods.pk(periods.previous)),
        "last_year": found.figure(measure.code, unit_id, periods.pk(periods.last_year)),
    }
    return Compared(
        now=held["now"].value,
        previous=held["previous"].value,
        last_year=held["last_year"].value,
        so_far=so_far.get(measure.code),
        target=targets.get((unit_id, measure.id)),
        carried=tuple(name for name, figure in held.items() if figure.is_carried),
        without_before=held["now"].without_before,
    )


def _says_something(child: UnitFigures) -> bool:
    """A unit that was asked, or that has a figure: one that closed long ago has neither."""
    return child.coverage.expected > 0 or any(
        held.now is not None or held.previous is not None or held.last_year is not None
        for held in child.figures.values()
    )


def _targets(
    measures: Measures, unit_ids: Sequence[int], year: int
) -> dict[tuple[int, int], float]:
    rows = Target.objects.filter(year=year, indicator__in=[measure.id for measure in measures])
    if len(unit_ids) <= 400:
        rows = rows.filter(unit__in=unit_ids)
    return {
        (unit_id, indicator_id): number
        for unit_id, indicator_id, number in rows.values_list("unit_id", "indicator_id", "number")
    }


def _names(unit_ids: Sequence[int], on: date) -> dict[int, str]:
    names = dict(Unit.objects.filter(pk__in=unit_ids).order_by().values_list("pk", "name"))
    return names | {unit_id: name for unit_id, (name, _) in names_on(unit_ids, on).items()}


@dataclass(frozen=True)
class _Standing:
    late: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()


def _standing(tree: Tree, unit_id: int, period: Period) -> tuple[dict[int, Coverage], _Standing]:
    """The counts of every unit at or under it, and who by name is late, missing, returned.

    A unit's own count is what is left of its total's without those below it.
    """
    if unit_id not in tree:
        return {}, _Standing()
    under = tree.subtree_of(unit_id)
    counted = coverage_of(under, [period.pk])
    counts = {pk: counted.coverage(pk, period.pk) for pk in under}
    own = {pk: _without(counts[pk], [counts[c] for c in tree.children_of(pk)]) for pk in under}
    listed = {
        "late": [pk for pk in under if own[pk].late > 0],
        "missing": [pk for pk in under if own[pk].missing > 0],
        "returned": [pk for pk in under if own[pk].returned > 0],
    }
    asked = sorted({pk for units in listed.values() for pk in units})
    names = _names(asked, period.ends_on)
    standing = _Standing(**{k: tuple(names[pk] for pk in units) for k, units in listed.items()})
    return counts, standing


def _without(whole: Coverage, parts: Iterable[Coverage]) -> Coverage:
    for part in parts:
        whole = replace(
            whole,
            expected=whole.expected - part.expected,
            received=whole.received - part.received,
            late=whole.late - part.late,
            returned=whole.returned - part.returned,
            accepted=whole.accepted - part.accepted,
        )
    return whole


def _sources(
    measures: Measures, unit_ids: Sequence[int], found: Figures, periods: ComparedPeriods
) -> tuple[str, ...]:
    pks = (
        periods.period.pk,
        periods.pk(periods.previous),
        periods.pk(periods.last_year),
    )
    carried = {
        figure.source
        for measure in measures
        for unit_id in unit_ids
        for pk in pks
        if (figure := found.figure(measure.code, unit_id, pk)).is_carried
    }
    return tuple(sorted(carried))


def _over_errors(unit_id: int, period: Period) -> tuple[OverError, ...]:
    """The reports that were taken with an error, by unit; one query."""
    taken = versions_under(unit_id, period).exclude(over_error="")
    rows = taken.order_by("submission__unit__sort_key", "submission__period__starts_on")
    return tuple(
        OverError(*row)
        for row in rows.values_list(
            "submission__unit__name", "submission__period__key", "over_error"
        )
    )


def _corrections(
    tree: Tree, unit_id: int, period: Period, since: datetime | None
) -> tuple[Correction, ...]:
    if since is None or unit_id not in tree:
        return ()
    under = set(tree.subtree_of(unit_id))
    keys = parts_of(period.key, PeriodKind(period.regime.frequency), period.regime.year_starts)
    newer = (
        Version.objects.filter(
            submitted_at__gt=since,
            submission__counted=F("pk"),
            submission__period__regime=period.regime_id,
            submission__period__key__in=keys,
        )
        .select_related("submission__unit", "submission__period")
        .order_by("submitted_at", "pk")
    )
    return tuple(
        Correction(
            unit=version.submission.unit.name,
            period=version.submission.period.key,
            number=version.number,
            reason=version.reason,
            sent_on=make_naive(version.submitted_at).date().isoformat(),
        )
        for version in newer
        if version.submission.unit_id in under and version.submitted_at is not None
    )
