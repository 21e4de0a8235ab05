"""A vote is asked for, opened, entered as hands or paper, and closed by who keeps the record."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.actions.meetings.dropping_votes import drop_question
from giaoban.actions.meetings.voting import (
    ask_vote,
    cast_ballot,
    close_vote,
    enter_counts,
    open_vote,
)
from giaoban.models import BallotOption, BallotQuestion
from giaoban.queries.meetings.votes_shown import sitting, vote_of
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.scope import MeetingScope, meeting_managed
from giaoban.web.meetings.taking import (
    Taken,
    answered,
    form_page,
    item_of,
    number_in,
    run_address,
    step,
)
from giaoban.web.meetings.vote_forms import AskForm, asked_again, asked_by_rules
from giaoban.web.meetings.words import refusals_on


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_vote(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    """Prepared, and opened at once where the button says so."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    item = item_of(scope, item_id)
    typed = request.POST if request.method == "POST" else None
    form = AskForm(typed, initial=asked_by_rules(scope.meeting.committee))
    if form.is_bound and form.is_valid():
        with refusals_on(form), transaction.atomic():
            question = ask_vote(item=item, asked=form.asked(), by=acting.person, now=acting.now)
            if "open" in request.POST:
                open_vote(question=question, by=acting.person, now=acting.now)
            return answered(request, scope.meeting, Taken(_("The question is put.")))
    return form_page(
        request, scope, form, title=_("What is voted on?"), item=item, is_question=True
    )


@signed_in
@never_cache
@require_safe
def vote(request: HttpRequest, pk: int, question_id: int) -> HttpResponse:
    """Hands or counts are entered here; of a secret vote who has voted, and nothing else."""
    scope = meeting_managed(request, pk)
    found = vote_of(question_of(scope, question_id))
    ballots = found.question.ballots.all() if not found.question.is_secret else []
    context = {
        "meeting": scope.meeting,
        "vote": found,
        "ballots": [(ballot, sitting(ballot.invitee)) for ballot in ballots],
        "back": run_address(scope.meeting, found.question.item_id),
    }
    return render(request, "meetings/vote.html", context)


@step
def vote_step(request: HttpRequest, scope: MeetingScope, question_id: int, step: str) -> Taken:
    """`step` of STEPS."""
    take = STEPS.get(step)
    if take is None:
        raise Http404
    return take(request, scope, question_of(scope, question_id))


def question_of(scope: MeetingScope, question_id: int) -> BallotQuestion:
    """A question of the meeting asked for, and of no other."""
    found: BallotQuestion = get_object_or_404(
        BallotQuestion.objects.select_related("item__meeting__committee").prefetch_related(
            "options", "ballots__invitee", "item__recusals__invitee"
        ),
        pk=question_id,
        item__meeting=scope.meeting,
    )
    return found


def _open(request: HttpRequest, scope: MeetingScope, question: BallotQuestion) -> Taken:
    acting = acting_on(request)
    open_vote(question=question, by=acting.person, now=acting.now)
    return Taken(_("The vote is open."))


def _close(request: HttpRequest, scope: MeetingScope, question: BallotQuestion) -> Taken:
    acting = acting_on(request)
    close_vote(question=question, by=acting.person, now=acting.now)
    return Taken(_("The vote is closed and counted."), run_address(scope.meeting, question.item_id))


def _drop(request: HttpRequest, scope: MeetingScope, question: BallotQuestion) -> Taken:
    acting = acting_on(request)
    drop_question(question=question, by=acting.person, now=acting.now)
    return Taken(_("The question is taken away."))


def _again(request: HttpRequest, scope: MeetingScope, question: BallotQuestion) -> Taken:
    acting = acting_on(request)
    with transaction.atomic():
        again = ask_vote(
            item=question.item,
            asked=asked_again(question),
            by=acting.person,
            now=acting.now,
            again_of=question,
        )
        open_vote(question=again, by=acting.person, now=acting.now)
    return Taken(_("The vote is open."))


def _hands(request: HttpRequest, scope: MeetingScope, question: BallotQuestion) -> Taken:
    """`all` is the option of everybody whose own line (`place-ID`) says nothing else."""
    acting, options = acting_on(request), _options(question)
    everybody = request.POST.get("all", "")
    with transaction.atomic():
        for ballot in question.ballots.all():
            chosen = request.POST.get(f"place-{ballot.invitee_id}") or everybody
            if not chosen:
                continue
            option = options.get(number_in(chosen) or 0)
            if option is None:
                raise RuleError("option_of_another_question")
            if ballot.option_id != option.pk:
                cast_ballot(
                    question=question,
                    invitee=ballot.invitee,
                    option=option,
                    by=acting.person,
                    now=acting.now,
                    by_secretary=True,
                )
    return Taken(_("The hands are entered."), _address(question))


def _counts(request: HttpRequest, scope: MeetingScope, question: BallotQuestion) -> Taken:
    acting = acting_on(request)
    counts = {
        option_id: number_in(request.POST.get(f"option-{option_id}")) or 0
        for option_id in _options(question)
    }
    with transaction.atomic():
        enter_counts(question=question, counts=counts, by=acting.person, now=acting.now)
        close_vote(question=question, by=acting.person, now=acting.now)
    return Taken(_("The vote is closed and counted."), run_address(scope.meeting, question.item_id))


def _options(question: BallotQuestion) -> dict[int, BallotOption]:
    return {option.pk: option for option in question.options.all()}


def _address(question: BallotQuestion) -> str:
    return reverse("vote", args=[question.item.meeting_id, question.pk])


Step = Callable[[HttpRequest, MeetingScope, BallotQuestion], Taken]
STEPS: Mapping[str, Step] = {
    "open": _open,
    "close": _close,
    "drop": _drop,
    "again": _again,
    "hands": _hands,
    "counts": _counts,
}
