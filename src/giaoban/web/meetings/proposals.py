"""A unit sends what it wants to have heard; the secretariat takes it up or says why not."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from giaoban.actions.meetings.papers import read_paper
from giaoban.actions.meetings.proposals import refuse_proposal as refuse
from giaoban.actions.meetings.proposals import send_proposal as send
from giaoban.actions.meetings.proposals import take_proposal as take
from giaoban.actions.meetings.proposals import withdraw_proposal as withdraw
from giaoban.models import AgendaItem, Meeting, Proposal, Unit
from giaoban.queries.meetings.proposals import (
    committees_above,
    may_take,
    meetings_to_take_into,
    proposals_seen,
)
from giaoban.queries.units.lineage import subtree_ids
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.labels import Badge
from giaoban.web.frame.paging import stretch
from giaoban.web.meetings.agenda_forms import ProposalForm, RefuseForm
from giaoban.web.meetings.labels import PROPOSAL_STATES
from giaoban.web.meetings.scope import meeting_seen
from giaoban.web.meetings.words import meeting_refusal, refusals_on
from giaoban.web.reporting.report_files import download


@dataclass(frozen=True)
class ShownProposal:
    """`meetings` are those it can be taken into; empty for who only sent it. `brings_to` is the
    item that it became, whose paper its unit brings.
    """

    proposal: Proposal
    state: Badge
    meeting: Meeting | None
    brings_to: AgendaItem | None
    manages: bool
    may_withdraw: bool
    meetings: tuple[Meeting, ...] = ()
    refuse_form: RefuseForm | None = None


@dataclass(frozen=True)
class _Reached:
    """The units for whose committees somebody prepares meetings, and those for which they speak,
    with all below them; by committee the meetings to come, as far as they were asked for.
    """

    managing: frozenset[int]
    proposing: set[int]
    into: dict[int, list[Meeting]] = field(default_factory=dict)


@signed_in
@require_safe
def item_proposals(request: HttpRequest) -> HttpResponse:
    return _page(request)


@signed_in
@require_http_methods(["GET", "POST"])
def send_proposal(request: HttpRequest) -> HttpResponse:
    """In the name of a unit of one's own, to a committee above it."""
    require_anywhere(request, Permission.PROPOSE_ITEM)
    acting = acting_on(request)
    units = proposing_units(acting)
    committees = committees_above(units, acting.today)
    form = ProposalForm(units, committees, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        above = {one.pk for one in committees_above([form.unit], acting.today)}
        if form.committee.pk not in above:
            form.add_error("committee", _("Choose a committee above this unit."))
        else:
            with refusals_on(form):
                upload = form.cleaned_data["file"]
                send(
                    committee=form.committee,
                    unit=form.unit,
                    text=form.chosen(),
                    file=read_paper(upload.name or "", upload.read()) if upload else None,
                    by=acting.person,
                    now=acting.now,
                )
                messages.success(request, _("The proposal is with the secretariat."))
                return redirect("item_proposals")
    shown = {"form": form, "committees": committees, "had_file": bool(request.FILES)}
    return render(request, "meetings/send_proposal.html", shown)


@signed_in
@require_POST
def take_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the meeting that was chosen, as its last item so far; by whoever prepares that one."""
    acting = acting_on(request)
    proposal = get_object_or_404(Proposal.objects.select_related("committee__unit", "unit"), pk=pk)
    given = request.POST.get("meeting", "")
    is_number = given.isascii() and given.isdecimal() and len(given) < 19
    scope = meeting_seen(acting, int(given)) if is_number else None
    if scope is None or not scope.may_manage:
        _managed(request, pk)  # nobody else is told that there is such a proposal
        messages.error(request, _("Choose the meeting into whose agenda it is taken."))
        return redirect("item_proposals")
    meeting = scope.meeting
    if meeting.committee_id != proposal.committee_id:
        raise Http404
    address = f"{reverse('meeting', args=[meeting.pk])}#agenda"
    if not may_take(meeting):
        messages.error(request, _("Its agenda takes nothing up any more: choose another meeting."))
        return redirect(address)
    try:
        take(proposal=proposal, meeting=meeting, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        messages.success(request, _("It is on the agenda now."))
    return redirect(address)


@signed_in
@require_POST
def refuse_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    proposal, acting = _managed(request, pk), acting_on(request)
    form = RefuseForm(pk, request.POST)
    if form.is_valid():
        with refusals_on(form):
            refuse(
                proposal=proposal,
                reason=form.cleaned_data["reason"],
                by=acting.person,
                now=acting.now,
            )
            messages.success(request, _("Whoever sent it reads the reason."))
            return redirect("item_proposals")
    return _page(request, refused=(pk, form))


@signed_in
@require_POST
def withdraw_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """By the unit that sent it."""
    proposal, acting = _seen(request, pk), acting_on(request)
    if not acting.may(Permission.PROPOSE_ITEM, proposal.unit_id):
        raise Http404
    try:
        withdraw(proposal=proposal, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("item_proposals")


@signed_in
@require_safe
def proposal_file(request: HttpRequest, pk: int) -> FileResponse:
    proposal = _seen(request, pk)
    if proposal.file is None:
        raise Http404
    return download(proposal.file)


def proposing_units(acting: Acting) -> list[Unit]:
    """Those for which the person speaks."""
    held = acting.units_where(Permission.PROPOSE_ITEM)
    return list(Unit.objects.filter(pk__in=held).order_by("sort_key"))


def _page(request: HttpRequest, *, refused: tuple[int, RefuseForm] | None = None) -> HttpResponse:
    """What waits first; for the secretariat with what can be done about it."""
    acting = acting_on(request)
    if not _sees_some(acting):
        raise Http404
    seen = _seen_by(acting)
    waiting = list(seen.filter(state=Proposal.State.SENT))
    decided = seen.exclude(state=Proposal.State.SENT).order_by("-decided_at", "-pk")
    rows = stretch(request, decided)
    reached = _Reached(
        acting.units_where(Permission.MANAGE_MEETINGS), _below(acting, Permission.PROPOSE_ITEM)
    )
    context: dict[str, Any] = {
        "waiting": [_shown(one, acting, reached, refused) for one in waiting],
        "rows": rows,
        "decided": [_shown(one, acting, reached, None) for one in rows.rows],
        "refused": refused[1] if refused else None,
        "proposes": acting.may_anywhere(Permission.PROPOSE_ITEM),
        "manages": acting.may_anywhere(Permission.MANAGE_MEETINGS),
    }
    return render(request, "meetings/proposals.html", context)


def _below(acting: Acting, permission: Permission) -> set[int]:
    held = acting.units_where(permission)
    return subtree_ids(held, acting.today) if held else set()


def _shown(
    proposal: Proposal,
    acting: Acting,
    reached: _Reached,
    refused: tuple[int, RefuseForm] | None,
) -> ShownProposal:
    is_waiting = proposal.state == Proposal.State.SENT
    manages = is_waiting and proposal.committee.unit_id in reached.managing
    into = reached.into
    if manages and proposal.committee_id not in into:
        into[proposal.committee_id] = meetings_to_take_into(proposal.committee_id, acting.now)
    typed = refused[1] if refused is not None and refused[0] == proposal.pk else None
    item, proposes = getattr(proposal, "item", None), proposal.unit_id in reached.proposing
    return ShownProposal(
        proposal=proposal,
        state=PROPOSAL_STATES[proposal.state],
        # A unit hears of the meeting by its invitation: until then its day can change.
        meeting=item.meeting if item is not None and item.meeting.announced_at else None,
        brings_to=item if item is not None and proposes and _takes_papers(item) else None,
        manages=manages,
        may_withdraw=is_waiting and proposes,
        meetings=tuple(into[proposal.committee_id]) if manages else (),
        refuse_form=(typed or RefuseForm(proposal.pk)) if manages else None,
    )


def _takes_papers(item: AgendaItem) -> bool:
    is_open = MeetingState(item.meeting.state) not in ENDED
    return is_open and may_read(Reach(item.reach), Reach.MEMBERS)


def _sees_some(acting: Acting) -> bool:
    wanted = (Permission.PROPOSE_ITEM, Permission.MANAGE_MEETINGS)
    return any(acting.may_anywhere(permission) for permission in wanted)


def _seen_by(acting: Acting) -> QuerySet[Proposal]:
    return proposals_seen(
        acting.units_where(Permission.MANAGE_MEETINGS),
        acting.units_where(Permission.PROPOSE_ITEM),
        acting.today,
    )


def _seen(request: HttpRequest, pk: int) -> Proposal:
    found: Proposal = get_object_or_404(_seen_by(acting_on(request)), pk=pk)
    return found


def _managed(request: HttpRequest, pk: int) -> Proposal:
    proposal = _seen(request, pk)
    if not acting_on(request).holds(Permission.MANAGE_MEETINGS, proposal.committee.unit_id):
        raise Http404
    return proposal
