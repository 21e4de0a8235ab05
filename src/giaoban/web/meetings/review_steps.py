"""What is done on the page of a review meeting: next tasks drafted, the report registered."""

from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from giaoban.actions.meetings.conclusions import ConclusionText, write_conclusion
from giaoban.actions.meetings.reviewing import register_review
from giaoban.documents.meetings.next_tasks import SuggestedTask, suggested_tasks
from giaoban.documents.meetings.review_report import review_subject
from giaoban.models import Meeting
from giaoban.queries.meetings.review import review_of
from giaoban.rules.meetings.agenda import ItemKind, ItemState
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.review import concluded_of, form_of, may_draft, may_write, reviewing
from giaoban.web.meetings.scope import meeting_asked, meeting_managed
from giaoban.web.meetings.words import meeting_refusal


@signed_in
@require_POST
def draft_next_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """What was chosen becomes conclusions of the review meeting, in draft: term, product and
    whoever leads are said there before it closes.
    """
    scope, acting = reviewing(meeting_managed(request, pk)), acting_on(request)
    if not may_draft(scope):
        raise Http404
    meeting, chosen = scope.meeting, set(request.POST.getlist("task"))
    address = f"{reverse('meeting_review', args=[pk])}?{request.GET.urlencode()}"
    form = form_of(request, meeting, acting.today)
    if not form.is_valid():
        raise Http404
    review = review_of(meeting.committee, form.span, today=acting.today, chosen=form.chosen)
    there = concluded_of(meeting)
    wanted = [
        each
        for each in suggested_tasks(review)
        if each.key in chosen and (each.text, each.unit_id) not in there
    ]
    if not wanted:
        messages.error(request, _("Choose what the next period should be asked for."))
        return redirect(address)
    try:
        _draft(meeting, wanted, acting)
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        said = ngettext(
            "%(count)s conclusion is drafted.", "%(count)s conclusions are drafted.", len(wanted)
        )
        messages.success(request, said % {"count": len(wanted)})
    return redirect(address)


@signed_in
@require_POST
def register_meeting_review(request: HttpRequest, pk: int) -> HttpResponse:
    """A line in the register for the report, whose number it takes."""
    scope, acting = reviewing(meeting_asked(request, pk)), acting_on(request)
    form = form_of(request, scope.meeting, acting.today)
    if not (may_write(scope) and form.is_valid()):
        raise Http404
    committee = scope.meeting.committee
    review = review_of(committee, form.span, today=acting.today, chosen=[])
    try:
        register_review(
            meeting=scope.meeting, subject=review_subject(review), by=acting.person, now=acting.now
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        messages.success(request, _("It stands in the register, where it takes its number."))
    return redirect("meeting_review", pk=pk)


@transaction.atomic
def _draft(meeting: Meeting, wanted: Sequence[SuggestedTask], acting: Acting) -> None:
    """All of them or none, under the item that looks back where there is one."""
    heard = meeting.items.exclude(state=ItemState.DROPPED)
    item = heard.filter(kind=ItemKind.REVIEW).first()
    for each in wanted:
        text = ConclusionText(ConclusionFacts(each.text, lead_id=each.unit_id), each.reach, item)
        write_conclusion(meeting=meeting, text=text, by=acting.person, now=acting.now)
