"""Whom does chasing overdue tasks reach? One press writes to all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.tasks.reminding import chase_tasks as chase
from giaoban.actions.tasks.told_readers import TaskReader
from giaoban.models import Document, Unit
from giaoban.queries.tasks.readers import chased_tasks
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.document_naming import shown_document
from giaoban.web.frame.paging import stretch
from giaoban.web.people.reach import site_of
from giaoban.web.tasks.glance_asked import document_asked, unit_asked
from giaoban.web.tasks.late_waiting import late_waiting_shown


@dataclass(frozen=True)
class ShownReader:
    """Who gets a letter, and about which units."""

    reader: TaskReader
    units: list[str]


@signed_in
def chase_tasks(request: HttpRequest) -> HttpResponse:
    """Of one directive, or of all under a unit: GET shows whom it reaches, POST does it at once."""
    require_anywhere(request, Permission.CHASE)
    acting = acting_on(request)
    unit, document = unit_asked(request), document_asked(request, acting)
    document_id = None if document is None else document.pk
    tasks = list(chased_tasks(acting.seeing_tasks, unit.pk, document_id, acting.today))
    is_sent = request.method == "POST"
    told = chase(
        tasks=tasks,
        on=document or unit,
        by=acting.person,
        today=acting.today,
        now=acting.now,
        site=site_of(request),
        is_trial=not is_sent,
    )
    if is_sent:
        messages.success(request, _done_words(len(told.readers)))
        return redirect(_above(unit, document))
    rows = stretch(request, told.readers)
    by_link = sum(bool(reader.contacts) for reader in told.readers)
    context = {
        "unit": unit,
        "document": None if document is None else shown_document(acting, document),
        "above": _above(unit, document),
        "overdue": len(tasks),
        "late_waiting": late_waiting_shown(acting, unit, document),
        "by_link": by_link,
        "by_account": len(told.readers) - by_link,
        "rows": rows,
        "shown": _shown(rows.rows),
        "unreached": told.unreached,
    }
    return render(request, "tasks/chase.html", context)


def may_chase_tasks(acting: Acting, unit: Unit, document: Document | None) -> bool:
    """Whether a page offers it: something is overdue that the person decides on."""
    if not acting.units_where(Permission.CHASE):
        return False
    document_id = None if document is None else document.pk
    return chased_tasks(acting.seeing_tasks, unit.pk, document_id, acting.today).exists()


def _above(unit: Unit, document: Document | None) -> str:
    """The page from which one came, narrowed as it was."""
    query = {"unit": unit.pk} | ({} if document is None else {"document": document.pk})
    return f"{reverse('task_load')}?{urlencode(query)}"


def _shown(readers: Sequence[TaskReader]) -> list[ShownReader]:
    return [
        ShownReader(reader, sorted({said.task.unit.name for said in reader.own.values()}))
        for reader in readers
    ]


def _done_words(count: int) -> str:
    if not count:
        return _("Everybody who can be written to has been chased today.")
    words = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", count)
    return words % {"n": count}
