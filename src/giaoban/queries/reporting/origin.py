"""Where does this figure come from? The units that make it, down to version, person, file, cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch

from giaoban.models import CarriedTotal, Period, Submission, TakenValue, Total, Unit, Value, Version
from giaoban.queries.reporting.arisen import figures_shown
from giaoban.queries.reporting.explorer import tree_shown
from giaoban.queries.reporting.measures import Measure, Measures
from giaoban.queries.reporting.offers import SourceReport, source_report
from giaoban.queries.reporting.totals import Figure, stale_under
from giaoban.queries.units.browse import names_on
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.periods import PeriodKind, parts_of
from giaoban.rules.units.tree import Tree


@dataclass(frozen=True, slots=True)
class Contribution:
    """A unit directly under the one asked about, and its own figure."""

    unit_id: int
    name: str
    figure: Figure
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Saying:
    """What one version of the unit's own report said; None where it left the cell empty."""

    version: Version
    value: Value | None
    is_counted: bool
    taken_from: tuple[SourceReport, ...] = ()  # other reports that the value was made from


@dataclass(frozen=True, slots=True)
class OwnReport:
    """The unit's own report of one reported period: the version that counts, and the others."""

    period: Period
    submission: Submission
    counted: Saying
    others: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A ratio's numerator or denominator."""

    measure: Measure
    figure: Figure


@dataclass(frozen=True)
class Origin:
    """Everything behind one figure. `children` are largest first, without those with nothing.

    `missing` are the units at or under it that have not reported, at most `MOST_MISSING` of
    `missing_count`.
    """

    figure: Figure
    coverage: Coverage
    is_stale: bool
    children: list[Contribution]
    own_reports: list[OwnReport]
    parts: list[Part]
    carried: CarriedTotal | None
    missing: list[Unit]
    missing_count: int


MOST_MISSING = 12


def origin_of(measures: Measures, measure: Measure, unit: Unit, period: Period) -> Origin:
    """About a dozen queries, however many units and reports there are."""
    tree = tree_shown(load_dated_tree(), unit.pk, period)
    children = list(tree.children_of(unit.pk)) if unit.pk in tree else []
    codes = (measure.numerator, measure.denominator) if measure.is_ratio else ()
    shown = () if measure.is_ratio else (measure,)
    found = figures_shown(measures, shown, period, [unit.pk, *children])
    missing = _missing(tree, unit.pk, period)
    figure = found.figure(measure.code, unit.pk, period.pk)
    return Origin(
        figure=figure,
        coverage=found.coverage(unit.pk, period.pk),
        is_stale=stale_under(unit.pk, period),
        children=_contributions(measure, found, children, period),
        own_reports=[] if measure.is_ratio else _own_reports(measure, unit, period),
        parts=[Part(measures[code], found.figure(code, unit.pk, period.pk)) for code in codes],
        carried=_carried(measure, unit, period) if figure.is_carried else None,
        missing=list(Unit.objects.filter(pk__in=missing)[:MOST_MISSING]),
        missing_count=len(missing),
    )


def _contributions(measure, found, children, period):  # type: ignore[no-untyped-def]
    names = dict(Unit.objects.filter(pk__in=children).order_by().values_list("pk", "name"))
    names |= {pk: name for pk, (name, _) in names_on(children, period.ends_on).items()}
    rows = [
        Contribution(
            unit_id,
            names[unit_id],
            found.figure(measure.code, unit_id, period.pk),
            found.coverage(unit_id, period.pk),
        )
        for unit_id in children
    ]
    there = [row for row in rows if row.figure.value is not None]
    return sorted(there, key=lambda row: -(row.figure.value or 0))


def _own_reports(measure: Measure, unit: Unit, period: Period) -> list[OwnReport]:
    keys = parts_of(period.key, PeriodKind(period.regime.frequency), period.regime.year_starts)
    said = Prefetch(
        "values", Value.objects.filter(indicator=measure.id), to_attr="values_of_measure"
    )
    taken = Prefetch(
        "taken_values",
        TakenValue.objects.filter(indicator=measure.id).select_related(
            "source__submitted_by", "source__submission__period__regime"
        ),
        to_attr="taken_of_measure",
    )
    versions = Prefetch(
        "versions",
        Version.objects.select_related("submitted_by", "begun_by", "source")
        .prefetch_related(said, taken)
        .order_by("-number"),
        to_attr="newest_first",
    )
    reports = (
        Submission.objects.filter(
            unit=unit, period__regime=period.regime_id, period__key__in=keys, counted__isnull=False
        )
        .select_related("period__regime", "period__incident")
        .prefetch_related(versions)
        .order_by("period__starts_on")
    )
    return [_own_report(report) for report in reports]


def _own_report(report: Submission) -> OwnReport:
    sayings = [
        Saying(
            version,
            next(iter(version.values_of_measure), None),
            version.pk == report.counted_id,
            _taken_from(version),
        )
        for version in report.newest_first  # type: ignore[attr-defined]
        if version.submitted_at is not None or version.pk == report.counted_id
    ]
    counted = next(saying for saying in sayings if saying.is_counted)
    others = tuple(saying for saying in sayings if not saying.is_counted)
    return OwnReport(report.period, report, counted, others)


def _taken_from(version: Version) -> tuple[SourceReport, ...]:
    """The reports that the value was made from, as long as it still says so."""
    value = next(iter(version.values_of_measure), None)  # type: ignore[attr-defined]
    return tuple(
        source_report(taken.source)
        for taken in version.taken_of_measure  # type: ignore[attr-defined]
        if value is not None and (taken.number, taken.text) == (value.number, value.text)
    )


def _missing(tree: Tree, unit_id: int, period: Period) -> list[int]:
    """Units with nothing under them that were asked and have not reported."""
    if unit_id not in tree:
        return []
    lacking: Sequence[int] = Total.objects.filter(
        period=period, expected__gt=F("received")
    ).values_list("unit_id", flat=True)
    under = set(tree.subtree_of(unit_id))
    return [pk for pk in lacking if pk in under and tree.is_leaf(pk)]


def _carried(measure: Measure, unit: Unit, period: Period) -> CarriedTotal | None:
    return (
        CarriedTotal.objects.filter(unit=unit, period=period, indicator=measure.id)
        .select_related("loaded_by")
        .first()
    )
