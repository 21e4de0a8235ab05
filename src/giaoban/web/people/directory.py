"""Who serves in my area, and what does one person do?"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from giaoban.models import Person
from giaoban.queries.people.directory import people_under
from giaoban.queries.units.picking import unit_named
from giaoban.rules.people.permissions import Permission, Role
from giaoban.rules.units.naming import search_key
from giaoban.web.audit.history_panel import shown_history
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.columns import column_choice
from giaoban.web.frame.labels import ROLE_LABELS
from giaoban.web.frame.paging import stretch
from giaoban.web.people.people_table import people_table
from giaoban.web.people.reach import may_change, may_see, roles_at
from giaoban.web.units.fields import written

COLUMNS = {
    "role": gettext_lazy("Role and unit"),
    "post": gettext_lazy("Post"),
    "telephone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "account": gettext_lazy("Account"),
}
SORTED_BY = {"name": "sort_key", "post": "post", "email": "email"}


@signed_in
def people(request: HttpRequest) -> HttpResponse:
    """The people of the units that the person looks after, narrowed by unit, role and name."""
    asked = _people_asked(request)
    rows = stretch(request, asked.found)
    context = {**asked.context, "rows": rows, "columns": column_choice(request, COLUMNS)}
    return render(request, "people/people.html", context)


@signed_in
def export_people(request: HttpRequest) -> HttpResponse:
    """What the list shows, whole and in the columns chosen, as a workbook."""
    acting = acting_on(request)
    wanted = column_choice(request, COLUMNS).shown
    response = HttpResponse(
        people_table(_people_asked(request).found, acting.today, wanted).to_xlsx(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="people-{acting.today}.xlsx"'
    return response


@dataclass(frozen=True)
class PeopleAsked:
    """The people that the filters leave, in the order asked for, and what the filters say."""

    found: QuerySet[Person]
    context: dict[str, Any]


def _people_asked(request: HttpRequest) -> PeopleAsked:
    require_anywhere(request, Permission.MANAGE_PEOPLE)
    acting = acting_on(request)
    text = request.GET.get("q", "").strip()[:100]
    unit_text = request.GET.get("unit", "").strip()[:260]
    unit = unit_named(unit_text, acting.today)
    under = set(acting.units_where(Permission.MANAGE_PEOPLE))
    if unit and acting.may(Permission.MANAGE_PEOPLE, unit.pk):
        under = {unit.pk}
    role = request.GET.get("role", "")
    found = people_under(
        under,
        on=acting.today,
        role=Role(role) if role in set(Role) else None,
        words=search_key(text),
        only_active="all" not in request.GET,
    )
    sort = request.GET.get("sort", "name")
    way, column = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    key = SORTED_BY.get(column, "sort_key")
    found = found.order_by(f"{way}{key}", f"{way}pk")
    context = {
        "text": text,
        "unit_text": written(unit) if unit else unit_text,
        "role": role,
        "roles": ROLE_LABELS.items(),
        "everyone": "all" in request.GET,
        "is_narrowed": bool(text or unit_text or role),
        "sort": sort,
    }
    return PeopleAsked(found, context)


@signed_in
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: contact, roles now and before; for those who may, what can be done."""
    record = get_object_or_404(Person, pk=pk)
    if not may_see(request, record):
        raise Http404
    acting = acting_on(request)
    appointments = list(record.appointments.select_related("unit").order_by("-since", "rank"))
    shown = [
        held
        for held in appointments
        if record.pk == acting.person.pk or acting.may(Permission.VIEW, held.unit_id)
    ]
    mine = [
        (held, Role(held.role) in roles_at(request, held.unit_id))
        for held in shown
        if held.until is None or held.until > acting.today
    ]
    sees_history = any(acting.may(Permission.VIEW_HISTORY, held.unit_id) for held in shown)
    return render(
        request,
        "people/person.html",
        {
            "person": record,
            "present": mine,
            "past": [
                held for held in shown if held.until is not None and held.until <= acting.today
            ],
            "may_change": may_change(request, record),
            "may_appoint": record.pk != acting.person.pk
            and acting.may_anywhere(Permission.MANAGE_PEOPLE),
            "is_self": record.pk == acting.person.pk,
            "is_invited": record.is_active and not record.has_usable_password(),
            "history": shown_history(record, also=shown) if sees_history else None,
        },
    )
