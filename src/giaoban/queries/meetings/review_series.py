"""How did the figures of a committee run over a span, with what earlier documents say of it?

A span of several years has a point for each year, so that years of which only a total was carried
over stand beside those that were reported; a shorter one has its reported periods.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from giaoban.models import Committee, Period, Regime, Target
from giaoban.queries.reporting.arisen import put_arisen
from giaoban.queries.reporting.cumulative import figures_so_far
from giaoban.queries.reporting.measures import Measure, Measures, measures_of
from giaoban.queries.reporting.totals import Figures, figures
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.meetings.reviewing import Point, SpanOf, is_reached, span_of
from giaoban.rules.reporting.consolidated_facts import ShownIndicator
from giaoban.rules.reporting.indicators import OverTime
from giaoban.rules.reporting.period_years import year_of
from giaoban.rules.reporting.periods import PeriodKind
from giaoban.rules.tasks.spans import Span, years_in
from giaoban.rules.units.tree import Tree

USUAL_SERIES = 6
MOST_SERIES = 20


@dataclass(frozen=True, slots=True)
class ReviewSeries:
    """`key` names the indicator in an address; `year_starts` is that of its regime."""

    key: str
    regime: Regime
    unit_id: int
    indicator: ShownIndicator
    points: Sequence[Point]
    stands_out: SpanOf
    is_by_year: bool
    target: float | None = None
    target_year: int = 0
    is_target_reached: bool | None = None

    @property
    def year_starts(self) -> int:
        return int(self.regime.year_starts)


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    name: str
    regime: str


def regimes_of(committee: Committee) -> QuerySet[Regime]:
    """Those that report to the committee's unit at regular times."""
    return Regime.objects.filter(unit=committee.unit_id).exclude(
        frequency__in=[PeriodKind.ONCE, PeriodKind.INCIDENT]
    )


def series_choices(committee: Committee) -> list[Choice]:
    """Every indicator that can be chosen, regime by regime."""
    return [
        Choice(_key(regime, measure), measure.label or measure.name, regime.name)
        for regime in regimes_of(committee)
        for measure in measures_of(regime)
    ]


def series_over(
    committee: Committee, span: Span, as_of: date, chosen: Collection[str] | None
) -> list[ReviewSeries]:
    """In the order of the regimes and their forms, MOST_SERIES at most; about ten statements for
    each regime. Without a choice those with a figure, the ones with a target first.
    """
    found: list[ReviewSeries] = []
    for regime in regimes_of(committee):
        measures = measures_of(regime)
        wanted = [
            measure for measure in measures if chosen is None or _key(regime, measure) in chosen
        ]
        if wanted:
            found += _of_regime(committee.unit_id, regime, measures, wanted, span, as_of)
    if chosen is not None:
        return found[:MOST_SERIES]
    usual = [each for each in found if each.stands_out.last is not None]
    usual.sort(key=lambda each: (each.target is None, not each.indicator.adds_up))
    return usual[:USUAL_SERIES]


def _key(regime: Regime, measure: Measure) -> str:
    return f"{regime.code}/{measure.code}"


def _of_regime(
    unit_id: int,
    regime: Regime,
    measures: Measures,
    wanted: Sequence[Measure],
    span: Span,
    as_of: date,
) -> list[ReviewSeries]:
    by_key = {each.key: each for each in Period.objects.filter(regime=regime)}
    for period in by_key.values():
        period.regime = regime
    tree = load_dated_tree().for_totals(as_of)
    is_by_year = len(years_in(span)) > 1
    over = _years if is_by_year else _periods
    points = over(unit_id, measures, wanted, by_key, tree, Span(span.starts_on, as_of))
    year = _target_year(points, regime, as_of)
    targets = _targets(unit_id, wanted, year)
    found = []
    for measure in wanted:
        stands_out = span_of(points[measure.code], measure.better)
        target, last = targets.get(measure.id), stands_out.last
        found.append(
            ReviewSeries(
                key=_key(regime, measure),
                regime=regime,
                unit_id=unit_id,
                indicator=_indicator(measure, measures),
                points=points[measure.code],
                stands_out=stands_out,
                is_by_year=is_by_year,
                target=target,
                target_year=year,
                is_target_reached=is_reached(last.value if last else None, target, measure.better),
            )
        )
    return found


Points = dict[str, list[Point]]
"""By indicator's code, in the order of time."""


def _periods(
    unit_id: int,
    measures: Measures,
    wanted: Sequence[Measure],
    by_key: Mapping[str, Period],
    tree: Tree,
    span: Span,
) -> Points:
    """The reported periods that lie in the span."""
    read = [
        period
        for period in by_key.values()
        if period.is_reported
        and span.starts_on <= period.starts_on
        and period.ends_on <= span.ends_on
    ]
    read.sort(key=lambda period: period.starts_on)
    found = _figures(unit_id, measures, wanted, read, by_key, tree)
    return {
        measure.code: [_point(found, measure, unit_id, period, period.key) for period in read]
        for measure in wanted
    }


def _years(
    unit_id: int,
    measures: Measures,
    wanted: Sequence[Measure],
    by_key: Mapping[str, Period],
    tree: Tree,
    span: Span,
) -> Points:
    """A point for each year: the year's own total, else what had come together by its last report,
    else, of what does not add up over time, that report itself.
    """
    points: Points = {measure.code: [] for measure in wanted}
    for year in years_in(span):
        whole, last = _of_year(year.starts_on.year, by_key, span.ends_on)
        read = [period for period in (whole, last) if period is not None]
        found = _figures(unit_id, measures, wanted, read, by_key, tree)
        so_far = (
            figures_so_far(measures, wanted, last, by_key, tree, [unit_id])
            if last is not None
            else {}
        )
        for measure in wanted:
            point = Point(str(year.starts_on.year), None)
            if whole is not None:
                point = _point(found, measure, unit_id, whole, point.key)
            if point.value is None and last is not None:
                value = so_far.get(measure.code, {}).get(unit_id)
                point = Point(point.key, value)
                if value is None and measure.over_time is OverTime.NONE:
                    point = _point(found, measure, unit_id, last, point.key)
            points[measure.code].append(point)
    return points


def _of_year(
    year: int, by_key: Mapping[str, Period], until: date
) -> tuple[Period | None, Period | None]:
    """The period of the whole year, once it has ended, and the last that was reported in it."""
    within = [
        period
        for period in by_key.values()
        if period.incident_id is None
        and period.ends_on <= until
        and year_of(period.key, period.regime.year_starts) == year
    ]
    whole = next((each for each in within if each.kind == PeriodKind.YEAR), None)
    reported = [each for each in within if each.is_reported]
    return whole, max(reported, key=lambda each: each.ends_on, default=None)


def _figures(
    unit_id: int,
    measures: Measures,
    wanted: Sequence[Measure],
    read: Sequence[Period],
    by_key: Mapping[str, Period],
    tree: Tree,
) -> Figures:
    found = figures(measures, [unit_id], [period.pk for period in read])
    if read:
        put_arisen(found, wanted, read, by_key, read[0].regime, tree, [unit_id])
    return found


def _point(found: Figures, measure: Measure, unit_id: int, period: Period, key: str) -> Point:
    figure = found.figure(measure.code, unit_id, period.pk)
    period_id = None if figure.value is None else period.pk
    return Point(key, figure.value, figure.source, period_id)


def _target_year(points: Points, regime: Regime, as_of: date) -> int:
    """Of the newest period with a figure."""
    newest = [point.key for each in points.values() for point in each if point.value is not None]
    years = [year_of(key, regime.year_starts) for key in newest]
    return max(years, default=as_of.year)


def _targets(unit_id: int, wanted: Sequence[Measure], year: int) -> dict[int, float]:
    rows = Target.objects.filter(
        unit=unit_id, indicator__in=[measure.id for measure in wanted], year=year
    )
    return dict(rows.values_list("indicator_id", "number"))


def _indicator(measure: Measure, measures: Measures) -> ShownIndicator:
    codes = (measure.numerator, measure.denominator) if measure.is_ratio else (measure.code,)
    return ShownIndicator(
        code=measure.code,
        name=measure.name,
        measure=measure.unit_of_measure,
        is_ratio=measure.is_ratio,
        decimals=measure.decimals,
        better=measure.better.value,
        adds_up=all(
            measures[code].over_time in {OverTime.SUM, OverTime.CUMULATIVE} for code in codes
        ),
        label=measure.label or measure.name,
    )
