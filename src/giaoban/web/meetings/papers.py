"""A paper for an item is added, replaced by a newer version, withdrawn, and read."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from giaoban.actions.meetings.papers import add_paper, read_paper, withdraw_paper
from giaoban.models import AgendaItem, AgendaPaper
from giaoban.queries.meetings.papers import newest_papers, papers_due, reach_of
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.agenda_forms import PaperForm
from giaoban.web.meetings.meeting_page import may_add_paper
from giaoban.web.meetings.scope import meeting_asked, meeting_managed
from giaoban.web.meetings.words import meeting_refusal, refusals_on
from giaoban.web.reporting.report_files import download


@signed_in
@require_http_methods(["GET", "POST"])
def add_agenda_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """By whoever prepares the meeting, or speaks for the unit whose item it is; `?replaces=` and
    `?summary_of=` choose a paper that is there.
    """
    item: AgendaItem = get_object_or_404(
        AgendaItem.objects.select_related("unit").exclude(state=ItemState.DROPPED), pk=pk
    )
    scope, acting = meeting_asked(request, item.meeting_id), acting_on(request)
    item.meeting = scope.meeting
    is_open = MeetingState(scope.meeting.state) not in ENDED
    reads = may_read(Reach(item.reach), scope.upto)
    if not (is_open and reads and may_add_paper(acting, scope, item.unit_id)):
        raise Http404
    there = [paper for paper in newest_papers(item.pk) if may_read(Reach(paper.reach), scope.upto)]
    asked = {name: request.GET.get(name, "") for name in ("replaces", "summary_of")}
    form = PaperForm(there, request.POST or None, request.FILES or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            upload = form.cleaned_data["file"]
            file = read_paper(upload.name or "", upload.read())
            paper = add_paper(
                item=item, file=file, text=form.chosen(), by=acting.person, now=acting.now
            )
            messages.success(request, _("“%(title)s” is added.") % {"title": paper.title})
            return redirect(f"{reverse('meeting', args=[item.meeting_id])}#item-{item.pk}")
    shown = {
        "meeting": scope.meeting,
        "item": item,
        "form": form,
        "had_file": bool(request.FILES),
        "papers_due": papers_due(scope.meeting),
        "longest": decision_rules_of(scope.meeting.committee).summary_from_pages,
    }
    return render(request, "meetings/add_paper.html", shown)


@signed_in
@require_safe
def agenda_paper_file(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download; what was withdrawn only for whoever prepares the meeting."""
    paper: AgendaPaper = get_object_or_404(
        AgendaPaper.objects.defer("text").select_related("item", "file"), pk=pk
    )
    scope = meeting_asked(request, paper.item.meeting_id)
    is_gone = paper.withdrawn_at is not None or paper.item.state == ItemState.DROPPED
    if not may_read(reach_of(paper), scope.upto) or (is_gone and not scope.may_manage):
        raise Http404
    return download(paper.file)


@signed_in
@require_POST
def withdraw_agenda_paper(request: HttpRequest, pk: int) -> HttpResponse:
    paper: AgendaPaper = get_object_or_404(
        AgendaPaper.objects.defer("text").select_related("item"), pk=pk
    )
    scope, acting = meeting_managed(request, paper.item.meeting_id), acting_on(request)
    paper.item.meeting = scope.meeting
    try:
        withdraw_paper(paper=paper, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        messages.success(request, _("The paper is withdrawn."))
    return redirect(f"{reverse('meeting', args=[paper.item.meeting_id])}#item-{paper.item_id}")
