"""Who has answered, until when, and what was decided? A decision in writing on one page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from giaoban.actions.meetings.agenda import drop_item
from giaoban.actions.meetings.circulating import (
    add_question,
    change_term,
    close_circulation,
    end_answers,
    plan_circulation,
    send_circulation,
    without_ballot,
)
from giaoban.actions.meetings.extending import extend_answers
from giaoban.mail.meeting_words import SILENCE, answers_said, changes_said
from giaoban.models import AgendaItem, Conclusion, Meeting, MeetingPaper, Recusal
from giaoban.queries.meetings.agenda_seen import agenda_upto, changes_upto, papers_upto
from giaoban.queries.meetings.circulated import answers_needed
from giaoban.queries.meetings.owed import without_answer
from giaoban.queries.meetings.roster import decision_rules_of
from giaoban.queries.meetings.votes_shown import Vote, votes_on
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.circulation_forms import (
    CirculationForm,
    MoreTimeForm,
    QuestionForm,
    TermForm,
    term_of,
)
from giaoban.web.meetings.labels import MEETING_STATES, REACHES_SHORT
from giaoban.web.meetings.meeting_planning import chosen_committee
from giaoban.web.meetings.minutes import papers_afterwards
from giaoban.web.meetings.running_words import OUTCOMES
from giaoban.web.meetings.scope import (
    MeetingScope,
    committees_managed,
    meeting_asked,
    meeting_managed,
)
from giaoban.web.meetings.words import meeting_refusal, refusals_on
from giaoban.web.people.reach import site_of


@signed_in
@require_http_methods(["GET", "POST"])
def plan_in_writing(request: HttpRequest) -> HttpResponse:
    """`?committee=` says whose members are asked."""
    acting = acting_on(request)
    committees = committees_managed(acting)
    if not committees:
        raise Http404
    committee = chosen_committee(request, committees)
    silence = decision_rules_of(committee).silence
    form = CirculationForm(
        request.POST or None,
        committee=committee,
        on=acting.today,
        initial={"silence": silence},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            meeting = plan_circulation(
                committee=committee,
                circulation=form.circulation,
                by=acting.person,
                today=acting.today,
                now=acting.now,
            )
            return redirect("circulation", pk=meeting.pk)
    shown = {"form": form, "committee": committee, "committees": committees}
    return render(request, "meetings/plan_in_writing.html", shown)


@signed_in
@require_safe
def circulation(request: HttpRequest, pk: int) -> HttpResponse:
    return circulation_page(request, circulation_asked(request, pk))


@signed_in
@require_POST
def add_circulated_question(request: HttpRequest, pk: int) -> HttpResponse:
    scope, acting = _managed(request, pk), acting_on(request)
    form = QuestionForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            add_question(
                meeting=scope.meeting, question=form.asked, by=acting.person, now=acting.now
            )
            return redirect("circulation", pk=pk)
    return circulation_page(request, scope, question=form)


@signed_in
@require_POST
def drop_circulated_question(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Before it is sent it is gone as if nobody had written it."""
    scope, acting = _managed(request, pk), acting_on(request)
    found = get_object_or_404(AgendaItem, pk=item, meeting=scope.meeting)
    if scope.meeting.state != MeetingState.DRAFT:
        raise Http404
    reason = _("Taken out before it was sent")
    drop_item(item=found, reason=reason, by=acting.person, now=acting.now)
    return redirect("circulation", pk=pk)


@signed_in
@require_POST
def change_circulation(request: HttpRequest, pk: int) -> HttpResponse:
    scope, acting = _managed(request, pk), acting_on(request)
    form = TermForm(request.POST, committee=scope.meeting.committee, on=acting.today)
    if form.is_valid():
        with refusals_on(form):
            change_term(
                meeting=scope.meeting,
                answered_by=form.answered_by,
                silence=Silence(form.cleaned_data["silence"]),
                chair=form.chair,
                revision=form.cleaned_data["revision"] or 0,
                by=acting.person,
                now=acting.now,
            )
            return redirect("circulation", pk=pk)
    return circulation_page(request, scope, term=form)


@signed_in
@require_POST
def extend_circulation(request: HttpRequest, pk: int) -> HttpResponse:
    scope, acting = _managed(request, pk), acting_on(request)
    form = MoreTimeForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            told = extend_answers(
                meeting=scope.meeting,
                answered_by=form.answered_by,
                reason=form.cleaned_data["reason"],
                revision=form.cleaned_data["revision"],
                by=acting.person,
                now=acting.now,
                site=site_of(request),
            )
            words = ngettext(
                "There is more time to answer; %(n)s letter says so.",
                "There is more time to answer; %(n)s letters say so.",
                told,
            )
            messages.success(request, words % {"n": told})
            return redirect("circulation", pk=pk)
    return circulation_page(request, scope, more_time=form)


@signed_in
@require_POST
def circulation_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """send, count (when everybody has answered, or the deadline has passed), close."""
    scope, acting = _managed(request, pk), acting_on(request)
    meeting, by, now = scope.meeting, acting.person, acting.now
    try:
        if step == "send":
            site = site_of(request)
            send_circulation(meeting=meeting, by=by, today=acting.today, now=now, site=site)
            messages.success(request, _("The questions are on their way to everybody asked."))
        elif step == "count":
            end_answers(meeting=meeting, by=by, now=now)
            messages.success(request, _("The answers are counted."))
        elif step == "close":
            given = len(close_circulation(meeting=meeting, by=by, now=now))
            messages.success(
                request,
                _("Closed. Tasks given: %(tasks)s. The minutes can be drafted now.")
                % {"tasks": given},
            )
        else:
            raise Http404
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    return redirect("circulation", pk=pk)


def circulation_asked(request: HttpRequest, pk: int) -> MeetingScope:
    scope = meeting_asked(request, pk)
    if scope.meeting.form != MeetingForm.CIRCULATION:
        raise Http404
    return scope


def circulation_page(
    request: HttpRequest,
    scope: MeetingScope,
    *,
    question: forms.Form | None = None,
    term: forms.Form | None = None,
    more_time: forms.Form | None = None,
) -> HttpResponse:
    """The page; of a step that was refused with what was typed."""
    acting, meeting = acting_on(request), scope.meeting
    now = acting.now
    items = [item for item, _slot in agenda_upto(meeting, scope.upto)]
    votes = votes_on(items)
    is_draft = meeting.state == MeetingState.DRAFT
    is_running = meeting.state == MeetingState.RUNNING
    waiting = without_ballot(meeting) if is_running else 0
    needed = answers_needed(meeting)
    is_over = is_running and (now >= meeting.ends_at or not waiting)
    context: dict[str, Any] = {
        "meeting": meeting,
        "scope": scope,
        "state": MEETING_STATES[meeting.state],
        "silence": SILENCE.get(meeting.silence),
        "answers": answers_said(needed) if needed else "",
        "changes": _changes(scope),
        "questions": _questions(items, votes, scope),
        "papers": papers_upto(meeting, scope.upto),
        "asked": meeting.invitees.filter(removed_at=None, votes=True),
        "waited_for": without_answer(meeting) if is_running and scope.may_manage else [],
        "waiting": waiting,
        "is_draft": is_draft,
        "is_running": is_running,
        "is_counted": is_running and all(vote.question.closed_at for vote in votes),
        "is_over": is_over,
        "may_answer": is_running and scope.place is not None and now < meeting.ends_at,
        "conclusions": _conclusions(scope),
        "may_reopen": scope.may_manage and _may_reopen(meeting),
        "afterwards": papers_afterwards(scope),
    }
    if is_draft and scope.may_manage:
        context["question_form"] = question or QuestionForm()
        context["term_form"] = term or TermForm(
            committee=meeting.committee, on=acting.today, initial=term_of(meeting)
        )
        context["refused"] = question or term
    is_open = is_running and not context["is_counted"] and now < meeting.ends_at
    if scope.may_manage and (is_open or more_time):
        kept = {"day": localtime(meeting.ends_at).date(), "revision": meeting.revision}
        context["more_time_form"] = more_time or MoreTimeForm(initial=kept)
        context["refused"] = more_time
    return render(request, "meetings/circulation.html", context)


def _may_reopen(meeting: Meeting) -> bool:
    approved = meeting.papers.filter(state=MeetingPaper.State.APPROVED)
    return meeting.state == MeetingState.CLOSED and not approved.exists()


def _changes(scope: MeetingScope) -> list[str]:
    """After it was sent, as far as the person reads."""
    meeting = scope.meeting
    if meeting.announced_at is None:
        return []
    return changes_said(changes_upto(meeting, meeting.announced_at, scope.upto))


def _conclusions(scope: MeetingScope) -> list[Conclusion]:
    """What was decided, as far as the person reads: no further than its question."""
    concluded = scope.meeting.conclusions.filter(removed_at=None).select_related("item", "lead")
    return [
        one
        for one in concluded
        if may_read(Reach(one.reach), scope.upto)
        and (one.item is None or may_read(Reach(one.item.reach), scope.upto))
    ]


def _questions(
    items: Sequence[AgendaItem], votes: Sequence[Vote], scope: MeetingScope
) -> list[dict[str, Any]]:
    """What came of each is shown once it is counted; who chose what, to whoever is invited."""
    by_item: dict[int, list[Vote]] = {}
    for vote in votes:
        by_item.setdefault(vote.question.item_id, []).append(vote)
    return [
        {
            "item": item,
            "reach": REACHES_SHORT[Reach(item.reach)],
            "recusals": _recusals(by_item.get(item.pk, ())),
            "votes": [
                (vote, OUTCOMES.get(vote.question.outcome), vote.question.closed_at is not None)
                for vote in by_item.get(item.pk, ())
            ],
        }
        for item in items
    ]


def _recusals(votes: Sequence[Vote]) -> list[Recusal]:
    """Of the item that they are about, read with them."""
    return list(votes[0].question.item.recusals.all()) if votes else []


def _managed(request: HttpRequest, pk: int) -> MeetingScope:
    scope = meeting_managed(request, pk)
    if scope.meeting.form != MeetingForm.CIRCULATION:
        raise Http404
    return scope
