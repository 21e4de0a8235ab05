"""Which tasks are there: open, overdue, done, or waiting for the reader? Filters are addresses."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.models import Task
from giaoban.queries.tasks.listed import Shown, Wanted, tasks_listed
from giaoban.queries.tasks.waiting import Wait
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.labels import Badge
from giaoban.web.frame.paging import stretch
from giaoban.web.tasks.terms import calendar_of, term_badge
from giaoban.web.tasks.words import TASK_STATES


@dataclass(frozen=True)
class ListedTask:
    task: Task
    state: Badge
    term: Badge | None


@signed_in
def tasks(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    wanted = wanted_from(request)
    rows = stretch(request, tasks_listed(wanted, acting.seeing_tasks, acting.today))
    calendar = calendar_of(rows.rows, acting.today)
    return render(
        request,
        "tasks/tasks.html",
        {
            "wanted": wanted,
            "is_narrowed": any((wanted.document, wanted.obligation, wanted.unit, wanted.under)),
            "rows": rows,
            "shown": [
                ListedTask(one, TASK_STATES[one.whole], term_badge(one, acting.today, calendar))
                for one in rows.rows
            ],
            "may_give": acting.may_anywhere(Permission.GIVE_TASK),
        },
    )


def wanted_from(request: HttpRequest) -> Wanted:
    """What the address asks for; what it names wrongly is passed over."""

    def number(name: str) -> int | None:
        given = request.GET.get(name, "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None

    shown, wait = request.GET.get("show", ""), request.GET.get("wait", "")
    return Wanted(
        shown=Shown(shown) if shown in set(Shown) else Shown.OPEN,
        wait=Wait(wait) if wait in set(Wait) else None,
        document=number("document"),
        obligation=number("obligation"),
        unit=number("unit"),
        under=number("under"),
        holder=number("holder"),
    )
