"""Who is invited, what did each answer, and who sits for whom?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from giaoban.actions.meetings.inviting import Guest
from giaoban.actions.meetings.inviting import invite_guest as invite
from giaoban.actions.meetings.inviting import invite_roster as invite_members
from giaoban.models import Invitee, Meeting, Person
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.queries.meetings.notice import not_told, roster_warnings
from giaoban.queries.people.search import PersonFound, people_matching
from giaoban.rules.meetings.inviting import (
    Answer,
    Part,
    SubstituteState,
    answers_for,
    is_unanswered,
)
from giaoban.rules.meetings.states import ENDED, PREPARED, MeetingForm, MeetingState
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.units.naming import search_key
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.meetings.invitation_forms import (
    GuestForm,
    PlaceForm,
)
from giaoban.web.meetings.invitee_rows import place_rows
from giaoban.web.meetings.scope import MeetingScope, meeting_asked, meeting_managed
from giaoban.web.meetings.words import (
    ANSWERS,
    meeting_refusal,
    notice_warning,
    refusals_on,
)
from giaoban.web.people.reach import may_see

_MOST_FOUND = 12


@dataclass(frozen=True)
class Counted:
    """How many of those invited said what; `open` have not said anything."""

    invited: int
    coming: int
    not_coming: int
    open: int
    proposed: int


@dataclass(frozen=True)
class InvitedCard:
    """What the page of the meeting shows of them (templates/meetings/invitees_card.html)."""

    counted: Counted
    manages: bool
    decides: bool
    has_place: bool
    has_notice: bool
    is_circulation: bool


def invitees_card(scope: MeetingScope) -> InvitedCard:
    """One query."""
    meeting = scope.meeting
    is_known = meeting.announced_at is not None or meeting.began_at is not None
    return InvitedCard(
        counted=counted(places_of(meeting)),
        manages=scope.may_manage,
        decides=scope.may_manage or scope.may_preside,
        has_place=scope.place is not None and is_known,
        has_notice=MeetingState(meeting.state) in PREPARED,
        is_circulation=meeting.form == MeetingForm.CIRCULATION,
    )


@signed_in
@require_safe
def meeting_invitees(request: HttpRequest, pk: int) -> HttpResponse:
    return invitees_page(request, meeting_asked(request, pk))


@signed_in
@require_POST
def invite_roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who has a seat on the meeting's day."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    try:
        made = invite_members(meeting=scope.meeting, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    else:
        words = ngettext("%(n)s member is invited.", "%(n)s members are invited.", len(made))
        none = _("Everybody who has a seat on that day is invited already.")
        messages.success(request, words % {"n": len(made)} if made else none)
    return redirect("meeting_invitees", pk=pk)


@signed_in
@require_POST
def invite_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody typed, or a person with an account who was found by name."""
    scope, acting = meeting_managed(request, pk), acting_on(request)
    if "person" in request.POST:
        return _invite_person(request, scope)
    form = GuestForm(acting.today, request.POST)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            guest = Guest(
                given["name"],
                given["post"],
                given["agency"],
                given["email"],
                Part(given["part"]),
                given["unit"],
                _with_account(given["email"]),
            )
            _invite(request, scope, guest)
            return redirect("meeting_invitees", pk=pk)
    return invitees_page(request, scope, refused=form)


def invitees_page(
    request: HttpRequest,
    scope: MeetingScope,
    *,
    refused: GuestForm | None = None,
    typed: tuple[int, PlaceForm] | None = None,
) -> HttpResponse:
    """The list; for whoever prepares the meeting with what can be done about each. `typed` is what
    was refused of one place.
    """
    acting, meeting = acting_on(request), scope.meeting
    places = places_of(meeting)
    is_open = MeetingState(meeting.state) not in ENDED
    decides = (scope.may_preside or scope.may_manage) and is_open
    query = request.GET.get("q", "")[:100]
    context: dict[str, Any] = {
        "meeting": meeting,
        "scope": scope,
        "is_open": is_open,
        "is_circulation": meeting.form == MeetingForm.CIRCULATION,
        "has_paper": meeting.form != MeetingForm.CIRCULATION,
        "is_announced": meeting.state in (MeetingState.ANNOUNCED, MeetingState.RUNNING),
        "rows": place_rows(scope, places, typed),
        "roster_words": [notice_warning(one) for one in roster_warnings(meeting)]
        if scope.may_manage and MeetingState(meeting.state) in PREPARED
        else [],
        "counted": counted(places),
        # Why somebody does not come is for whoever prepares and presides.
        "reads_words": scope.may_manage or scope.may_preside,
        "answers": [
            (each.value, ANSWERS[each].label)
            for each in answers_for(MeetingForm(meeting.form))
            if each is not Answer.SUBSTITUTE
        ],
        "decides": decides,
        "form": (refused or GuestForm(acting.today)) if scope.may_manage and is_open else None,
        "refused": refused,
        "query": query,
        "found": _found(request, query, places) if scope.may_manage and query else None,
        "not_told": not_told(meeting) if meeting.state == MeetingState.ANNOUNCED else None,
    }
    return render(request, "meetings/invitees.html", context)


def places_of(meeting: Meeting) -> list[Invitee]:
    places = meeting.invitees.filter(removed_at=None)
    return list(
        places.select_related("person", "unit", "substitute_person", "appointment__substitute")
    )


def counted(places: Sequence[Invitee]) -> Counted:
    """A place in which an agreed substitute sits is one that comes."""
    coming = [
        one for one in places if one.answer in (Answer.COMING, Answer.ONLINE) or is_substituted(one)
    ]
    return Counted(
        invited=len(places),
        coming=len(coming),
        not_coming=sum(one.answer == Answer.NOT_COMING for one in places),
        open=sum(
            is_unanswered(Answer(one.answer), SubstituteState(one.substitute_state))
            for one in places
        ),
        proposed=sum(one.substitute_state == SubstituteState.PROPOSED for one in places),
    )


def place_of_meeting(scope: MeetingScope, place_id: int) -> Invitee:
    """One of the places of the meeting asked for, and of no other."""
    places = scope.meeting.invitees.filter(removed_at=None)
    found: Invitee = get_object_or_404(
        places.select_related("person", "substitute_person", "meeting__committee"), pk=place_id
    )
    return found


def _invite_person(request: HttpRequest, scope: MeetingScope) -> HttpResponse:
    given = request.POST.get("person", "")
    wanted = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    found = Person.objects.filter(pk=wanted, is_active=True).first()
    if found is None or not may_see(request, found):
        raise Http404
    try:
        _invite(request, scope, Guest(name=found.name, person=found))
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
    return redirect("meeting_invitees", pk=scope.meeting.pk)


def _invite(request: HttpRequest, scope: MeetingScope, guest: Guest) -> None:
    acting = acting_on(request)
    place = invite(meeting=scope.meeting, guest=guest, by=acting.person, now=acting.now)
    messages.success(request, _("%(name)s is invited.") % {"name": place.name})


def _found(request: HttpRequest, query: str, places: Sequence[Invitee]) -> list[PersonFound]:
    """People with an account whom the person sees, without those who are invited."""
    acting = acting_on(request)
    there = {place.person_id for place in places}
    found = people_matching(
        search_key(query),
        seen_at=acting.units_where(Permission.VIEW),
        on=acting.today,
        most=_MOST_FOUND + len(there),
    )
    return [one for one in found if one.person.pk not in there][:_MOST_FOUND]


def _with_account(email: str) -> Person | None:
    """Whoever is typed by the address of an account answers signed in."""
    if not email:
        return None
    found: Person | None = Person.objects.filter(email__iexact=email, is_active=True).first()
    return found
