"""A vote is asked for, opened, entered as hands or paper, and closed by who keeps the record."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from giaoban.actions.meetings.dropping_votes import drop_question
from giaoban.actions.meetings.hands import enter_hands
from giaoban.actions.meetings.voting import ask_vote, close_vote, enter_counts, open_vote
from giaoban.models import BallotOption, BallotQuestion
from giaoban.queries.meetings.votes_shown import vote_of, voter_of
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.scope import MeetingScope, meeting_managed
from giaoban.web.meetings.taking import (
    Taken,
    answered,
    form_page,
    is_by_script,
    item_of,
    number_in,
    refused,
    run_address,
    was_sent_before,
)
from giaoban.web.meetings.vote_forms import AskForm, asked_again, asked_by_rules
from giaoban.web.meetings.words import meeting_refusal, refusals_on


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_vote(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    """Prepared, and opened at once where the button says so."""
    scope, acting = _run(request, pk), acting_on(request)
    item = item_of(scope, item_id)
    typed = request.POST if request.method == "POST" else None
    form = AskForm(typed, initial=asked_by_rules(scope.meeting.committee))
    if was_sent_before(request):
        return answered(request, scope.meeting, Taken(_("The question is put.")))
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
    scope = _run(request, pk)
    return _vote_page(request, scope, question_of(scope, question_id))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def vote_step(request: HttpRequest, pk: int, question_id: int, step: str) -> HttpResponse:
    """`step` of STEPS; counts and hands that are refused stand on their page as they were typed."""
    scope = _run(request, pk)
    if request.method != "POST":
        return redirect("run_meeting", pk=pk)
    take = STEPS.get(step)
    if take is None:
        raise Http404
    question = question_of(scope, question_id)
    try:
        taken = take(request, scope, question)
    except RuleError as error:
        words = meeting_refusal(error.problem)
        if step in _TYPED and question.closed_at is None and not is_by_script(request):
            return _vote_page(request, scope, question_of(scope, question_id), refusal=words)
        return refused(request, scope.meeting, words)
    return answered(request, scope.meeting, taken)


def _run(request: HttpRequest, pk: int) -> MeetingScope:
    """A decision in writing is put and counted on its own page, for everybody at once."""
    scope = meeting_managed(request, pk)
    if scope.meeting.form == MeetingForm.CIRCULATION:
        raise Http404
    return scope


def _vote_page(
    request: HttpRequest, scope: MeetingScope, question: BallotQuestion, refusal: str = ""
) -> HttpResponse:
    found, typed = vote_of(question), request.POST
    ballots = question.ballots.all() if not question.is_secret else []
    context = {
        "meeting": scope.meeting,
        "vote": found,
        "counts": [(one.option, typed.get(f"option-{one.option.pk}", "")) for one in found.options],
        "all": number_in(typed.get("all")),
        "ballots": [
            (
                one,
                voter_of(one),
                number_in(typed.get(f"place-{one.invitee_id}")) if typed else one.option_id,
            )
            for one in ballots
        ],
        "back": run_address(scope.meeting, question.item_id),
        "refusal": refusal,
    }
    return render(request, "meetings/vote.html", context)


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
    """`all` is the option of everybody whose own line (`place-ID`) says nothing else; `was-ID` what
    that line began with.
    """
    acting, options, given = acting_on(request), _options(question), request.POST
    places = [ballot.invitee_id for ballot in question.ballots.all()]
    lines = {place: given[f"place-{place}"] for place in places if given.get(f"place-{place}")}
    kept = enter_hands(
        question=question,
        everybody=_chosen(options, given["all"]) if given.get("all") else None,
        hands={place: _chosen(options, line) for place, line in lines.items()},
        seen={place: number_in(given.get(f"was-{place}")) for place in places},
        by=acting.person,
        now=acting.now,
    )
    if not kept:
        return Taken(_("The hands are entered."), _address(question))
    said = _("The hands are entered. Voted themselves meanwhile, and it stays so: %(names)s.")
    return Taken(said % {"names": ", ".join(kept)}, _address(question))


def _counts(request: HttpRequest, scope: MeetingScope, question: BallotQuestion) -> Taken:
    acting = acting_on(request)
    counts = {
        option_id: _count(request.POST.get(f"option-{option_id}"))
        for option_id in _options(question)
    }
    with transaction.atomic():
        enter_counts(question=question, counts=counts, by=acting.person, now=acting.now)
        close_vote(question=question, by=acting.person, now=acting.now)
    return Taken(_("The vote is closed and counted."), run_address(scope.meeting, question.item_id))


def _options(question: BallotQuestion) -> dict[int, BallotOption]:
    return {option.pk: option for option in question.options.all()}


def _chosen(options: Mapping[int, BallotOption], given: str) -> BallotOption:
    option = options.get(number_in(given) or 0)
    if option is None:
        raise RuleError("option_of_another_question")
    return option


def _count(given: str | None) -> int:
    """Nobody guesses a count that was not typed."""
    found = number_in((given or "").strip())
    if found is None:
        raise RuleError("count_unreadable")
    return found


def _address(question: BallotQuestion) -> str:
    return reverse("vote", args=[question.item.meeting_id, question.pk])


Step = Callable[[HttpRequest, MeetingScope, BallotQuestion], Taken]
_TYPED = frozenset({"hands", "counts"})
STEPS: Mapping[str, Step] = {
    "open": _open,
    "close": _close,
    "drop": _drop,
    "again": _again,
    "hands": _hands,
    "counts": _counts,
}
