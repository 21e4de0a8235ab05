"""A paper for an item is added, replaced by a newer version, withdrawn, and read."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from giaoban.actions.audit.actors import InviteeActor
from giaoban.actions.meetings.papers import add_paper, read_paper, withdraw_paper
from giaoban.models import AgendaItem, AgendaPaper
from giaoban.queries.meetings.papers import may_read_paper, newest_papers, papers_due
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.agenda_forms import PaperForm
from giaoban.web.meetings.meeting_page import may_add_paper
from giaoban.web.meetings.scope import MeetingScope, meeting_asked, meeting_seen
from giaoban.web.meetings.words import meeting_refusal, refusals_on
from giaoban.web.reporting.report_files import download


@dataclass(frozen=True)
class Bringing:
    """Who brings a paper for an item, beside which papers, and where they go back to. Whoever only
    proposed it does not see the meeting (`sees_meeting`).
    """

    item: AgendaItem
    there: list[AgendaPaper]
    by: InviteeActor
    back: str
    sees_meeting: bool = True


@signed_in
@require_http_methods(["GET", "POST"])
def add_agenda_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """By whoever prepares the meeting, reports on the item, or speaks for the unit whose it is;
    `?replaces=` and `?summary_of=` choose a paper that is there.
    """
    item: AgendaItem = get_object_or_404(
        AgendaItem.objects.select_related("unit", "meeting__committee", "proposal").exclude(
            state=ItemState.DROPPED
        ),
        pk=pk,
    )
    if MeetingState(item.meeting.state) in ENDED:
        raise Http404
    scope = meeting_seen(acting_on(request), item.meeting_id)
    return bring_paper(
        request, _of_proposal(request, item) if scope is None else _of_meeting(request, scope, item)
    )


def bring_paper(request: HttpRequest, bringing: Bringing) -> HttpResponse:
    """The page on which a file is chosen, and what comes of it."""
    item = bringing.item
    form = PaperForm(
        bringing.there,
        request.POST or None,
        request.FILES or None,
        replaces=request.GET.get("replaces", ""),
        summary_of=request.GET.get("summary_of", ""),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            upload = form.cleaned_data["file"]
            file = read_paper(upload.name or "", upload.read())
            paper = add_paper(
                item=item,
                file=file,
                text=form.chosen(),
                by=bringing.by,
                now=acting_on(request).now,
            )
            messages.success(request, _("“%(title)s” is added.") % {"title": paper.title})
            if not file.text.lines:
                messages.warning(
                    request,
                    _("Nothing could be read in it: see that it bears no stamp of a state secret."),
                )
            return redirect(bringing.back)
    shown = {
        "meeting": item.meeting,
        "item": item,
        "bringing": bringing,
        "form": form,
        "had_file": bool(request.FILES),
        "papers_due": papers_due(item.meeting) if bringing.sees_meeting else None,
        "longest": decision_rules_of(item.meeting.committee).summary_from_pages,
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
    reads = may_read_paper(paper, scope.upto, acting_on(request).person)
    if not reads or (is_gone and not scope.may_manage):
        raise Http404
    return download(paper.file)


@signed_in
@require_POST
def withdraw_agenda_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """By whoever prepares the meeting, or brought it: a wrong file is not to wait for anybody."""
    paper: AgendaPaper = get_object_or_404(
        AgendaPaper.objects.defer("text").select_related("item"), pk=pk
    )
    scope, acting = meeting_asked(request, paper.item.meeting_id), acting_on(request)
    if not (scope.may_manage or paper.added_by_id == acting.person.pk):
        raise Http404
    paper.item.meeting = scope.meeting
    try:
        withdraw_paper(paper=paper, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        messages.success(request, _("The paper is withdrawn."))
    return redirect(_in_agenda(paper.item))


def _of_meeting(request: HttpRequest, scope: MeetingScope, item: AgendaItem) -> Bringing:
    acting = acting_on(request)
    item.meeting = scope.meeting
    reads = may_read(Reach(item.reach), scope.upto)
    if not (reads and may_add_paper(acting, scope, item)):
        raise Http404
    there = [
        paper
        for paper in newest_papers(item.pk)
        if may_read_paper(paper, scope.upto, acting.person)
    ]
    return Bringing(item, there, acting.person, _in_agenda(item))


def _of_proposal(request: HttpRequest, item: AgendaItem) -> Bringing:
    """What a unit proposed it also brings the paper of, before it is invited to the meeting."""
    acting, proposal = acting_on(request), item.proposal
    if proposal is None or not may_read(Reach(item.reach), Reach.MEMBERS):
        raise Http404
    if not acting.may(Permission.PROPOSE_ITEM, proposal.unit_id):
        raise Http404
    own = [
        paper
        for paper in newest_papers(item.pk)
        if paper.added_by_id == acting.person.pk or paper.file_id == proposal.file_id
    ]
    return Bringing(item, own, acting.person, reverse("item_proposals"), sees_meeting=False)


def _in_agenda(item: AgendaItem) -> str:
    return f"{reverse('meeting', args=[item.meeting_id])}#item-{item.pk}"
