"""Who is asked to a meeting: everybody with a seat on its day, and guests by hand."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from giaoban.actions.audit.events import record, record_many
from giaoban.actions.meetings.dropping_votes import drop_unused_ballots
from giaoban.actions.meetings.planning import held_meeting
from giaoban.models import Appointment, Invitee, InviteeLink, Meeting, Person, Unit
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.roster import decision_rules_of, roster_of, votes_in
from giaoban.rules.meetings.inviting import Part, SubstituteState
from giaoban.rules.meetings.posts import Post
from giaoban.rules.meetings.states import ENDED, MeetingState
from giaoban.rules.problems import RuleError

_SECRETARIAT = frozenset({Post.SECRETARIAT_HEAD, Post.SECRETARIAT})
_COMES = (SubstituteState.PROPOSED, SubstituteState.AGREED)


@dataclass(frozen=True)
class Guest:
    """Somebody without a seat; with an e-mail address they answer by a link."""

    name: str
    post: str = ""
    agency: str = ""
    email: str = ""
    part: Part = Part.GUEST
    unit: Unit | None = None
    person: Person | None = None


@transaction.atomic
def invite_roster(*, meeting: Meeting, by: Person | None, now: datetime) -> list[Invitee]:
    """Ask everybody who has a seat on the meeting's day; who has none any more is asked no longer,
    but for whoever was there already.

    Repeating it asks nobody twice and changes no answer. Raises RuleError `meeting_over` (state).
    """
    held = held_meeting(meeting)
    _require_open(held)
    rules = decision_rules_of(held.committee)
    roster = roster_of(held.committee, held_on(held))
    there = {
        place.person_id: place
        for place in held.invitees.filter(removed_at=None).exclude(person=None)
    }
    places = []
    for position, seat in enumerate(roster):
        place = there.pop(seat.person_id, None)
        if place is None:
            places.append(_place(held, position, seat, votes=votes_in(seat, rules)))
        elif place.appointment_id != seat.pk:  # was a guest, or sits elsewhere now
            _take_seat(place, seat, votes=votes_in(seat, rules))
    made: list[Invitee] = Invitee.objects.bulk_create(places)
    record_many(
        actor=by,
        action="invite",
        at=now,
        on=[(place, {"meeting": held.pk, "part": place.part}) for place in made],
    )
    for place in there.values():
        if place.appointment_id is not None and not _was_there(place):
            _remove(place, by, now)
    return made


@transaction.atomic
def invite_guest(*, meeting: Meeting, guest: Guest, by: Person | None, now: datetime) -> Invitee:
    """Raises RuleError `invitee_without_name`, `invited_already` (name),
    `comes_for_another` (name), `meeting_over` (state).
    """
    held = held_meeting(meeting)
    _require_open(held)
    name = guest.name.strip() or (guest.person.name if guest.person else "")
    if not name:
        raise RuleError("invitee_without_name")
    email = (guest.email or (guest.person.email if guest.person else "")).strip().lower()
    there = held.invitees.filter(removed_at=None)
    same_person = guest.person is not None and there.filter(person=guest.person).exists()
    if same_person or (email and there.filter(email__iexact=email).exists()):
        raise RuleError("invited_already", name=name)
    coming = there.filter(substitute_email__iexact=email, substitute_state__in=_COMES)
    sits_for = coming.first() if email else None
    if sits_for is not None:
        raise RuleError("comes_for_another", name=sits_for.name)
    last = held.invitees.aggregate(last=Max("position"))["last"] or 0
    place: Invitee = Invitee.objects.create(
        meeting=held,
        part=guest.part,
        person=guest.person,
        unit=guest.unit,
        name=name[:120],
        post=guest.post.strip()[:160] or (guest.person.post if guest.person else ""),
        agency=guest.agency.strip()[:200] or (guest.unit.name if guest.unit else ""),
        email=email,
        position=last + 1,
    )
    after = {"meeting": held.pk, "part": place.part}
    record(actor=by, action="invite", on=place, at=now, after=after)
    return place


@transaction.atomic
def remove_invitee(*, invitee: Invitee, by: Person | None, now: datetime) -> None:
    """Asked by mistake. Raises RuleError `invitee_was_there`, `meeting_over` (state)."""
    held = held_meeting(invitee.meeting)
    _require_open(held)
    place = Invitee.objects.select_for_update().get(pk=invitee.pk)
    if _was_there(place):
        raise RuleError("invitee_was_there")
    if place.removed_at is None:
        _remove(place, by, now)


@transaction.atomic
def mend_address(*, invitee: Invitee, email: str, by: Person | None, now: datetime) -> Invitee:
    """The address was wrong: the link that went there opens nothing any more, and the notice is
    still to be sent to the new one. The same address changes nothing.

    Raises RuleError `meeting_over` (state), `invited_already` (name), `invitee_removed`.
    """
    held = held_meeting(invitee.meeting)
    _require_open(held)
    place: Invitee = Invitee.objects.select_for_update().get(pk=invitee.pk)
    if place.removed_at is not None:
        raise RuleError("invitee_removed")
    mended = email.strip().lower()
    if mended == place.email.lower():
        return place
    others = held.invitees.filter(removed_at=None).exclude(pk=place.pk)
    taken = others.filter(email__iexact=mended).first() if mended else None
    if taken is not None:
        raise RuleError("invited_already", name=taken.name)
    place.email, place.told_sequence = mended, -1
    place.save(update_fields=["email", "told_sequence"])
    wrong = InviteeLink.objects.filter(invitee=place, for_substitute=False, revoked_at=None)
    wrong.update(revoked_at=now)
    record(actor=by, action="mend_invitee_address", on=place, at=now)
    return place


def _was_there(place: Invitee) -> bool:
    """What the record has of somebody stays in it."""
    return place.presences.exists() or place.ballots.filter(has_voted=True).exists()


def _remove(place: Invitee, by: Person | None, now: datetime) -> None:
    place.removed_at = now
    place.save(update_fields=["removed_at"])
    InviteeLink.objects.filter(invitee=place, revoked_at=None).update(revoked_at=now)
    drop_unused_ballots(place)
    record(actor=by, action="uninvite", on=place, at=now, before={"meeting": place.meeting_id})


def _place(meeting: Meeting, position: int, seat: Appointment, *, votes: bool) -> Invitee:
    person = seat.person
    return Invitee(
        meeting=meeting,
        part=Part.SECRETARIAT if Post(seat.post) in _SECRETARIAT else Part.MEMBER,
        person=person,
        appointment=seat,
        unit=seat.represents,
        name=person.name,
        post=person.post,
        seat=seat.post,
        agency=seat.represents.name if seat.represents else "",
        email=person.email,
        votes=votes,
        position=position,
    )


def _take_seat(place: Invitee, seat: Appointment, *, votes: bool) -> None:
    place.appointment, place.seat, place.votes = seat, seat.post, votes
    place.part = Part.SECRETARIAT if Post(seat.post) in _SECRETARIAT else Part.MEMBER
    place.save(update_fields=["appointment", "seat", "votes", "part"])


def _require_open(meeting: Meeting) -> None:
    if MeetingState(meeting.state) in ENDED:
        raise RuleError("meeting_over", state=meeting.state)
