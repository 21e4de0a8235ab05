"""What of meetings waits for somebody: an answer, a substitute, a notice, minutes, a proposal?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from giaoban.models import Ballot, BallotQuestion, Invitee, Meeting, MeetingPaper, Person, Proposal
from giaoban.queries.meetings.arising import held_on
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.meetings.seen import invitations_of
from giaoban.rules.meetings.inviting import SubstituteState
from giaoban.rules.meetings.kinds import notice_due_on
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.register.documents import DocumentState
from giaoban.rules.reporting.working_days import WorkingCalendar

_OPEN = (MeetingState.ANNOUNCED, MeetingState.RUNNING)
_AHEAD = timedelta(days=45)
_CHASED = timedelta(days=90)
"""What was due longer ago stands on nobody's home any more."""


@dataclass(frozen=True, slots=True)
class ToAnnounce:
    """A meeting that is prepared, and the last day for its notice; None: there is no such limit."""

    meeting: Meeting
    due_on: date | None


def places_of(person: Person, now: datetime) -> list[Invitee]:
    """Where somebody is asked to come, the next meeting first, and where they have not answered a
    circulation; their own place as well as one they sit in for somebody.
    """
    owed = Ballot.objects.filter(
        invitee=OuterRef("pk"),
        question__opened_at__isnull=False,
        question__closed_at=None,
        has_voted=False,
    )
    places = (
        invitations_of(person)
        .filter(meeting__state__in=_OPEN)
        .filter(Q(meeting__ends_at__gt=now) | Q(meeting__state=MeetingState.RUNNING))
        .annotate(owes_ballot=Exists(owed))
        .exclude(meeting__form=MeetingForm.CIRCULATION, owes_ballot=False)
    )
    return list(places.select_related("meeting__committee").order_by("meeting__starts_at", "pk"))


def substitutes_to_decide(person: Person, managing: Collection[int]) -> list[Invitee]:
    """Proposed for meetings that somebody presides over; of those that they manage what whoever
    presides cannot decide: about themselves, or without an account in use.
    """
    own = Q(meeting__chair=person) & (Q(person=None) | ~Q(person=person))
    of_the_chair = Q(person=F("meeting__chair")) | Q(meeting__chair__is_active=False)
    kept = Q(meeting__committee__unit__in=managing) & ~Q(meeting__chair=person)
    proposed = Invitee.objects.filter(
        own | (kept & of_the_chair),
        substitute_state=SubstituteState.PROPOSED,
        removed_at=None,
        meeting__state__in=_OPEN,
    )
    return list(proposed.select_related("meeting").order_by("meeting__starts_at", "position", "pk"))


def meetings_to_announce(
    managing: Collection[int], now: datetime, calendar: WorkingCalendar
) -> list[ToAnnounce]:
    """Those of the next weeks of which no notice went out, the soonest first."""
    prepared = _managed(managing).filter(
        state=MeetingState.DRAFT, starts_at__gt=now, starts_at__lt=now + _AHEAD
    )
    found = prepared.exclude(form=MeetingForm.CIRCULATION).order_by("starts_at", "pk")
    return [
        ToAnnounce(one, notice_due_on(kind_here(one.kind), held_on(one), calendar)) for one in found
    ]


def meetings_to_run(
    person: Person, managing: Collection[int], now: datetime, until: datetime
) -> list[Meeting]:
    """Those that go on, and those announced that begin before `until`, for whoever keeps their
    record or presides.
    """
    theirs = Q(committee__unit__in=managing) | Q(chair=person)
    today = Q(state=MeetingState.RUNNING) | Q(
        state=MeetingState.ANNOUNCED, starts_at__lte=until, ends_at__gt=now
    )
    found = Meeting.objects.filter(theirs & today).exclude(form=MeetingForm.CIRCULATION)
    return list(found.order_by("starts_at", "pk"))


def circulations_to_close(managing: Collection[int]) -> list[Meeting]:
    """Counted, and not concluded yet."""
    open_ones = BallotQuestion.objects.filter(item__meeting=OuterRef("pk"), closed_at=None)
    running = _managed(managing).filter(form=MeetingForm.CIRCULATION, state=MeetingState.RUNNING)
    return list(running.filter(~Exists(open_ones)).order_by("ends_at", "pk"))


def papers_to_write(person: Person, managing: Collection[int], on: date) -> list[MeetingPaper]:
    """Minutes and notices that are not approved, and notices approved that have no number yet: for
    the secretariat, and for whoever keeps the record of that meeting alone.
    """
    unissued = Q(state=MeetingPaper.State.APPROVED, document__state=DocumentState.DRAFT)
    papers = _papers(on).filter(Q(state=MeetingPaper.State.DRAFT) | unissued)
    theirs = Q(meeting__in=_managed(managing)) | Q(meeting__secretary=person)
    return list(papers.filter(theirs).order_by("due_on", "pk"))


def papers_to_approve(person: Person, on: date) -> list[MeetingPaper]:
    """Drafted, of meetings that somebody presided over."""
    papers = _papers(on).filter(state=MeetingPaper.State.DRAFT, meeting__chair=person)
    return list(papers.exclude(passages=[]).order_by("due_on", "pk"))


def proposals_by_committee(managing: Collection[int]) -> list[tuple[str, int]]:
    """(name of the committee, how many proposals wait)"""
    waiting = Proposal.objects.filter(
        committee__unit__in=managing, state=Proposal.State.SENT
    ).order_by("committee__name", "committee")
    return list(waiting.values_list("committee__name").annotate(number=Count("pk")))


def _managed(managing: Collection[int]) -> QuerySet[Meeting]:
    return Meeting.objects.filter(committee__unit__in=managing)


def _papers(on: date) -> QuerySet[MeetingPaper]:
    kinds = (MeetingPaper.Kind.MINUTES, MeetingPaper.Kind.CONCLUSIONS)
    papers = MeetingPaper.objects.filter(
        Q(due_on__gte=on - _CHASED) | Q(due_on=None, meeting__closed_at__date__gte=on - _CHASED),
        meeting__state=MeetingState.CLOSED,
        kind__in=kinds,
    )
    return papers.select_related("meeting", "document")
