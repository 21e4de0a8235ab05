"""What the secretary and the chair do about one who is invited: answer noted, substitute agreed."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from giaoban.actions.meetings.announcing import send_invitation_again
from giaoban.actions.meetings.answering import (
    Substitute,
    answer_invitation,
    decide_substitute,
)
from giaoban.actions.meetings.inviting import mend_address, remove_invitee
from giaoban.actions.meetings.links import revoke_invitee_link
from giaoban.actions.meetings.reminding import remind_invitees as remind
from giaoban.models import Invitee, InviteeLink
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.invitation_forms import AddressForm, RefusalForm, SubstituteForm
from giaoban.web.meetings.invitees import invitees_page, place_of_meeting
from giaoban.web.meetings.scope import meeting_asked, meeting_managed
from giaoban.web.meetings.words import meeting_refusal, refusals_on
from giaoban.web.people.reach import site_of


@signed_in
@require_POST
def invitee_step(request: HttpRequest, pk: int, place_id: int, step: str) -> HttpResponse:
    """`step` of STEPS, for whoever prepares the meeting."""
    scope = meeting_managed(request, pk)
    place = place_of_meeting(scope, place_id)
    take = STEPS.get(step)
    if take is None:
        raise Http404
    try:
        messages.success(request, take(request, place))
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    return redirect("meeting_invitees", pk=pk)


@signed_in
@require_POST
def decide_on_substitute(request: HttpRequest, pk: int, place_id: int) -> HttpResponse:
    """By whoever presides, or by the secretary in their name."""
    scope, acting = meeting_asked(request, pk), acting_on(request)
    if not (scope.may_preside or scope.may_manage):
        raise Http404
    place = place_of_meeting(scope, place_id)
    is_agreed = request.POST.get("decision") == "agree"
    form = RefusalForm(place.pk, request.POST)
    if not is_agreed and not form.is_valid():
        return invitees_page(request, scope, typed=(place.pk, form))
    words = "" if is_agreed else form.cleaned_data["words"]
    try:
        decide_substitute(
            invitee=place, is_agreed=is_agreed, by=acting.person, now=acting.now, words=words
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        agreed = _("It is agreed: both will be told.")
        refused = _("It is not agreed: whoever proposed it will be told why.")
        messages.success(request, agreed if is_agreed else refused)
    return redirect("meeting_invitees", pk=pk)


@signed_in
@require_POST
def propose_substitute(request: HttpRequest, pk: int, place_id: int) -> HttpResponse:
    """Whom somebody sends, as they said by telephone or in a letter."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    place = place_of_meeting(scope, place_id)
    form = SubstituteForm(place.pk, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            answer_invitation(
                invitee=place,
                answer=Answer.SUBSTITUTE,
                by=acting.person,
                now=acting.now,
                words=place.answer_words,
                substitute=Substitute(
                    given["substitute_name"], given["substitute_post"], given["substitute_email"]
                ),
            )
            words = _("The substitute is noted: it is still to be agreed.")
            messages.success(request, words)
            return redirect("meeting_invitees", pk=pk)
    return invitees_page(request, scope, typed=(place.pk, form))


@signed_in
@require_POST
def mend_invitee_address(request: HttpRequest, pk: int, place_id: int) -> HttpResponse:
    """The invitation goes to the right address; what went to the wrong one opens nothing."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    place = place_of_meeting(scope, place_id)
    form = AddressForm(place.pk, request.POST)
    if form.is_valid():
        with refusals_on(form):
            email = form.cleaned_data["email"]
            mended = mend_address(invitee=place, email=email, by=acting.person, now=acting.now)
            if scope.meeting.state in (MeetingState.ANNOUNCED, MeetingState.RUNNING):
                messages.success(request, _send(request, mended))
            else:
                messages.success(request, _("The address is corrected."))
            return redirect("meeting_invitees", pk=pk)
    return invitees_page(request, scope, typed=(place.pk, form))


@signed_in
@require_POST
def remind_invitees(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who has not answered, once a day."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    try:
        sent = remind(
            meeting=scope.meeting,
            by=acting.person,
            today=acting.today,
            now=acting.now,
            site=site_of(request),
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        words = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", sent)
        messages.success(request, words % {"n": sent})
    return redirect("meeting_invitees", pk=pk)


def _remove(request: HttpRequest, place: Invitee) -> str:
    acting = acting_on(request)
    remove_invitee(invitee=place, by=acting.person, now=acting.now)
    return _("%(name)s is not invited any more.") % {"name": place.name}


def _send(request: HttpRequest, place: Invitee) -> str:
    acting = acting_on(request)
    sent = send_invitation_again(
        invitee=place, by=acting.person, now=acting.now, site=site_of(request)
    )
    if not sent:
        return _("No letter reaches %(name)s: there is no e-mail address.") % {"name": place.name}
    return _("The invitation is on its way to %(email)s.") % {"email": place.email}


def _revoke(request: HttpRequest, place: Invitee) -> str:
    acting = acting_on(request)
    for link in InviteeLink.objects.filter(invitee=place, revoked_at=None):
        revoke_invitee_link(link=link, by=acting.person, now=acting.now)
    return _("The link is revoked and no longer works.")


def _note_answer(request: HttpRequest, place: Invitee) -> str:
    """What somebody said by telephone."""
    acting = acting_on(request)
    given = request.POST.get("answer", "")
    if given not in {each.value for each in Answer} or given in (Answer.NONE, Answer.SUBSTITUTE):
        raise RuleError("answer_not_offered")
    answer_invitation(
        invitee=place,
        answer=Answer(given),
        by=acting.person,
        now=acting.now,
        words=place.answer_words,
    )
    return _("The answer of %(name)s is noted.") % {"name": place.name}


STEPS: Mapping[str, Callable[[HttpRequest, Invitee], str]] = {
    "remove": _remove,
    "send": _send,
    "revoke": _revoke,
    "answer": _note_answer,
}
