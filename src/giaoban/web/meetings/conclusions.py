"""A conclusion is written, completed, or taken out again, while the meeting runs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.actions.meetings.conclusions import (
    edit_conclusion,
    remove_conclusion,
    write_conclusion,
)
from giaoban.models import Conclusion
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.conclusion_forms import ConclusionForm, typed_of
from giaoban.web.meetings.scope import MeetingScope, meeting_managed
from giaoban.web.meetings.taking import (
    Taken,
    answered,
    form_page,
    run_address,
    step,
    was_sent_before,
)
from giaoban.web.meetings.words import refusals_on


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    scope, acting = meeting_managed(request, pk), acting_on(request)
    typed = request.POST if request.method == "POST" else None
    form = ConclusionForm(
        scope.meeting, acting.today, typed, initial={"item": request.GET.get("item", "")}
    )
    if was_sent_before(request):
        return answered(request, scope.meeting, Taken(_("The conclusion is written down.")))
    if form.is_bound and form.is_valid() and (text := form.concluded()):
        with refusals_on(form):
            write_conclusion(meeting=scope.meeting, text=text, by=acting.person, now=acting.now)
            return answered(request, scope.meeting, Taken(_("The conclusion is written down.")))
    return form_page(request, scope, form, title=_("What was concluded?"), is_conclusion=True)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_conclusion(request: HttpRequest, pk: int, conclusion_id: int) -> HttpResponse:
    scope, acting = meeting_managed(request, pk), acting_on(request)
    conclusion = _conclusion(scope, conclusion_id)
    typed = request.POST if request.method == "POST" else None
    form = ConclusionForm(scope.meeting, acting.today, typed, initial=typed_of(conclusion))
    if form.is_bound and form.is_valid() and (text := form.concluded()):
        with refusals_on(form):
            edit_conclusion(
                conclusion=conclusion,
                text=text,
                revision=form.cleaned_data["revision"] or 0,
                by=acting.person,
                now=acting.now,
            )
            address = run_address(scope.meeting, conclusion.item_id)
            return answered(request, scope.meeting, Taken(_("The conclusion is saved."), address))
    return form_page(
        request,
        scope,
        form,
        title=_("What was concluded?"),
        conclusion=conclusion,
        is_conclusion=True,
    )


@step
def take_conclusion_out(request: HttpRequest, scope: MeetingScope, conclusion_id: int) -> Taken:
    acting = acting_on(request)
    conclusion = _conclusion(scope, conclusion_id)
    remove_conclusion(conclusion=conclusion, by=acting.person, now=acting.now)
    said = _("The conclusion is taken out; its words stay in the history.")
    return Taken(said, run_address(scope.meeting, conclusion.item_id))


def _conclusion(scope: MeetingScope, conclusion_id: int) -> Conclusion:
    found: Conclusion = get_object_or_404(
        scope.meeting.conclusions.select_related("meeting__committee", "lead"),
        pk=conclusion_id,
        removed_at=None,
    )
    return found
