"""The code at the door: I am here. Who is signed in, or opened the link to their invitation on this
telephone, is in at once; anybody else chooses a name.

The secretary lets in whoever chose a name, with one press. The address shows names as they stand on
the list in the room, and no e-mail address ever.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from giaoban.actions.meetings.attendance import check_in as note_arrival
from giaoban.models import Invitee, InviteeLink, Meeting, Person, Presence
from giaoban.queries.meetings.attendance import is_substituted
from giaoban.queries.meetings.attendance_page import Attendee, attendees
from giaoban.queries.meetings.check_in import meeting_of_code
from giaoban.queries.meetings.seen import place_of
from giaoban.rules.meetings.inviting import takes_check_in
from giaoban.rules.meetings.states import PREPARED, MeetingForm, MeetingState
from giaoban.rules.problems import RuleError
from giaoban.web.frame.acting import Acting
from giaoban.web.links.door import link_at_door
from giaoban.web.links.gate import guarded, too_often
from giaoban.web.links.rates import UNKNOWN_TOKENS, is_too_often
from giaoban.web.meetings.taking import number_in
from giaoban.web.meetings.words import meeting_refusal

MOST_CHOICES = 300
"""From one address in ten minutes: a whole room may stand behind one."""
A_DAY = 86400
_COOKIE, _SALT = "check_in", "giaoban.check_in"


@dataclass(frozen=True)
class Door:
    """`mine` is the place of who is signed in, or of the `link` that was opened on this telephone;
    `chosen` the one chosen on it before.
    """

    meeting: Meeting
    acting: Acting | None
    link: InviteeLink | None
    mine: Attendee | None
    chosen: Attendee | None
    names: list[Attendee]

    @property
    def by(self) -> Person | InviteeLink | None:
        """Who says that they are in the place that is theirs."""
        return self.link if self.link is not None or self.acting is None else self.acting.person

    @property
    def waiting(self) -> Attendee | None:
        """Whoever chose a name that is not theirs for certain, and is not let in yet."""
        is_mine = self.mine is not None and self.mine == self.chosen
        return self.chosen if self.chosen and self.chosen.waits and not is_mine else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    acting: Acting | None = request.acting  # type: ignore[attr-defined]
    now = acting.now if acting else timezone.now()
    meeting = meeting_of_code(pk, code)
    if meeting is None or meeting.form == MeetingForm.CIRCULATION:
        if is_too_often("check-in", request.META.get("REMOTE_ADDR", ""), UNKNOWN_TOKENS):
            return too_often(request)
        raise Http404
    if not takes_check_in(MeetingState(meeting.state), meeting.starts_at, now):
        context = {"meeting": meeting, "is_early": meeting.state in PREPARED}
        return guarded(render(request, "meetings/door_closed.html", context))
    door = _door(request, meeting, acting, now)
    if request.method != "POST":
        return guarded(render(request, "meetings/door.html", {"door": door, "meeting": meeting}))
    if is_too_often("check-in-name", request.META.get("REMOTE_ADDR", ""), MOST_CHOICES):
        return too_often(request)
    return guarded(_arrive(request, door, now))


def _door(request: HttpRequest, meeting: Meeting, acting: Acting | None, now: datetime) -> Door:
    found = attendees(meeting, now)
    by_id = {one.invitee.pk: one for one in found}
    place = _place(meeting, acting.person) if acting else None
    link = link_at_door(request, meeting.pk) if place is None else None
    if link is not None and link.for_substitute == is_substituted(link.invitee):
        place = link.invitee
    if "other" in request.GET:  # a telephone in somebody else's hands
        place = None
    kept = request.get_signed_cookie(f"{_COOKIE}_{meeting.pk}", default="", salt=_SALT)
    return Door(
        meeting,
        acting,
        link if place is not None else None,
        by_id.get(place.pk) if place else None,
        by_id.get(number_in(str(kept)) or 0),
        [one for one in found if not one.is_there and one.waits is None],
    )


def _place(meeting: Meeting, person: Person) -> Invitee | None:
    """Where they sit themselves: not a place in which somebody sits for them."""
    place = place_of(meeting, person)
    if place is not None and place.person_id == person.pk and is_substituted(place):
        return None
    return place


def _arrive(request: HttpRequest, door: Door, now: datetime) -> HttpResponse:
    """A place of one's own is confirmed by who one is; a chosen name waits for the secretary."""
    chosen = number_in(request.POST.get("place"))
    is_mine = door.mine is not None and chosen == door.mine.invitee.pk
    place = door.mine.invitee if door.mine and is_mine else _free(door, chosen)
    here = redirect(request.path)
    if place is None:
        messages.error(request, _("Choose your name. Who stands on no list tells the secretary."))
        return here
    try:
        note_arrival(
            invitee=place,
            how=_how(door) if is_mine else Presence.How.QR,
            at=now,
            by=door.by if is_mine else None,
            now=now,
            is_online=door.meeting.form == MeetingForm.ONLINE,
            is_confirmed=is_mine,
        )
    except RuleError as error:
        messages.error(request, meeting_refusal(error.problem))
        return here
    if not is_mine:
        name = f"{_COOKIE}_{door.meeting.pk}"
        here.set_signed_cookie(
            name,
            str(place.pk),
            salt=_SALT,
            max_age=A_DAY,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return here


def _how(door: Door) -> Presence.How:
    return Presence.How.ACCOUNT if door.link is None else Presence.How.LINK


def _free(door: Door, chosen: int | None) -> Invitee | None:
    """A name that nobody has taken yet, for a telephone that has not chosen one before."""
    if door.chosen is not None and (door.chosen.waits or door.chosen.is_there):
        return None
    return next((one.invitee for one in door.names if one.invitee.pk == chosen), None)
