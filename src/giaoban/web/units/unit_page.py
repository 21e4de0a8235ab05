"""What is this unit: its names, its places in the tree, its people, what was done to it?"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from giaoban.models import Committee, Unit
from giaoban.queries.people.directory import people_at
from giaoban.queries.tasks.unit_card import UnitCard, unit_card
from giaoban.queries.tasks.waiting import closed_units_tasks
from giaoban.queries.units.browse import children_on, names_of, path_to, places_of
from giaoban.rules.people.permissions import Permission
from giaoban.web.audit.history_panel import shown_history
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.document_naming import Names
from giaoban.web.units.tree import day_asked


@signed_in
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one unit; `?on=` is the day on which its surroundings are looked at."""
    record = get_object_or_404(Unit, pk=pk)
    require(request, Permission.VIEW, record)
    acting = acting_on(request)
    on = day_asked(request, acting.today)
    may_manage = acting.may(Permission.MANAGE_UNITS, record.pk)
    return render(
        request,
        "units/unit.html",
        {
            "unit": record,
            "on": on,
            "is_today": on == acting.today,
            "is_open": record.is_open(on),
            "path": [
                above for above in path_to(record.pk, on) if acting.may(Permission.VIEW, above.id)
            ],
            "children": children_on(record.pk, on),
            "names": names_of(record),
            "placed": places_of(record),
            "serving": people_at(record.pk, on),
            "tasks": _tasks(acting, record.pk),
            "left_open": _left_open(acting, record),
            "committee": Committee.objects.filter(unit=record).first(),
            "may_manage": may_manage and record.closed_on is None,
            "may_appoint": acting.may(Permission.MANAGE_PEOPLE, record.pk),
            "may_chase": acting.may(Permission.CHASE, record.pk) and record.closed_on is None,
            "history": shown_history(record)
            if acting.may(Permission.VIEW_HISTORY, record.pk)
            else None,
        },
    )


def _left_open(acting: Acting, closed: Unit) -> int:
    """How many open tasks of a closed unit this person can hand on."""
    if closed.is_open(acting.today):
        return 0
    return closed_units_tasks(acting.deciding, acting.today).filter(unit=closed).count()


def _tasks(acting: Acting, unit_id: int) -> UnitCard:
    card = unit_card(unit_id, acting.seeing_tasks, acting.today)
    names = Names(acting, [document for document, _counts in card.directives])
    named = [(names.shown(document), counts) for document, counts in card.directives]
    return replace(card, directives=named)
