"""How did the figures of a committee run over a span, with what earlier documents say of it?

A span of several years has a point for each year, so that years of which only a total was carried
over stand beside those that were reported; a shorter one has its reported periods.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from giaoban.models import Committee, Period, Regime, Target
from giaoban.queries.meetings.review_years import Points, RegimeRead, year_points
from giaoban.queries.reporting.arisen import put_arisen
from giaoban.queries.reporting.measures import Measure, Measures, measures_of
from giaoban.queries.reporting.periods import period_span
from giaoban.queries.reporting.totals import figures
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.meetings.reviewing import (
    MOST_SERIES,
    Point,
    SpanOf,
    TargetState,
    lies_in,
    span_of,
    target_state,
    years_looked_at,
)
from giaoban.rules.reporting.consolidated_facts import ShownIndicator
from giaoban.rules.reporting.indicators import OverTime
from giaoban.rules.reporting.period_years import keys_of_year, year_of
from giaoban.rules.reporting.periods import Calendar, PeriodKind
from giaoban.rules.tasks.spans import Span

USUAL_SERIES = 6


@dataclass(frozen=True, slots=True)
class ReviewSeries:
    """`key` names the indicator in an address; `year_starts` is that of its regime.

    `reached` is what the year of the last figure came to: it is held against that year's target.
    `together` is what the points came to, where they begin with a year and the indicator adds up.
    """

    key: str
    regime: Regime
    unit_id: int
    indicator: ShownIndicator
    points: Sequence[Point]
    stands_out: SpanOf
    is_by_year: bool
    reached: Point | None = None
    together: Point | None = None
    target: float | None = None
    target_state: TargetState | None = None

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


def years_begin(committee: Committee) -> int:
    """The month with which the years of its regimes begin; January where they differ."""
    months = set(regimes_of(committee).order_by().values_list("year_starts", flat=True))
    return int(months.pop()) if len(months) == 1 else 1


def series_choices(committee: Committee) -> list[Choice]:
    """Every indicator that can be chosen, regime by regime."""
    return [
        Choice(_key(regime, measure), measure.name, regime.name)
        for regime in regimes_of(committee)
        for measure in measures_of(regime)
    ]


def series_over(
    committee: Committee, span: Span, as_of: date, chosen: Collection[str] | None
) -> list[ReviewSeries]:
    """In the order of the regimes and their forms, MOST_SERIES at most; about fifteen statements
    for each regime, of several years seven more for each. Without a choice those with a figure,
    the ones with a target first.
    """
    found: list[ReviewSeries] = []
    for regime in regimes_of(committee):
        measures = measures_of(regime)
        wanted = [
            measure for measure in measures if chosen is None or _key(regime, measure) in chosen
        ]
        if wanted:
            found += _Course(_read(committee, regime, measures, as_of), span).series(wanted)
    if chosen is not None:
        return found[:MOST_SERIES]
    usual = [each for each in found if each.stands_out.last is not None]
    usual.sort(key=lambda each: (each.target is None, not each.indicator.adds_up))
    return usual[:USUAL_SERIES]


def _key(regime: Regime, measure: Measure) -> str:
    return f"{regime.code}/{measure.code}"


def _read(committee: Committee, regime: Regime, measures: Measures, as_of: date) -> RegimeRead:
    by_key = {}
    for period in Period.objects.filter(regime=regime, incident=None, ends_on__lte=as_of):
        period.regime = regime
        by_key[period.key] = period
    tree = load_dated_tree().for_totals(as_of)
    return RegimeRead(committee.unit_id, regime, measures, by_key, tree)


@dataclass(frozen=True)
class _Course:
    """Of one regime over the span; `read` ends with the last day that is looked at."""

    read: RegimeRead
    span: Span

    def series(self, wanted: Sequence[Measure]) -> list[ReviewSeries]:
        years = self._years()
        is_by_year = len(years) > 1
        points = year_points(self.read, wanted, years) if is_by_year else self._periods(wanted)
        last = {code: self._year_of_last(each) for code, each in points.items()}
        asked = sorted({year for year in last.values() if year})
        by_years = points if is_by_year else year_points(self.read, wanted, asked)
        targets = _targets(self.read.unit_id, wanted, asked)
        return [
            self._one(
                measure,
                points[measure.code],
                _of_year(by_years[measure.code], last[measure.code]),
                targets.get((measure.id, last[measure.code])),
                is_by_year=is_by_year,
            )
            for measure in wanted
        ]

    def _one(
        self,
        measure: Measure,
        points: Sequence[Point],
        reached: Point | None,
        target: float | None,
        *,
        is_by_year: bool,
    ) -> ReviewSeries:
        indicator = _indicator(measure, self.read.measures)
        adds_up = indicator.adds_up and not indicator.is_ratio
        is_together = indicator.adds_up and not is_by_year and self._begins_its_year(points)
        return ReviewSeries(
            key=_key(self.read.regime, measure),
            regime=self.read.regime,
            unit_id=self.read.unit_id,
            indicator=indicator,
            points=points,
            stands_out=span_of(points, measure.better, adds_up=adds_up),
            is_by_year=is_by_year,
            reached=reached,
            together=reached if is_together else None,
            target=target,
            target_state=target_state(reached, target, measure.better, adds_up=adds_up),
        )

    def _years(self) -> list[int]:
        """Those of the span that have brought something, or had the time to."""
        regime = self.read.regime
        looked = years_looked_at(self.span, Calendar(regime.calendar), regime.year_starts)
        begun = {year_of(key, regime.year_starts) for key in self.read.by_key}
        return [year for year in looked if begun and year <= max(begun)]

    def _periods(self, wanted: Sequence[Measure]) -> Points:
        """Those of the regime's frequency that lie in the span, reported or carried over."""
        regime, unit_id = self.read.regime, self.read.unit_id
        shown = [
            period
            for period in self.read.by_key.values()
            if period.kind == regime.frequency
            and lies_in(self.span, period_span(period), regime.year_starts)
        ]
        shown.sort(key=lambda period: period.starts_on)
        found = figures(self.read.measures, [unit_id], [period.pk for period in shown])
        if shown:
            by_key, tree = self.read.by_key, self.read.tree
            put_arisen(found, wanted, shown, by_key, regime, tree, [unit_id])
        return {
            measure.code: [
                Point(period.key, figure.value, figure.source, period.pk)
                for period in shown
                for figure in [found.figure(measure.code, unit_id, period.pk)]
            ]
            for measure in wanted
        }

    def _year_of_last(self, points: Sequence[Point]) -> int:
        """0 where nothing is known."""
        known = [point.key for point in points if point.value is not None]
        return year_of(known[-1], self.read.regime.year_starts) if known else 0

    def _begins_its_year(self, points: Sequence[Point]) -> bool:
        """Whether they are all of one year, and the span begins with it."""
        regime = self.read.regime
        years = {year_of(point.key, regime.year_starts) for point in points}
        if len(years) != 1:
            return False
        first = keys_of_year(years.pop(), self.read.frequency, regime.year_starts)[0]
        return lies_in(self.span, self.read.span_of(first), regime.year_starts)


def _of_year(points: Iterable[Point], year: int) -> Point | None:
    return next((point for point in points if point.key == f"{year}"), None)


def _targets(
    unit_id: int, wanted: Sequence[Measure], years: Sequence[int]
) -> Mapping[tuple[int, int], float]:
    """By indicator and year."""
    rows = Target.objects.filter(
        unit=unit_id, indicator__in=[measure.id for measure in wanted], year__in=years
    )
    return {
        (indicator_id, year): number
        for indicator_id, year, number in rows.values_list("indicator_id", "year", "number")
    }


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
