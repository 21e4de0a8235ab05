"""Reminding of what meetings wait for, each at a step and once: answers, papers, minutes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import make_aware, make_naive

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.apart import each_apart
from giaoban.actions.meetings.links import Seat, make_invitee_links
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.meetings.telling import own_page
from giaoban.actions.messages.queue import put_into_inboxes, queue_letters
from giaoban.mail.meeting_reminders import Reminded, letter_of_reminder, notice_of_reminder
from giaoban.models import Invitee, InviteeLink, Meeting, MeetingPaper, MeetingTold, Message, Person
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.meetings.owed import papers_owed, without_answer
from giaoban.queries.meetings.presiding import record_keepers
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.meetings.telling import (
    ANSWER_DAYS,
    Owed,
    Reminder,
    announced_reminders,
    paper_reminder,
    prepared_reminders,
    reminder_on,
)
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.working_days import WorkingCalendar

_AHEAD = timedelta(days=45)
_CHASED = timedelta(days=90)
"""What was due longer ago is not chased any more: somebody decided otherwise."""
_OF_PAPERS = {
    MeetingPaper.Kind.MINUTES.value: Owed.MINUTES,
    MeetingPaper.Kind.CONCLUSIONS.value: Owed.CONCLUSIONS,
}


@dataclass(frozen=True)
class _Owing:
    """Somebody who is reminded: an invited place, or who keeps the record as a person."""

    reminder: Reminder
    place: Invitee | None = None
    person: Person | None = None
    names: tuple[str, ...] = ()

    @property
    def reader(self) -> Person | None:
        """Who has an account."""
        if self.place is None:
            return self.person
        person = self.place.person
        return person if person is not None and person.is_active else None

    @property
    def email(self) -> str:
        if self.place is not None:
            return self.place.email.lower()
        assert self.person is not None
        return self.person.email.lower()

    @property
    def key(self) -> tuple[str, str]:
        return (self.reminder.step, self.email)


def remind_of_meetings(
    *, today: date, now: datetime, site: str, is_trial: bool = False
) -> list[str]:
    """Remind everybody who owes a meeting something today; the address of each letter.

    As a trial nobody is told anything and nothing is stored.
    """
    coming = Meeting.objects.filter(
        state__in=[MeetingState.DRAFT, MeetingState.ANNOUNCED, MeetingState.RUNNING],
        ends_at__gt=now,
        starts_at__lt=now + _AHEAD,
    )
    unwritten = Meeting.objects.filter(
        state=MeetingState.CLOSED,
        papers__state=MeetingPaper.State.DRAFT,
        papers__due_on__gte=today - _CHASED,
    )
    ids = {*coming.values_list("pk", flat=True), *unwritten.values_list("pk", flat=True)}
    calendar = working_calendar(range(today.year - 1, today.year + 2))
    told = each_apart(
        sorted(ids), lambda pk: _remind_of(pk, today, now, site, calendar, is_trial=is_trial)
    )
    return [email for emails in told for email in emails]


@transaction.atomic
def remind_invitees(*, meeting: Meeting, by: Person, today: date, now: datetime, site: str) -> int:
    """Ask everybody who has not answered once more, today; how many letters.

    Raises RuleError `meeting_not_announced` (state), `everybody_answered`, `reminded_today`.
    """
    held = held_meeting(meeting)
    if held.state not in (MeetingState.ANNOUNCED, MeetingState.RUNNING):
        raise RuleError("meeting_not_announced", state=held.state)
    places = without_answer(held)
    if not places:
        raise RuleError("everybody_answered")
    reminder = Reminder(Owed.ANSWER, f"asked:{today}", held_on(held), False)
    owing = _not_told(held, (_Owing(reminder, place) for place in places))
    if not owing:
        raise RuleError("reminded_today")
    _send(held, owing, by, now, site)
    record(actor=by, action="remind_invitees", on=held, at=now, after={"told": len(owing)})
    return len(owing)


@transaction.atomic
def _remind_of(
    pk: int, today: date, now: datetime, site: str, calendar: WorkingCalendar, *, is_trial: bool
) -> list[str]:
    meeting = held_meeting(Meeting(pk=pk))
    owing = _not_told(meeting, _owing(meeting, today, calendar))
    if owing and not is_trial:
        _send(meeting, owing, None, now, site)
        after = {"told": len(owing)}
        record(actor=None, action="remind_of_meeting", on=meeting, at=now, after=after)
    return [one.email for one in owing]


def _not_told(meeting: Meeting, owing: Iterable[_Owing]) -> list[_Owing]:
    """Each once at each step, and nobody whom that step has reached before."""
    told = set(meeting.told.values_list("step", "email"))
    fresh = {one.key: one for one in owing if one.key not in told}
    return list(fresh.values())


def _owing(meeting: Meeting, today: date, calendar: WorkingCalendar) -> Iterable[_Owing]:
    if meeting.state == MeetingState.CLOSED:
        yield from _owing_papers_afterwards(meeting, today, calendar)
        return
    if meeting.form == MeetingForm.CIRCULATION:
        ends_on = make_naive(meeting.ends_at).date()
        reminder = reminder_on(Owed.ANSWER, ends_on, ANSWER_DAYS, today, calendar)
        is_due = meeting.state == MeetingState.RUNNING and not _is_told_on(meeting, today)
        if reminder is not None and is_due:
            yield from (_Owing(reminder, place) for place in without_answer(meeting))
        return
    kind, starts_on = kind_here(meeting.kind), held_on(meeting)
    if meeting.state == MeetingState.DRAFT:
        reminders = prepared_reminders(kind, starts_on, today, calendar)
    elif meeting.state == MeetingState.ANNOUNCED:
        is_on_its_way = _is_told_on(meeting, today)
        reminders = [] if is_on_its_way else announced_reminders(kind, starts_on, today, calendar)
    else:
        reminders = []
    for reminder in reminders:
        match reminder.owed:
            case Owed.ANSWER:
                yield from (_Owing(reminder, place) for place in without_answer(meeting))
            case Owed.PAPER:
                for place, items in papers_owed(meeting):
                    names = tuple(item.title or item.rapporteur for item in items)
                    yield _Owing(reminder, place, names=names)
            case _:
                yield from _keepers(meeting, reminder, today)


def _owing_papers_afterwards(
    meeting: Meeting, today: date, calendar: WorkingCalendar
) -> Iterable[_Owing]:
    for paper in meeting.papers.filter(state=MeetingPaper.State.DRAFT, kind__in=_OF_PAPERS):
        reminder = paper_reminder(_OF_PAPERS[paper.kind], paper.due_on, today, calendar)
        if reminder is not None:
            yield from _keepers(meeting, reminder, today)


def _keepers(meeting: Meeting, reminder: Reminder, today: date) -> Iterable[_Owing]:
    yield from (_Owing(reminder, person=one) for one in record_keepers(meeting, today))


def _send(
    meeting: Meeting, owing: Iterable[_Owing], by: Person | None, now: datetime, site: str
) -> None:
    every = list(owing)
    links = make_invitee_links(
        wanted=[
            (one.place, False)
            for one in every
            if one.place is not None and one.reader is None and _is_seen(meeting)
        ],
        by=by,
        now=now,
    )
    letters, messages = [], []
    for one in every:
        reminded = _reminded(meeting, one, links, site)
        reader, place = one.reader, one.place
        language = reader.language if reader else settings.LANGUAGE_CODE
        name = place.name if place is not None else reader.name if reader else ""
        letters.append(letter_of_reminder(reminded, to=one.email, name=name, language=language))
        if reader is not None:
            notice = notice_of_reminder(reminded, language=language)
            path = _path(meeting, one)
            messages.append(
                Message(
                    person=reader,
                    subject=notice.subject[:200],
                    text=notice.text,
                    address=path,
                    at=now,
                )
            )
    queue_letters(letters=letters, site=site, now=now)
    put_into_inboxes(messages=messages)
    MeetingTold.objects.bulk_create(
        MeetingTold(meeting=meeting, step=one.reminder.step, email=one.email, at=now)
        for one in every
    )


def _reminded(
    meeting: Meeting, one: _Owing, links: Mapping[Seat, InviteeLink], site: str
) -> Reminded:
    link = links.get((one.place.pk, False)) if one.place is not None else None
    path = _path(meeting, one) if one.reader is not None else ""
    is_circulation = meeting.form == MeetingForm.CIRCULATION
    end_of_day = make_aware(datetime.combine(one.reminder.due_on, time.max))
    answered_by = meeting.ends_at if is_circulation else meeting.starts_at
    return Reminded(
        meeting=meeting.pk,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        owed=one.reminder.owed,
        due_on=one.reminder.due_on,
        is_late=one.reminder.is_late,
        is_circulation=is_circulation,
        names=one.names,
        address=f"{site.rstrip('/')}{path}" if path else "",
        link=link.pk if link else None,
        expires_at=link.expires_at if link else None,
        needed_by=answered_by if one.reminder.owed is Owed.ANSWER else end_of_day,
    )


def _path(meeting: Meeting, one: _Owing) -> str:
    """Of a meeting that is prepared the invited see nothing yet."""
    if one.place is not None:
        return own_page(meeting) if _is_seen(meeting) else ""
    if one.reminder.owed is Owed.NOTICE:
        return reverse("meeting_notice", args=[meeting.pk])
    kinds = {owed: kind for kind, owed in _OF_PAPERS.items()}
    return reverse("meeting_paper", args=[meeting.pk, kinds[one.reminder.owed]])


def _is_told_on(meeting: Meeting, today: date) -> bool:
    """Nobody is reminded of a letter that came this morning."""
    told_at = meeting.announced_at
    return told_at is not None and make_naive(told_at).date() == today


def _is_seen(meeting: Meeting) -> bool:
    return meeting.announced_at is not None
