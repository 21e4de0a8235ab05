"""How does an indicator stand, and where? The page of results, its picture and its files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from giaoban.documents.chart_specs import bar_by_unit_spec, line_series_spec
from giaoban.documents.charts import chart_svg, without_title
from giaoban.documents.period_titles import period_short_title, period_title
from giaoban.documents.sparklines import sparkline_svg
from giaoban.queries.reporting.explorer import Explored, ExplorerRow, Past, explore, pasts_of
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.units.browse import BrowsedUnit, path_to
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.exceptions import is_missed
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.paging import stretch
from giaoban.web.reporting.explorer_apart import apart_context, columns_apart
from giaoban.web.reporting.explorer_choice import Choice, choice_from
from giaoban.web.reporting.explorer_columns import cumulative_label, explorer_columns
from giaoban.web.reporting.explorer_table import explorer_table
from giaoban.web.reporting.measure_words import (
    bars_title,
    figure_text,
    headline,
    line_title,
)

MOST_BARS = 40


@dataclass(frozen=True)
class ShownRow:
    """A row with its addresses; `level` is the class that steps its name to the right."""

    row: ExplorerRow
    figure: str
    previous: str
    last_year: str
    cumulative: str
    target: str
    months: str
    change: Change | None
    sparkline: SafeString
    toggle: str
    narrow: str
    origin: str

    @property
    def level(self) -> int:
        return min(self.row.depth, 5)


@dataclass(frozen=True)
class Addresses:
    """What the rows' addresses share, put together once for all of them."""

    kept: str
    opened: tuple[str, ...]

    @classmethod
    def of(cls, request: HttpRequest) -> "Addresses":
        query = request.GET.copy()
        opened = tuple(query.pop("open", []))
        query.pop("unit", None)
        return cls(query.urlencode(), opened)

    def toggled(self, unit_id: int, top: int) -> str:
        """With the unit opened, or closed where it is open."""
        name = str(unit_id)
        left = [each for each in self.opened if each != name]
        opened = left if name in self.opened else [*self.opened, name]
        asked = urlencode([("unit", top), *(("open", each) for each in opened)])
        return f"?{self.kept}&{asked}#unit-{unit_id}"

    def narrowed(self, unit_id: int) -> str:
        return f"?{self.kept}&unit={unit_id}"


@signed_in
def results(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    choice = choice_from(request)
    if choice is None:
        return render(request, "reporting/results/nothing.html")
    explored = _explored(choice)
    top, *below = arranged(explored.rows, choice)
    rows = stretch(request, below)
    shown = [top, *rows.rows]
    pasts = pasts_of(shown, choice.measures, choice.measure, choice.period)
    children = _highest_first(explored)
    addresses = Addresses.of(request)
    return render(
        request,
        "reporting/results/explorer.html",
        {
            "choice": choice,
            "explored": explored,
            "title": headline(choice.measure, explored.top, choice.compare),
            "rows": rows,
            "shown_rows": [_shown(addresses, choice, row, pasts[row.unit_id]) for row in shown],
            "is_narrowed_empty": bool(choice.narrowed) and not rows.total,
            "path": _seen_path(acting_on(request), choice),
            "series": _series(choice, explored, pasts[top.unit_id]),
            "query": request.GET.urlencode(),
            "differing": [row for row in shown if pasts[row.unit_id].months is not None],
            "has_carried": any(row.now.is_carried for row in explored.rows),
            "line_title": line_title(choice.measure, top, pasts[top.unit_id].series),
            "bars_title": bars_title(choice.measure, children) if len(children) > 1 else "",
            "bars_left_out": max(len(children) - MOST_BARS, 0),
            "sort": choice.sort,
            "cumulative_label": cumulative_label(choice.period),
            "columns": explorer_columns(request, choice.period, explored),
            **apart_context(request, choice, shown),
        },
    )


@signed_in
def results_file(request: HttpRequest, form: str) -> HttpResponse:
    """What the page shows, sorted and filtered as it is, as a workbook or as CSV."""
    require_anywhere(request, Permission.VIEW)
    choice = choice_from(request)
    if choice is None or form not in ("xlsx", "csv"):
        raise Http404
    explored = _explored(choice)
    rows = arranged(explored.rows, choice)
    table = explorer_table(
        choice,
        explored,
        rows,
        title=headline(choice.measure, explored.top, choice.compare),
        made_on=acting_on(request).today,
        apart=columns_apart(request, choice, rows),
        wanted=explorer_columns(request, choice.period, explored).shown,
    )
    name = f"{choice.measure.code}-{choice.period.key.replace(':', '-')}-{choice.unit.code}.{form}"
    kind = "text/csv; charset=utf-8"
    if form == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    content = table.to_xlsx() if form == "xlsx" else table.to_csv()
    return HttpResponse(
        content,
        headers={
            "Content-Type": kind,
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


@signed_in
def results_picture(request: HttpRequest, kind: str, theme: str) -> HttpResponse:
    """The line over time with last year's, or the bars of the units below; an SVG picture."""
    require_anywhere(request, Permission.VIEW)
    choice = choice_from(request)
    if choice is None or kind not in ("line", "bars") or theme not in ("light", "dark"):
        raise Http404
    explored = _explored(choice)
    number_format = ".0%" if choice.measure.is_ratio else ",.0f"
    if kind == "line":
        spec = line_series_spec(
            _lines(explored, _past_of_top(choice, explored), choice.regime.year_starts),
            title=choice.measure.name,
            number_format=number_format,
            earlier=[gettext("the year before")],
        )
    else:
        spec = bar_by_unit_spec(
            [(row.name, row.now.value) for row in _highest_first(explored)[:MOST_BARS]],
            title=choice.measure.name,
            number_format=number_format,
        )
    svg = chart_svg(
        without_title(spec),
        language=get_language() or "vi",
        theme="dark" if theme == "dark" else "light",
    )
    return HttpResponse(svg, content_type="image/svg+xml")


def _explored(choice: Choice) -> Explored:
    explored = explore(
        choice.measures, choice.measure, choice.period, choice.unit.pk, choice.opened
    )
    if not explored.rows:
        raise Http404  # the unit was not there yet at the period's end
    return explored


def _past_of_top(choice: Choice, explored: Explored) -> Past:
    pasts = pasts_of([explored.top], choice.measures, choice.measure, choice.period)
    return pasts[explored.top.unit_id]


def arranged(rows: Sequence[ExplorerRow], choice: Choice) -> list[ExplorerRow]:
    """Sorted among siblings and filtered; the unit asked for stays on top."""
    below: dict[int | None, list[ExplorerRow]] = {}
    for row in rows[1:]:
        below.setdefault(row.parent_id, []).append(row)
    found = [rows[0]]

    def under(unit_id: int) -> None:
        for row in _sorted(below.get(unit_id, []), choice):
            if _passes(row, choice):
                found.append(row)
            under(row.unit_id)

    under(rows[0].unit_id)
    return found


def _sorted(rows: list[ExplorerRow], choice: Choice) -> list[ExplorerRow]:
    """Rows without a value come last both ways; the tree's own order is that of names."""
    name, is_down = choice.sort.removeprefix("-"), choice.sort.startswith("-")
    if name == "name":
        return rows[::-1] if is_down else rows
    values: dict[str, Callable[[ExplorerRow], float | None]] = {
        "now": lambda row: row.now.value,
        "change": lambda row: change.amount if (change := change_of(row, choice.compare)) else None,
        "coverage": lambda row: row.coverage.received / max(row.coverage.expected, 1),
        "cumulative": lambda row: row.cumulative,
        "share": lambda row: row.share_of_target,
    }
    value = values[name]
    known = [row for row in rows if value(row) is not None]
    known.sort(key=lambda row: value(row) or 0.0, reverse=is_down)
    return known + [row for row in rows if value(row) is None]


def _passes(row: ExplorerRow, choice: Choice) -> bool:
    change = change_of(row, choice.compare)
    match choice.narrowed:
        case "missing":
            return row.now.value is None
        case "incomplete":
            return row.coverage.missing > 0
        case "fallen":
            return change is not None and change.amount < 0
        case "below":
            return is_missed(row.share_of_target, choice.measure.better)
    return True


def change_of(row: ExplorerRow, compare: str) -> Change | None:
    """Against the period before where that is asked for, else against last year."""
    return row.change_from_previous if compare == "previous" else row.change_from_last_year


def _shown(addresses: Addresses, choice: Choice, row: ExplorerRow, past: Past) -> ShownRow:
    def text(value: float | None) -> str:
        return figure_text(choice.measure, value)

    line = sparkline_svg(past.series)
    return ShownRow(
        row=row,
        figure=text(row.now.value),
        previous=text(row.previous.value),
        last_year=text(row.last_year.value),
        cumulative=text(row.cumulative),
        target=text(row.target),
        months=text(past.months),
        change=change_of(row, choice.compare),
        sparkline=mark_safe(line),
        toggle=addresses.toggled(row.unit_id, choice.unit.pk),
        narrow=addresses.narrowed(row.unit_id),
        origin=reverse("origin", args=[row.unit_id, choice.period.pk, choice.measure.code]),
    )


def _seen_path(acting: Acting, choice: Choice) -> list[tuple[BrowsedUnit, str]]:
    """The units above that the person may view, each with its address."""
    kept = {
        "regime": choice.regime.code,
        "indicator": choice.measure.code,
        "period": choice.period.key,
        "compare": choice.compare,
    }
    return [
        (above, "?" + urlencode({**kept, "unit": above.id}))
        for above in path_to(choice.unit.pk, choice.period.ends_on)
        if acting.may(Permission.VIEW, above.id)
    ]


def _series(choice: Choice, explored: Explored, past: Past) -> list[tuple[str, str, str]]:
    """The picture's own table: period, figure, a year before."""
    return [
        (_title(choice, key), figure_text(choice.measure, now), figure_text(choice.measure, before))
        for key, now, before in zip(
            explored.series_keys, past.series, past.last_year_series, strict=True
        )
    ]


def _title(choice: Choice, key: str) -> str:
    """Of a period of the choice's line: of an incident's report, those of the same incident."""
    return period_title(
        key,
        get_language() or "vi",
        choice.regime.year_starts,
        incident=incident_name(choice.period),
    )


def _lines(
    explored: Explored, past: Past, year_starts: int
) -> list[tuple[str, list[tuple[str, float | None]]]]:
    labels = [
        period_short_title(key, get_language() or "vi", year_starts) for key in explored.series_keys
    ]
    lines = [(gettext("this year"), list(zip(labels, past.series, strict=True)))]
    if any(value is not None for value in past.last_year_series):
        before = list(zip(labels, past.last_year_series, strict=True))
        lines.append((gettext("the year before"), before))
    return lines


def _highest_first(explored: Explored) -> list[ExplorerRow]:
    """The units directly under the one asked for that have a figure."""
    children = [row for row in explored.rows if row.depth == 2 and row.now.value is not None]
    return sorted(children, key=lambda row: -(row.now.value or 0))
