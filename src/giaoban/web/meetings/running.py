"""How do I keep the record of a meeting? One page: agenda, notes, votes, conclusions, presence."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from giaoban.rules.meetings.states import MeetingForm
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.conclusion_forms import ConclusionForm
from giaoban.web.meetings.running_parts import changed, drawn_parts
from giaoban.web.meetings.running_steps import OpinionForm, RecusalForm
from giaoban.web.meetings.scope import meeting_asked, meeting_managed
from giaoban.web.meetings.taking import keep_key, number_in
from giaoban.web.meetings.vote_forms import AskForm, asked_by_rules


@signed_in
@never_cache
@require_safe
def run_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """`?item=` is the item that the page shows; else the one that is heard."""
    scope, acting = meeting_asked(request, pk), acting_on(request)
    if scope.meeting.form == MeetingForm.CIRCULATION:  # it has a page of its own
        return redirect("circulation", pk=pk)
    if not scope.may_manage:
        if scope.may_preside:  # the record is the secretary's: the chair sees what the room sees
            return redirect("projector", pk=pk)
        raise Http404
    parts, context = drawn_parts(request, acting, scope, number_in(request.GET.get("item")))
    meeting, item = scope.meeting, context["item"]
    if item is not None and not context["is_over"]:
        context |= {
            "opinion_form": OpinionForm(meeting, initial={"reach": item.reach}),
            "recusal_form": RecusalForm(meeting),
            "ask_form": AskForm(initial=asked_by_rules(meeting.committee)),
        }
    if not context["is_over"]:
        reach = {"reach": item.reach} if item is not None else {}
        context["conclusion_form"] = ConclusionForm(meeting, acting.today, initial=reach)
    context |= {
        "parts": parts,
        "keep": keep_key(request, meeting),
        "now": acting.now,
    }
    return render(request, "meetings/run.html", context)


@signed_in
@never_cache
@require_safe
def run_now(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new to a page that knows `?head=digest&agenda=…` and the `notes` revision."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    given = request.GET
    parts, context = drawn_parts(request, acting, scope, number_in(given.get("item")))
    item = context["item"]
    found: dict[str, object] = {
        "now": acting.now.isoformat(),
        "parts": changed(parts, given.dict()),
    }
    if item is not None and str(item.revision) != given.get("notes"):
        found["notes"] = {"item": item.pk, "revision": item.revision, "text": item.notes}
    return JsonResponse(found)
