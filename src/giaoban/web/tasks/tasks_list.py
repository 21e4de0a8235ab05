"""Which tasks are there: open, overdue, done, or waiting for the reader? Filters are addresses."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.documents.numbers import format_number
from giaoban.models import Task, Unit
from giaoban.queries.tasks.listed import Shown, Wanted, tasks_listed, tasks_of
from giaoban.queries.tasks.waiting import Wait
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.document_naming import Names, names_of
from giaoban.web.frame.labels import Badge
from giaoban.web.frame.paging import Rows, stretch
from giaoban.web.frame.table_files import table_file
from giaoban.web.tasks.glance_asked import nothing_given
from giaoban.web.tasks.tasks_table import MOST_ROWS, tasks_table
from giaoban.web.tasks.terms import calendar_of, term_badge
from giaoban.web.tasks.words import TASK_STATES

WITHOUT = "without"
"""How an address leaves out the parts of what is listed, and what was withdrawn (`parts=`)."""


@dataclass(frozen=True)
class ListedTask:
    task: Task
    source: str
    state: Badge
    term: Badge | None


@signed_in
def tasks(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    wanted = wanted_from(request)
    found = tasks_listed(wanted, acting.seeing_tasks, acting.today)
    rows: Rows[int] = stretch(request, found.values_list("pk", flat=True))
    listed = tasks_of(rows.rows, acting.today)
    calendar = calendar_of(listed, acting.today)
    names = names_of(acting, listed)
    return render(
        request,
        "tasks/tasks.html",
        {
            "wanted": wanted,
            "is_narrowed": any((wanted.document, wanted.obligation, wanted.unit, wanted.under)),
            "rows": rows,
            "narrowed_to": _narrowed_to(wanted, listed, acting, names),
            "shown": [
                ListedTask(
                    one,
                    names.source(one),
                    TASK_STATES[one.whole],
                    term_badge(one, acting.today, calendar, with_parts=True),
                )
                for one in listed
            ],
            "query": request.GET.urlencode(),
            "nothing_given": not rows.total and nothing_given(acting, None),
            "may_give": acting.may_anywhere(Permission.GIVE_TASK),
        },
    )


def _narrowed_to(wanted: Wanted, listed: list[Task], acting: Acting, names: Names) -> list[str]:
    """What the address narrows the list to, in words, as far as what is listed says it."""
    if not listed:
        return []
    task, words = listed[0], []
    if task.obligation is not None and (wanted.document or wanted.obligation):
        document = names.shown(task.obligation.document)
        words.append(document.symbol or document.title)
        if wanted.obligation:
            is_read = names.is_read(task.obligation.document)
            obliged = task.obligation.clause or task.obligation.text
            words.append(obliged if is_read else task.text)
    if wanted.unit:
        words.append(task.unit.name)
    elif wanted.under and acting.may(Permission.VIEW, wanted.under):
        words += Unit.objects.filter(pk=wanted.under).values_list("name", flat=True)
    if wanted.holder and task.holder is not None:
        words.append(task.holder.name)
    return words


@signed_in
def tasks_file(request: HttpRequest, form: str) -> HttpResponse:
    """All rows, narrowed as the list is, as a workbook or as CSV."""
    require_anywhere(request, Permission.VIEW)
    acting = acting_on(request)
    found = tasks_listed(wanted_from(request), acting.seeing_tasks, acting.today)
    if found.count() > MOST_ROWS:
        said = _("More than %(most)s tasks: narrow the list by document or unit.")
        messages.error(request, said % {"most": format_number(MOST_ROWS, get_language() or "vi")})
        return redirect(f"{reverse('tasks')}?{request.GET.urlencode()}")
    listed = list(found.select_related("holder"))
    return table_file(tasks_table(listed, names_of(acting, listed), acting.today), "tasks", form)


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
        is_counted=request.GET.get("parts") == WITHOUT,
    )
