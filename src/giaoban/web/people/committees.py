"""What is the committee, who belongs to it, and on which decision does it rest?"""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.people.committees import EDITABLE, edit_committee
from giaoban.models import Committee, Document, Unit
from giaoban.queries.meetings.roster_decisions import document_named
from giaoban.queries.people.directory import committees_at, roster
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.rules.people.permissions import Permission
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.audit.history_panel import shown_history
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.people.forms import CommitteeForm
from giaoban.web.people.reminder_days import reminder_days_words
from giaoban.web.units.tree import day_asked


@signed_in
def committee(request: HttpRequest) -> HttpResponse:
    """The nearest committee that the person may see; where there is none, its founding."""
    acting = acting_on(request)
    if acting.unit is None:
        raise Http404
    lineage = unit_and_ancestors(acting.unit.pk, acting.today)
    by_unit = {found.unit_id: found for found in committees_at(lineage)}
    for unit_id in lineage:
        if unit_id in by_unit and acting.may(Permission.VIEW, unit_id):
            return redirect("committee_of", unit_id=unit_id)
    if acting.may(Permission.MANAGE_COMMITTEE, acting.unit.pk):
        return redirect("edit_committee", unit_id=acting.unit.pk)
    raise Http404


@signed_in
def committee_of(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The committee of a unit with its roster as of a day."""
    require(request, Permission.VIEW, unit_id)
    record = get_object_or_404(Committee.objects.select_related("unit"), unit_id=unit_id)
    acting = acting_on(request)
    on = day_asked(request, acting.today)
    sees_history = acting.may(Permission.VIEW_HISTORY, unit_id)
    return render(
        request,
        "people/committee.html",
        {
            "committee": record,
            "on": on,
            "is_today": on == acting.today,
            "roster": roster(unit_id, on),
            "recipients": record.recipients.splitlines(),
            "reminders": reminder_days_words(record.task_reminders),
            "may_manage": acting.may(Permission.MANAGE_COMMITTEE, unit_id),
            "may_invite": acting.may(Permission.MANAGE_PEOPLE, unit_id),
            "history": shown_history(record) if sees_history else None,
            "founding": _document(acting, record.founding_decision, record.founded_on),
            "regulation": _document(acting, record.operating_regulation, None),
        },
    )


def _document(acting: Acting, text: str, before: date | None) -> Document | None:
    """What a register has of the decision that the text names, for who may read it."""
    return document_named(text, before=before, reading=acting.reading, on=acting.today)


@signed_in
def change_committee(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Found the committee of a unit, or correct what is kept of it."""
    unit = get_object_or_404(Unit, pk=unit_id)
    require(request, Permission.MANAGE_COMMITTEE, unit)
    acting = acting_on(request)
    record = Committee.objects.filter(unit=unit).first()
    initial = {name: getattr(record, name) for name in EDITABLE} if record else {}
    meanwhile: ChangedMeanwhile | None = None
    form = CommitteeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_committee(
                unit=unit,
                fields=form.cleaned_data,
                by=acting.person,
                now=acting.now,
                seen=event_seen(request),
            )
        except ChangedMeanwhile as refused:
            meanwhile = refused
        else:
            messages.success(request, _("The committee was saved."))
            return redirect("committee_of", unit_id=unit.pk)
    context = {
        "form": form,
        "unit": unit,
        "committee": record,
        **seen_context(record, {"found_committee", "edit_committee"}, meanwhile),
    }
    return render(request, "people/edit_committee.html", context)
