"""What was done to this record, by whom and when: a page for any record that has a history."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from giaoban.models import Appointment, Document, Meeting, Person, Task
from giaoban.queries.audit.history import Facts, HistoryEntry, history_of
from giaoban.queries.audit.record_units import record_with_units
from giaoban.queries.meetings.history import withheld_in_history
from giaoban.queries.meetings.seen import meetings_seen, read_whole
from giaoban.queries.register.seen import may_see
from giaoban.queries.tasks.seen import tasks_seen
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.people.permissions import Permission
from giaoban.web.audit.history_panel import shown_entries
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.paging import stretch

MOST = 5000

# Where the record itself is shown; a type without a page of its own has no line.
_PAGES: dict[str, Callable[[Any], str]] = {
    "Unit": lambda unit: reverse("unit", args=[unit.pk]),
    "Person": lambda person: reverse("person", args=[person.pk]),
    "Committee": lambda committee: reverse("committee_of", args=[committee.unit_id]),
    "Regime": lambda regime: reverse("regime", args=[regime.pk]),
    "Period": lambda period: reverse("regime", args=[period.regime_id]),
    "Question": lambda question: reverse("question", args=[question.pk]),
    "Task": lambda task: reverse("task", args=[task.pk]),
    "Document": lambda document: reverse("document", args=[document.pk]),
    "NumberedBody": lambda body: reverse("body", args=[body.pk]),
    "Submission": lambda report: reverse("read_report", args=[report.period_id, report.unit_id]),
    "Meeting": lambda meeting: reverse("meeting", args=[meeting.pk]),
    "ConsolidatedReport": lambda report: reverse("consolidated_report", args=[report.pk]),
}


@signed_in
def record_history(request: HttpRequest, record_type: str, pk: int) -> HttpResponse:
    """For whoever holds VIEW_HISTORY at the record's unit; everybody else finds nothing."""
    found = record_with_units(record_type, pk)
    acting = acting_on(request)
    if found is None or not any(
        acting.may(Permission.VIEW_HISTORY, unit_id) for unit_id in found[1]
    ):
        raise Http404
    record, _units = found
    if isinstance(record, Task) and not _sees(acting, record):
        raise Http404
    if isinstance(record, Meeting) and not _sees_meeting(acting, record):
        raise Http404
    if isinstance(record, Document) and not may_see(acting.reading, record.pk, acting.today):
        raise Http404
    withheld = _withheld(acting, record) if isinstance(record, Meeting) else None
    entries = history_of(record, also=_belonging(acting, record), most=MOST, is_withheld=withheld)
    rows = stretch(request, entries)
    page = _PAGES.get(record_type)
    return render(
        request,
        "audit/record_history.html",
        {
            "record": record,
            "record_type": record_type,
            "record_page": page(record) if page else "",
            "rows": rows,
            "history": shown_entries([one for one in rows.rows if isinstance(one, HistoryEntry)]),
        },
    )


def _sees(acting: Acting, task: Task) -> bool:
    """Of a document for named units only, those who answer or decide alone."""
    return tasks_seen(acting.seeing_tasks, acting.today).filter(pk=task.pk).exists()


def _sees_meeting(acting: Acting, meeting: Meeting) -> bool:
    """One that is prepared nobody sees but whoever prepares it."""
    return meetings_seen(acting.attending, acting.today).filter(pk=meeting.pk).exists()


def _withheld(acting: Acting, meeting: Meeting) -> Callable[[Facts], bool]:
    whole = Meeting.objects.filter(read_whole(acting.attending), pk=meeting.pk)
    return withheld_in_history(meeting, Reach.LIMITED if whole.exists() else Reach.MEMBERS)


def _belonging(acting: Acting, record: models.Model) -> list[Appointment]:
    """A person's roles, as on the person's own page: those at units whose history is seen."""
    if not isinstance(record, Person):
        return []
    return [
        held
        for held in record.appointments.all()
        if acting.may(Permission.VIEW_HISTORY, held.unit_id)
    ]
