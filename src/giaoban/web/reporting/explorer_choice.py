"""What does an address of the explorer ask for? Regime, indicator, period, unit, and how shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404, HttpRequest

from giaoban.models import Period, Regime, Unit
from giaoban.queries.reporting.explorer import newest_reported
from giaoban.queries.reporting.measures import Measure, Measures, measures_of
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.web.frame.access import acting_on, require
from giaoban.web.frame.acting import Acting

COMPARISONS = ("last_year", "previous", "target")
SORTS = ("name", "now", "change", "coverage", "cumulative", "share")
FILTERS = ("", "missing", "incomplete", "fallen", "below")
_ORDINARY = (IndicatorKind.COUNT, IndicatorKind.AMOUNT)


@dataclass(frozen=True)
class Choice:
    """What is shown; the lists are what else could be chosen."""

    regimes: list[Regime]
    regime: Regime
    periods: list[Period]
    period: Period
    unit: Unit
    measures: Measures
    measure: Measure
    compare: str
    sort: str
    narrowed: str
    opened: frozenset[int] = field(default_factory=frozenset)


def choice_from(request: HttpRequest) -> Choice | None:
    """None where there is nothing to choose from yet; "not found" for what may not be seen."""
    acting = acting_on(request)
    regimes = _begun(regimes_around(acting.units_where(Permission.VIEW), acting.today), request)
    newest = newest_reported(regimes, acting.unit_ids, acting.today)
    regime = _named(regimes, request.GET.get("regime"), newest)
    if regime is None:
        return None
    stored = Period.objects.filter(regime=regime).select_related("incident")
    periods = list(stored.order_by("-ends_on", "-starts_on"))
    for period in periods:
        period.regime = regime
    measures = measures_of(regime)
    period = _period(periods, request.GET.get("period"), newest.get(regime.pk), acting)
    if period is None or not measures.by_code:
        return None
    unit = _unit(request, regime, acting)
    require(request, Permission.VIEW, unit)
    return Choice(
        regimes=regimes,
        regime=regime,
        periods=periods,
        period=period,
        unit=unit,
        measures=measures,
        measure=_measure(measures, request.GET.get("indicator")),
        compare=_one_of(request.GET.get("compare"), _comparisons(period)),
        sort=request.GET.get("sort", "") if _is_sort(request.GET.get("sort", "")) else "name",
        narrowed=_one_of(request.GET.get("filter"), FILTERS),
        opened=frozenset(int(pk) for pk in request.GET.getlist("open") if _is_id(pk)),
    )


def _comparisons(period: Period) -> tuple[str, ...]:
    """The first is usual. An incident has no last year."""
    return COMPARISONS if period.incident_id is None else COMPARISONS[1:]


def unit_seen(request: HttpRequest, given: str) -> Unit:
    """The unit with this id, if the person may view it."""
    unit = Unit.objects.filter(pk=int(given)).first() if _is_id(given) else None
    if unit is None:
        raise Http404
    require(request, Permission.VIEW, unit)
    return unit


def _begun(regimes: Sequence[Regime], request: HttpRequest) -> list[Regime]:
    """Regimes with a period, and the one asked for: the others have nothing to choose."""
    begun = set(Period.objects.filter(regime__in=regimes).values_list("regime_id", flat=True))
    asked = request.GET.get("regime")
    return [regime for regime in regimes if regime.pk in begun or regime.code == asked]


def _named(
    regimes: Sequence[Regime], code: str | None, newest: Mapping[int, date]
) -> Regime | None:
    """The one named, else the one with the newest figures."""
    if code is None:
        return max(regimes, key=lambda regime: newest.get(regime.pk, date.min), default=None)
    found = next((regime for regime in regimes if regime.code == code), None)
    if found is None:
        raise Http404
    return found


def _period(
    periods: Sequence[Period], key: str | None, newest: date | None, acting: Acting
) -> Period | None:
    """The one named, else the newest that has ended and has figures, else the newest ended one.

    A period of another regime is taken for none: that is what choosing another regime asks for.
    """
    named = next((period for period in periods if period.key == key), None)
    if named is not None:
        return named
    reported = [period for period in periods if period.is_reported]
    with_figures = [period for period in reported if period.ends_on == newest]
    ended = [period for period in reported if period.ends_on < acting.today]
    return next(iter([*with_figures, *ended, *reported, *periods]), None)


def _measure(measures: Measures, code: str | None) -> Measure:
    """The one named, else the first ordinary number: a count of yes answers says little alone."""
    if code is not None and code in measures:
        return measures[code]
    ordinary = (measure for measure in measures if measure.kind in _ORDINARY)
    return next(ordinary, next(iter(measures)))


def _unit(request: HttpRequest, regime: Regime, acting: Acting) -> Unit:
    """The one named; else the regime's own unit where it may be seen; else where one acts."""
    given = request.GET.get("unit")
    if given is not None:
        return unit_seen(request, given)
    if acting.may(Permission.VIEW, regime.unit_id):
        return regime.unit
    held = acting.units_where(Permission.VIEW)
    under = [
        unit_id
        for unit_id in acting.unit_ids
        if unit_id in held and regime.unit_id in unit_and_ancestors(unit_id, acting.today)
    ]
    if not under:
        raise Http404
    return Unit.objects.get(pk=under[0])


def _is_id(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 18


def _one_of(given: str | None, known: Sequence[str]) -> str:
    return given if given in known else known[0]


def _is_sort(given: str) -> bool:
    return given.removeprefix("-") in SORTS
