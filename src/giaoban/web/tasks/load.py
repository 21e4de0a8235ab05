"""Who has not answered, for how long, and how much lies with whom?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from giaoban.documents.tables import ExportColumn, TableExport
from giaoban.models import Document, Unit
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.tasks.load import By, load_of
from giaoban.queries.tasks.seen import tasks_under
from giaoban.queries.written_days import day_text
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.working_days import WorkingCalendar
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.document_naming import shown_document
from giaoban.web.frame.paging import stretch
from giaoban.web.frame.table_files import table_file
from giaoban.web.tasks.chase_tasks import may_chase_tasks
from giaoban.web.tasks.glance_asked import document_asked, nothing_given, unit_asked
from giaoban.web.tasks.late_waiting import late_waiting_shown
from giaoban.web.tasks.terms import FARTHEST

SOON = 5
"""Working days."""


@dataclass(frozen=True)
class Wanted:
    unit: Unit
    document: Document | None
    by: By
    sort: str


@dataclass(frozen=True)
class LoadRow:
    """`overdue_by` and `waits` in working days; None where a day of the calendar says more."""

    unit_id: int
    unit: str
    code: str
    holder: str
    open: int
    unread: int
    soon: int
    overdue: int
    first_due: date | None
    overdue_by: int | None
    given_on: date
    waits: int | None
    address: str

    @property
    def overdue_words(self) -> str:
        if self.first_due is None:
            return ""
        if self.overdue_by is None:
            return _("since %(day)s") % {"day": day_text(self.first_due)}
        return _working_days(self.overdue_by)

    @property
    def waits_words(self) -> str:
        if self.waits is None:
            return _("since %(day)s") % {"day": day_text(self.given_on)}
        return _working_days(self.waits)


@signed_in
def task_load(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request)
    calendar = _calendar(acting_on(request).today)
    # Read whole: to count the groups apart costs as much again as the few thousand rows.
    rows = stretch(request, list(_found(request, wanted, calendar)))
    return render(
        request,
        "tasks/load.html",
        {
            "wanted": wanted,
            "rows": rows,
            "shown": _load_rows(rows.rows, wanted, acting_on(request).today, calendar),
            "query": request.GET.urlencode(),
            "nothing_given": not rows.total and nothing_given(acting_on(request), wanted.unit.pk),
            "soon": SOON,
            "late_waiting": late_waiting_shown(acting_on(request), wanted.unit, wanted.document),
            "may_chase": may_chase_tasks(acting_on(request), wanted.unit, wanted.document),
        },
    )


@signed_in
def task_load_file(request: HttpRequest, form: str) -> HttpResponse:
    """All rows, narrowed and sorted as the page is, as a workbook or as CSV."""
    wanted = _wanted(request)
    today = acting_on(request).today
    calendar = _calendar(today)
    rows = _load_rows(_found(request, wanted, calendar), wanted, today, calendar)
    return table_file(_table(rows, wanted, today), "unanswered", form)


def _wanted(request: HttpRequest) -> Wanted:
    require_anywhere(request, Permission.VIEW)
    by = request.GET.get("by", "")
    acting = acting_on(request)
    document = document_asked(request, acting)
    return Wanted(
        unit=unit_asked(request),
        document=None if document is None else shown_document(acting, document),
        by=By(by) if by in set(By) else By.UNIT,
        sort=request.GET.get("sort", "late"),
    )


def _found(request: HttpRequest, wanted: Wanted, calendar: WorkingCalendar) -> Any:
    acting = acting_on(request)
    tasks = tasks_under(acting.seeing_tasks, wanted.unit.pk, acting.today)
    if wanted.document is not None:
        tasks = tasks.filter(obligation__document=wanted.document)
    soon = calendar.add_working_days(acting.today, SOON)
    return load_of(tasks, wanted.by, acting.today, soon=soon, sort=wanted.sort)


def _calendar(today: date) -> WorkingCalendar:
    return working_calendar(range((today - FARTHEST).year, today.year + 2))


def _load_rows(
    found: Sequence[Any], wanted: Wanted, today: date, calendar: WorkingCalendar
) -> list[LoadRow]:
    def days_since(day: date | None) -> int | None:
        if day is None or today - day > FARTHEST:
            return None
        return calendar.working_days_between(day, today)

    rows = []
    for row in found:
        given_on = localdate(row["first_given"])
        rows.append(
            LoadRow(
                unit_id=row["unit"],
                unit=row["unit__name"],
                code=row["unit__code"],
                holder=row.get("holder__name", ""),
                open=row["open"],
                unread=row["unread"],
                soon=row["soon"],
                overdue=row["overdue"],
                first_due=row["first_due"],
                overdue_by=days_since(row["first_due"]),
                given_on=given_on,
                waits=days_since(given_on),
                address=_tasks_address(row, wanted),
            )
        )
    return rows


def _tasks_address(row: dict[str, Any], wanted: Wanted) -> str:
    query = {"unit": row["unit"]}
    if wanted.document is not None:
        query["document"] = wanted.document.pk
    if wanted.by is By.HOLDER:
        query["holder"] = row["holder"]
    return f"{reverse('tasks')}?{urlencode(query)}"


def _working_days(count: int) -> str:
    words = ngettext("%(count)s working day", "%(count)s working days", count)
    return words % {"count": count}


def _table(rows: Sequence[LoadRow], wanted: Wanted, made_on: date) -> TableExport:
    number = ("#,##0", 14)
    holder = [ExportColumn(_("Held by"), width=26)] if wanted.by is By.HOLDER else []
    return TableExport(
        columns=(
            ExportColumn(_("Unit"), width=34),
            ExportColumn(_("Code"), width=14),
            *holder,
            ExportColumn(_("Without an answer"), *number),
            ExportColumn(_("Not acknowledged"), *number),
            ExportColumn(_("Due within %(count)s working days") % {"count": SOON}, *number),
            ExportColumn(pgettext("tasks", "Overdue"), *number),
            ExportColumn(_("Overdue since"), width=14),
            ExportColumn(_("Overdue, working days"), *number),
            ExportColumn(_("Given on"), width=14),
            ExportColumn(_("Waits, working days"), *number),
        ),
        rows=tuple(
            (
                row.unit,
                row.code,
                *([row.holder] if holder else []),
                row.open,
                row.unread,
                row.soon,
                row.overdue,
                row.first_due,
                row.overdue_by,
                row.given_on,
                row.waits,
            )
            for row in rows
        ),
        title=_("Who has not answered?"),
        notes=(
            wanted.unit.name,
            *([wanted.document.symbol or wanted.document.title] if wanted.document else []),
        ),
        made_on=made_on,
    )
