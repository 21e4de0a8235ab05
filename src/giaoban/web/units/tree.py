"""What does the tree look like on a day, and which unit is called so?"""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date

from giaoban.exchange.units.units_csv import UnitLine, write_units_csv
from giaoban.models import Unit
from giaoban.queries.units.browse import (
    BrowsedUnit,
    browsed,
    children_on,
    names_on,
    path_to,
    rows_on,
)
from giaoban.queries.units.search import units_matching
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Permission
from giaoban.rules.units.naming import search_key
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.paging import Rows, stretch
from giaoban.web.units.fields import written

MOST_FOUND = 1000
MOST_PICKED = 20


@signed_in
def units(request: HttpRequest) -> HttpResponse:
    """The top of what the person may see, opened one level; the rest opens on demand."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    on = day_asked(request, acting.today)
    text = request.GET.get("q", "").strip()[:100]
    context: dict[str, object] = {
        "on": on,
        "is_today": on == acting.today,
        "text": text,
        "may_import": acting.may_anywhere(Permission.MANAGE_UNITS),
    }
    if text:
        seen_at = acting.units_where(Permission.VIEW)
        found = units_matching(search_key(text), seen_at=seen_at, on=on, most=MOST_FOUND)
        rows = stretch(request, found)
        context["rows"] = rows
        context["found"] = browsed(rows.rows, on)
    else:
        tops = tops_of(acting, on)
        shown = browsed(tops, on)
        single = len(shown) == 1
        context["tops"] = [
            (unit, _level(request, unit.id, on) if single else None) for unit in shown
        ]
        context["is_bare"] = single and not shown[0].children
        context["above"] = path_to(shown[0].id, on) if single else []
    return render(request, "units/tree.html", context)


@signed_in
def below(request: HttpRequest, pk: int) -> HttpResponse:
    """The next level, asked for when a branch is opened."""
    unit = get_object_or_404(Unit, pk=pk)
    require(request, Permission.VIEW, unit)
    on = day_asked(request, acting_on(request).today)
    level = _level(request, unit.pk, on)
    if level.more_address:  # asked for here, whatever page the branch stands on
        level = replace(level, more_address=request.path + level.more_address)
    return render(request, "units/below.html", {"children": level, "on": on})


@signed_in
def pick_unit(request: HttpRequest) -> HttpResponse:
    """Choices below a field in which a unit is typed: those that the person may see."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    # The field's own name differs from form to form; its value is the only question asked.
    words = search_key(next((str(value) for value in request.GET.values()), "")[:100])
    found = (
        units_matching(
            words,
            seen_at=acting.units_where(Permission.VIEW),
            on=acting.today,
            most=MOST_PICKED,
        )
        if len(words) > 1
        else []
    )
    return render(request, "units/picked.html", {"texts": [written(unit) for unit in found]})


@signed_in
def export_units(request: HttpRequest) -> HttpResponse:
    """The open units under those that the person may see, as a file that can be imported."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    on = day_asked(request, acting.today)
    tree = load_dated_tree()
    rows = rows_on(tree, on, acting.units_where(Permission.VIEW))
    names = names_on([unit_id for unit_id, _ in rows], on)
    lines = []
    for unit_id, parent_id in rows:
        unit = tree.unit(unit_id)
        name, kind = names.get(unit_id, (unit.name, unit.kind))
        parent_code = tree.unit(parent_id).code if parent_id else ""
        lines.append(UnitLine(unit.code, name, kind, parent_code, unit.opened_on, unit.closed_on))
    # The mark lets Excel see that the file is UTF-8.
    response = HttpResponse(
        "\ufeff" + write_units_csv(lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="units-{on.isoformat()}.csv"'
    return response


def _level(request: HttpRequest, unit_id: int, on: date) -> Rows[BrowsedUnit]:
    return stretch(request, children_on(unit_id, on), name=f"below-{unit_id}")


def day_asked(request: HttpRequest, today: date) -> date:
    """`?on=` as a day; what is no date means today."""
    try:
        return parse_date(request.GET.get("on", "")) or today
    except ValueError:
        return today


def tops_of(acting: Acting, on: date) -> list[Unit]:
    """The highest units that the person may see, those below another one left out."""
    held = acting.units_where(Permission.VIEW)
    units = list(Unit.objects.filter(pk__in=held))
    return [
        unit
        for unit in units
        if unit.opened_on <= on and not any(above.id in held for above in path_to(unit.pk, on))
    ]
