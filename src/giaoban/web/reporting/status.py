"""Who owes which report? The page of units × periods, and the call sheet to print."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from giaoban.documents.period_titles import period_short_title, period_title
from giaoban.models import Period, Regime, Unit
from giaoban.queries.reporting.explorer import newest_reported
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.periods import reported_periods
from giaoban.queries.reporting.regimes import regimes_around
from giaoban.queries.reporting.status_grid import (
    NARROWED,
    GridRow,
    Square,
    StatusGrid,
    call_sheet,
)
from giaoban.queries.units.browse import path_to
from giaoban.queries.units.lineage import subtree_ids, unit_and_ancestors
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.coverage import Coverage
from giaoban.rules.reporting.period_years import year_start_of
from giaoban.rules.reporting.periods import PeriodKind, parse_key
from giaoban.rules.reporting.standing import Standing
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import BADGES, Badge
from giaoban.web.frame.paging import stretch
from giaoban.web.frame.picked import picked_ids
from giaoban.web.reporting.closing import closing_of
from giaoban.web.reporting.explorer_choice import unit_seen
from giaoban.web.reporting.hour_words import hours_words

CALLED_AT_ONCE = 500
"""More than a page lists elsewhere: the sheet is for printing."""


@dataclass(frozen=True)
class Asked:
    """What the address names: a regime, one of its reported periods, a unit."""

    regimes: list[Regime]
    regime: Regime
    periods: list[Period]
    period: Period
    unit: Unit
    narrowed: str


@dataclass(frozen=True)
class ShownSquare:
    key: str
    counts: Coverage
    standing: str
    tone: str
    icon: str
    label: str
    title: str
    address: str


@dataclass(frozen=True)
class ShownRow:
    unit_id: int
    name: str
    has_children: bool
    is_top: bool
    on_time_share: float | None
    squares: list[ShownSquare]


@signed_in
def status(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    asked = asked_of(request)
    if asked is None:
        may_open = acting.may_anywhere(Permission.MANAGE_REGIMES)
        return render(request, "reporting/status/nothing.html", {"may_open": may_open})
    source = StatusGrid(asked.unit, asked.periods, asked.period, acting.now)
    ids = source.narrowed(asked.narrowed) if asked.narrowed else source.children()
    rows = stretch(request, ids)
    grid = source.grid([])
    return render(
        request,
        "reporting/status/grid.html",
        {
            "asked": asked,
            "grid": grid,
            "rows": rows,
            "shown": [
                _shown(request, row, is_top=row is grid.top)
                for row in [grid.top, *source.rows(rows.rows)]
            ],
            "counts": _counts(grid.top, len(source.overdue())),
            "path": [
                above
                for above in path_to(asked.unit.pk, asked.period.ends_on)
                if acting.may(Permission.VIEW, above.id)
            ],
            "heads": _heads(grid.periods),
            "hours": hours_words(grid.deadline.due_at, acting.now)
            if grid.deadline and asked.period.incident_id
            else "",
            "legend": _legend(),
            "may_chase": bool(grid.chosen.expected - grid.chosen.received)
            and acting.may(Permission.CHASE, asked.unit.pk),
            "closing": closing_of(acting, asked.unit, asked.period, grid.chosen),
            "query": request.GET.urlencode(),
        },
    )


@signed_in
def call_sheet_page(request: HttpRequest) -> HttpResponse:
    """The units picked, else all that owe the period, with telephone numbers and room for notes."""
    require_anywhere(request, Permission.VIEW)
    asked = asked_of(request)
    if asked is None:
        raise Http404
    acting = acting_on(request)
    rows = stretch(request, owing_units(request, asked), at_once=CALLED_AT_ONCE)
    earlier = [period for period in asked.periods if period.ends_on <= asked.period.ends_on]
    lines = call_sheet(rows.rows, earlier[:12], acting.now, acting.today)
    return render(
        request,
        "reporting/status/call_sheet.html",
        {
            "asked": asked,
            "lines": lines,
            "rows": rows,
            "query": request.GET.urlencode(),
        },
    )


def owing_units(request: HttpRequest, asked: Asked) -> list[int]:
    """The units that owe the period: those under the ones picked, else all."""
    now = acting_on(request).now
    source = StatusGrid(asked.unit, asked.periods, asked.period, now)
    owing = [*source.narrowed("missing"), *source.narrowed("returned")]
    given = [*request.GET.getlist("pick"), *request.POST.getlist("pick")]
    picked = picked_ids(given)
    if picked:
        reach = subtree_ids([asked.unit.pk], asked.period.ends_on)
        below = subtree_ids(picked & reach, asked.period.ends_on)
        owing = [pk for pk in owing if pk in below]
    return list(dict.fromkeys(owing))


def _square_address(begun: str, row: GridRow, square: Square) -> str:
    """The report of a unit that is asked itself; of an area, the same page narrowed to it."""
    if not row.has_children and square.standing is not Standing.NOT_ASKED:
        return reverse("report", args=[square.period.pk, row.unit_id])
    return f"?{begun}&period={quote(square.period.key)}"


def _square_title(row: GridRow, square: Square, label: str) -> str:
    language = get_language() or "vi"
    period = period_title(
        square.period.key,
        language,
        year_start_of(square.period),
        incident=incident_name(square.period),
    )
    named = f"{row.name}, {period}: {label}"
    if row.has_children:
        return f"{named} ({square.counts.received}/{square.counts.expected})"
    return named


def _shown(request: HttpRequest, row: GridRow, *, is_top: bool) -> ShownRow:
    query = request.GET.copy()
    for name in ("page", "state", "pick", "period"):
        query.pop(name, None)
    query["unit"] = str(row.unit_id)
    begun = query.urlencode()
    squares = []
    for square in row.squares:
        badge = BADGES[square.standing.value]
        squares.append(
            ShownSquare(
                key=square.period.key,
                counts=square.counts,
                standing=square.standing.value,
                tone=badge.tone,
                icon=badge.icon,
                label=str(badge.label),
                title=_square_title(row, square, str(badge.label)),
                address=_square_address(begun, row, square),
            )
        )
    return ShownRow(
        unit_id=row.unit_id,
        name=row.name,
        has_children=row.has_children,
        is_top=is_top,
        on_time_share=row.on_time_share,
        squares=squares,
    )


def asked_of(request: HttpRequest) -> Asked | None:
    acting = acting_on(request)
    regimes = regimes_around(acting.units_where(Permission.VIEW), acting.today)
    given = request.GET.get("regime")
    if given is None:
        newest = newest_reported(regimes, acting.unit_ids, acting.today)
        regimes_tried = sorted(
            regimes, key=lambda each: newest.get(each.pk, date.min), reverse=True
        )
    else:
        regimes_tried = regimes
    for regime in regimes_tried:
        if given is not None and regime.code != given:
            continue
        periods = reported_periods(regime)
        if not periods:
            if given is not None:
                return None
            continue
        for period in periods:
            period.regime = regime
        unit = _unit(request, regime, acting)
        require(request, Permission.VIEW, unit)
        narrowed = request.GET.get("state", "")
        return Asked(
            regimes=_begun(regimes, regime),
            regime=regime,
            periods=periods,
            period=_period(periods, request.GET.get("period"), acting),
            unit=unit,
            narrowed=narrowed if narrowed in NARROWED else "",
        )
    if given is not None:
        raise Http404
    return None


def _begun(regimes: list[Regime], chosen: Regime) -> list[Regime]:
    """Regimes with a reported period, and the chosen one: the others would lead nowhere."""
    reported = Period.objects.filter(regime__in=regimes, is_reported=True)
    begun = {chosen.pk, *reported.order_by().values_list("regime_id", flat=True).distinct()}
    return [regime for regime in regimes if regime.pk in begun]


def _period(periods: list[Period], key: str | None, acting: Acting) -> Period:
    """The one named, else the newest whose cut-off has passed, else the newest.

    A period of another regime is taken for none: that is what choosing another regime asks for.
    """
    named = next((period for period in periods if period.key == key), None)
    if named is not None:
        return named
    ended = [period for period in periods if period.ends_on < acting.today]
    return [*ended, *periods][0]


def _unit(request: HttpRequest, regime: Regime, acting: Acting) -> Unit:
    given = request.GET.get("unit")
    if given is not None:
        return unit_seen(request, given)
    if acting.may(Permission.VIEW, regime.unit_id):
        return regime.unit
    held = acting.units_where(Permission.VIEW)
    for unit_id in acting.unit_ids:
        if unit_id in held and regime.unit_id in unit_and_ancestors(unit_id, acting.today):
            return Unit.objects.get(pk=unit_id)
    raise Http404


@dataclass(frozen=True)
class Head:
    period: Period
    text: str


def _heads(periods: list[Period]) -> list[Head]:
    """Months as bare numbers, the year beside the first and beside January; others in short.

    The first report of an incident that is shown says whose it is, as the others may be another's.
    """
    heads = []
    for number, period in enumerate(periods):
        parsed = parse_key(period.key)
        text = period_short_title(period.key, get_language() or "vi", year_start_of(period))
        if parsed.kind is PeriodKind.MONTH:
            is_first = number == 0 or parsed.number == 1
            text = f"{parsed.number}/{parsed.year % 100:02d}" if is_first else str(parsed.number)
        is_another = number == 0 or periods[number - 1].incident_id != period.incident_id
        if period.incident is not None and is_another:
            text = f"{period.incident.name}: {text}"
        heads.append(Head(period, text))
    return heads


def _counts(top: GridRow, overdue: int) -> list[tuple[str, str, int, str]]:
    """(tone, words, number, filter): what stands above the grid about the chosen period."""
    counts = top.squares[-1].counts
    waiting = max(counts.missing - counts.returned, 0)
    return [
        ("done", gettext("received"), counts.received, "received"),
        ("term", gettext("not sent, within term"), max(waiting - overdue, 0), "unsent"),
        ("late", gettext("overdue"), overdue, "overdue"),
        ("returned", gettext("to be completed"), counts.returned, "returned"),
        ("neutral", gettext("received late"), counts.late, "late"),
    ]


def _legend() -> list[tuple[str, Badge]]:
    return [(state.value, BADGES[state.value]) for state in Standing]
