"""What did a committee's figures come to in each year, reports and earlier documents together?

Where reports began within a year, what documents say of its time before is added as far as it goes
without a gap; where nothing says it, the figure tells from which day it counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from giaoban.models import Period, Regime
from giaoban.queries.reporting.cumulative import figures_so_far
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.totals import NOTHING, Figure, Figures, figures
from giaoban.rules.meetings.reviewing import Point, stretches
from giaoban.rules.reporting.indicators import OverTime, OverUnits
from giaoban.rules.reporting.period_years import keys_of_year, year_of
from giaoban.rules.reporting.periods import Calendar, PeriodKind, PeriodSpan, parts_of, span
from giaoban.rules.units.tree import Tree

Points = dict[str, list[Point]]
"""By indicator's code, in the order of time."""

_STANDS = frozenset({OverTime.LAST, OverTime.CUMULATIVE, OverTime.NONE})
"""Their figure of a year is that of its newest period, whatever came before."""


@dataclass(frozen=True)
class RegimeRead:
    """A regime's periods that have ended, with what reads their figures for one unit."""

    unit_id: int
    regime: Regime
    measures: Measures
    by_key: Mapping[str, Period]
    tree: Tree

    @property
    def frequency(self) -> PeriodKind:
        return PeriodKind(self.regime.frequency)

    def span_of(self, key: str) -> PeriodSpan:
        return span(key, Calendar(self.regime.calendar), None, self.regime.year_starts)


@dataclass(frozen=True)
class _Year:
    """`parts` are the keys of all that is reported in it, `ended` its periods that are over."""

    read: RegimeRead
    number: int
    ended: Mapping[str, Period]
    found: Figures
    so_far: Mapping[str, Mapping[int, float]]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return keys_of_year(self.number, self.read.frequency, self.read.regime.year_starts)

    def live(self, measure: Measure) -> list[int]:
        """The places of the parts that were reported."""
        return [place for place, key in enumerate(self.parts) if self._is_live(measure, key)]

    def carried(self, measure: Measure) -> dict[str, Figure]:
        """What documents say, by the key of a period of any length."""
        said = {
            key: self.found.carried_figure(measure.code, self.read.unit_id, period.pk)
            for key, period in self.ended.items()
        }
        return {key: figure for key, figure in said.items() if figure.value is not None}

    def stretches(self, keys: Sequence[str]) -> list[list[str]]:
        regime = self.read.regime
        pieces = {key: parts_of(key, self.read.frequency, regime.year_starts) for key in keys}
        return stretches(self.parts, pieces)

    def point(self, value: float | None, begin: int, end: int, source: str = "") -> Point:
        """Of the parts from one place up to another; it opens the year's own page if it can."""
        is_whole = begin == 0 and end == len(self.parts)
        period = self.ended.get(self._whole_key) if is_whole else None
        return Point(
            f"{self.number}",
            value,
            source,
            period.pk if period else None,
            self.read.span_of(self.parts[begin]).starts_on if begin else None,
            self.read.span_of(self.parts[end - 1]).ends_on if end < len(self.parts) else None,
        )

    def reported(self, measure: Measure, place: int) -> float | None:
        """What the newest reported part says, of what does not combine over time."""
        period = self.ended[self.parts[place]]
        return self.found.value(measure.code, self.read.unit_id, period.pk)

    @property
    def _whole_key(self) -> str:
        return self.parts[0] if len(self.parts) == 1 else f"{self.number}"

    def _is_live(self, measure: Measure, key: str) -> bool:
        period = self.ended.get(key)
        held = self.found.figure(measure.code, self.read.unit_id, period.pk) if period else NOTHING
        return held.value is not None and not held.is_carried


def year_points(read: RegimeRead, wanted: Sequence[Measure], years: Sequence[int]) -> Points:
    """A point for each year. Two queries, and seven at most for each year that was reported."""
    typed = {part.code: part for each in wanted for part in (each, *_parts(each, read.measures))}
    by_year = {year: _ended(read, year) for year in years}
    ids = [period.pk for ended in by_year.values() for period in ended.values()]
    found = figures(read.measures, [read.unit_id], ids)
    points: Points = {measure.code: [] for measure in wanted}
    for number, ended in by_year.items():
        year = _Year(read, number, ended, found, _so_far(read, list(typed.values()), ended))
        for measure in wanted:
            points[measure.code].append(_point(year, measure))
    return points


def _ended(read: RegimeRead, year: int) -> dict[str, Period]:
    return {
        key: period
        for key, period in read.by_key.items()
        if period.incident_id is None and year_of(key, read.regime.year_starts) == year
    }


def _so_far(
    read: RegimeRead, typed: Sequence[Measure], ended: Mapping[str, Period]
) -> Mapping[str, Mapping[int, float]]:
    reported = [each for each in ended.values() if each.is_reported]
    last = max(reported, key=lambda each: each.ends_on, default=None)
    if last is None:
        return {}
    return figures_so_far(read.measures, typed, last, read.by_key, read.tree, [read.unit_id])


def _point(year: _Year, measure: Measure) -> Point:
    if measure.is_ratio:
        return _ratio(year, measure)
    live, carried = year.live(measure), year.carried(measure)
    if not live:
        return _from_documents(year, measure, carried)
    begin, end, source = live[0], live[-1] + 1, ""
    value = year.so_far.get(measure.code, {}).get(year.read.unit_id)
    if measure.over_time is OverTime.NONE:
        value = year.reported(measure, live[-1])
    if measure.over_time in _STANDS:
        begin = 0
    if begin:
        before = year.stretches(list(carried))[begin]
        if before and value is not None and _is_added(measure):
            value += sum(carried[key].value or 0.0 for key in before)
            source = _sources(carried[key] for key in before)
            begin -= sum(len(_filled(year, key)) for key in before)
    of_year = carried.get(f"{year.number}")
    if begin and of_year is not None:
        return year.point(of_year.value, 0, len(year.parts), of_year.source)
    return year.point(value, begin, end, source)


def _from_documents(year: _Year, measure: Measure, carried: Mapping[str, Figure]) -> Point:
    """Of a year that was not reported: the longest unbroken stretch up to the newest document."""
    found = year.stretches(list(carried))
    end = max((place for place, keys in enumerate(found) if keys), default=0)
    keys = found[end]
    if not keys:
        return Point(f"{year.number}", None)
    begin = end - sum(len(_filled(year, key)) for key in keys)
    if measure.over_time in _STANDS:
        return year.point(carried[keys[-1]].value, 0, end, carried[keys[-1]].source)
    if len(keys) > 1 and not _is_added(measure):
        return Point(f"{year.number}", None)
    value = sum(carried[key].value or 0.0 for key in keys)
    return year.point(value, begin, end, _sources(carried[key] for key in keys))


def _ratio(year: _Year, measure: Measure) -> Point:
    """Of its parts' sums, where both hold the same time; where a document says it alone, as that
    does.
    """
    over, under = (_point(year, part) for part in _parts(measure, year.read.measures))
    reported = year.so_far.get(measure.code, {}).get(year.read.unit_id)
    if reported is not None and not (over.source or under.source):
        return replace(over, value=reported)
    is_same = (over.since, over.until) == (under.since, under.until)
    if is_same and over.value is not None and under.value:
        source = "; ".join(dict.fromkeys(filter(None, (over.source, under.source))))
        return replace(over, value=over.value / under.value, source=source)
    alone = year.carried(measure).get(f"{year.number}")
    if alone is None:
        return Point(f"{year.number}", None)
    return year.point(alone.value, 0, len(year.parts), alone.source)


def _is_added(measure: Measure) -> bool:
    """Whether totals of parts of a year are added to that of the whole."""
    return measure.over_time is OverTime.SUM and measure.over_units is OverUnits.SUM


def _filled(year: _Year, key: str) -> tuple[str, ...]:
    return parts_of(key, year.read.frequency, year.read.regime.year_starts)


def _sources(said: Iterable[Figure]) -> str:
    return "; ".join(dict.fromkeys(each.source for each in said))


def _parts(measure: Measure, measures: Measures) -> list[Measure]:
    if not measure.is_ratio:
        return []
    return [measures[measure.numerator], measures[measure.denominator]]
