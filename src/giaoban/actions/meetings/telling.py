"""Telling people of a meeting: one letter to each, with what their calendar is to do."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from giaoban.actions.meetings.calendar_entries import entry_said
from giaoban.actions.meetings.links import Seat, make_invitee_links
from giaoban.actions.messages.queue import put_into_inboxes, queue_letters
from giaoban.exchange.meetings.calendar_ics import CANCEL, REQUEST, Attendee, invitation_ics
from giaoban.mail.letters import Calendar, Letter
from giaoban.mail.meeting_letters import Reader, Told, letter_about_meeting, notice_about_meeting
from giaoban.mail.meeting_words import MeetingWords, changes_said, words_of
from giaoban.models import (
    AgendaChange,
    Invitee,
    InviteeLink,
    Meeting,
    MeetingTold,
    Message,
    Person,
)
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.meetings.telling import CALLED_BACK, Occasion

_IN_A_CALENDAR = CALLED_BACK | {Occasion.INVITED, Occasion.CHANGED, Occasion.SITS}
_BACK = "back:"


@dataclass(frozen=True)
class Telling:
    """What is told to whoever sits in a place, or `of_substitute` to the one who sits in it for
    them; `to` where that is somebody who did. `asks_again`: what they answered says nothing now.
    """

    place: Invitee
    occasion: Occasion
    of_substitute: bool = False
    words: str = ""
    to: str = ""
    asks_again: bool = False

    @property
    def email(self) -> str:
        """Empty: no letter reaches them."""
        own = self.place.substitute_email if self.of_substitute else self.place.email
        return self.to or own

    @property
    def seat(self) -> Seat:
        return (self.place.pk, self.of_substitute)

    @property
    def person(self) -> Person | None:
        """Who opens it signed in; whoever has no account, or a closed one, does by a link."""
        if self.to:
            return None
        person = self.place.substitute_person if self.of_substitute else self.place.person
        return person if person is not None and person.is_active else None


@dataclass
class _Writing:
    """What is the same for every reader, and what was written so far."""

    meeting: Meeting
    words: MeetingWords
    changes: Sequence[AgendaChange]
    links: Mapping[Seat, InviteeLink]
    now: datetime
    site: str
    called_back: Counter[str]  # how often each address was asked to come no more
    letters: list[Letter] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    told: list[MeetingTold] = field(default_factory=list)


def tell(
    meeting: Meeting,
    tellings: Iterable[Telling],
    *,
    by: Person | None,
    now: datetime,
    site: str,
    changes: Sequence[AgendaChange] = (),
) -> int:
    """Queue a letter for each whom one reaches, and put a line into the inbox of those with an
    account, in the caller's transaction; how many letters.
    """
    reached = [one for one in tellings if one.email]
    links = make_invitee_links(
        wanted=[
            (one.place, one.of_substitute)
            for one in reached
            if one.person is None and one.occasion not in CALLED_BACK
        ],
        by=by,
        now=now,
    )
    if not reached:
        return 0
    words, backs = words_of(meeting, Reach.MEMBERS), _called_back(meeting)
    writing = _Writing(meeting, words, changes, links, now, site, backs)
    for one in reached:
        _write(writing, one)
    queue_letters(letters=writing.letters, site=site, now=now)
    put_into_inboxes(messages=writing.messages)
    MeetingTold.objects.bulk_create(writing.told)
    return len(writing.letters)


def tell_who_decides(
    meeting: Meeting, place: Invitee, person: Person, *, now: datetime, site: str
) -> None:
    """That a substitute is proposed, in the caller's transaction."""
    path = reverse("meeting_invitees", args=[meeting.pk])
    reader = Reader(person.email, person.name, person.language, f"{site.rstrip('/')}{path}")
    told = Told(Occasion.SUBSTITUTE_PROPOSED, place.answer_words, place.name, _substitute_of(place))
    words = words_of(meeting, Reach.MEMBERS)
    queue_letters(letters=[letter_about_meeting(words, told, reader, None)], site=site, now=now)
    notice = notice_about_meeting(words, told, reader)
    line = Message(
        person=person, subject=notice.subject[:200], text=notice.text, address=path, at=now
    )
    put_into_inboxes(messages=[line])


def own_page(meeting: Meeting) -> str:
    """Where somebody with an account answers."""
    return reverse("my_invitation", args=[meeting.pk])


def _write(writing: _Writing, one: Telling) -> None:
    meeting, words = writing.meeting, writing.words
    person, link = one.person, writing.links.get(one.seat)
    reader = Reader(
        to=one.email,
        name="" if one.to else one.place.substitute_name if one.of_substitute else one.place.name,
        language=person.language if person else settings.LANGUAGE_CODE,
        address=f"{writing.site.rstrip('/')}{own_page(meeting)}" if person else "",
        link=link.pk if link else None,
        expires_at=link.expires_at if link else None,
        seat=one.place.name,
        is_substitute=one.of_substitute,
    )
    with override(reader.language):
        substitute = _substitute_of(one.place)
        changes = changes_said(writing.changes)
        told = Told(one.occasion, one.words, "", substitute, changes, one.asks_again)
        calendar = _calendar(writing, one, reader)
    writing.letters.append(letter_about_meeting(words, told, reader, calendar))
    if person is not None:
        notice = notice_about_meeting(words, told, reader)
        address = "" if one.occasion in CALLED_BACK else own_page(meeting)
        writing.messages.append(
            Message(
                person=person,
                subject=notice.subject[:200],
                text=notice.text,
                address=address,
                at=writing.now,
            )
        )


def _calendar(writing: _Writing, one: Telling, reader: Reader) -> Calendar | None:
    """What stands in a calendar is what members read; nobody meets for a decision in writing."""
    meeting = writing.meeting
    if one.occasion not in _IN_A_CALENDAR or meeting.form == MeetingForm.CIRCULATION:
        return None
    is_called_back = one.occasion in CALLED_BACK
    sequence = _sequence(writing, one)
    entry = entry_said(meeting, writing.words, address=reader.address, sequence=sequence)
    method = CANCEL if is_called_back else REQUEST
    text = invitation_ics(
        entry,
        method=method,
        organiser=_organiser(meeting),
        attendee=Attendee(reader.name or reader.to, reader.to),
        now=writing.now,
    )
    return Calendar(text, method)


def _sequence(writing: _Writing, one: Telling) -> int:
    """That of the meeting, raised for each time that this address was asked to come no more.

    Whoever need not come hears it in a sequence of their own (RFC 5546, 3.2.5), and asked again
    later in one that is higher still: a calendar program takes a lower one for an old letter.
    """
    email, backs = one.email.lower(), writing.called_back
    sequence = writing.meeting.sequence + 2 * backs[email]
    if one.occasion not in CALLED_BACK or one.occasion is Occasion.CANCELLED:
        return sequence
    backs[email] += 1
    row = MeetingTold(
        meeting=writing.meeting, step=f"{_BACK}{backs[email]}", email=email, at=writing.now
    )
    writing.told.append(row)
    return sequence + 1


def _called_back(meeting: Meeting) -> Counter[str]:
    rows = meeting.told.filter(step__startswith=_BACK)
    return Counter(rows.values_list("email", flat=True))


def _organiser(meeting: Meeting) -> Attendee:
    """Whoever keeps the meeting, to whom some calendar programs send what their people press."""
    secretary = meeting.secretary
    reached = secretary is not None and secretary.is_active
    email = secretary.email if secretary and reached else settings.DEFAULT_FROM_EMAIL
    return Attendee(meeting.committee.name, email)


def _substitute_of(place: Invitee) -> str:
    """As a letter names them."""
    return ", ".join(filter(None, (place.substitute_name, place.substitute_post)))
