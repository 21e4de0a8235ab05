"""What has a span brought: figures, directives, meetings, conclusions kept, units?"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.models import (
    Ballot,
    Committee,
    Conclusion,
    Document,
    Invitee,
    Meeting,
    MeetingPaper,
)
from giaoban.queries.meetings.arising import conclusion_reach, kept_on
from giaoban.queries.meetings.attendance import seat_of
from giaoban.queries.meetings.held import held_between
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.meetings.review_series import ReviewSeries, series_over
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.tasks.progress import progress_facts, tasks_given_by
from giaoban.rules.meetings.conclusions import Kept
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.reviewing import UnitDone, done_best, furthest_behind, seats_taken
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.progress_facts import ProgressFacts
from giaoban.rules.tasks.spans import Span

_YEARS_BACK = 5  # of holidays; what is overdue for longer is counted in plain working days


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting of the span: of its seats with a vote those in which somebody sat, each person in
    one of them, or which answered in writing.
    """

    meeting: Meeting
    seats: int
    present: int
    conclusions: int

    @property
    def is_in_writing(self) -> bool:
        return bool(self.meeting.form == MeetingForm.CIRCULATION)


@dataclass(frozen=True)
class Review:
    """`progress` is None where the committee keeps no register: nothing says what it gave.

    `kept` are the conclusions of the span's meetings on its last day; `reaches` says of the overdue
    tasks that came of a conclusion how far its words may go.
    """

    committee: Committee
    span: Span
    as_of: date
    today: date
    series: Sequence[ReviewSeries]
    progress: ProgressFacts | None
    meetings: Sequence[HeldMeeting]
    kept: Kept
    best: Sequence[UnitDone]
    behind: Sequence[UnitDone]
    reaches: Mapping[int, Reach]

    @property
    def attendance(self) -> tuple[int, int]:
        """Over all the meetings that people attended: (places taken, places there were)."""
        attended = [one for one in self.meetings if not one.is_in_writing]
        return sum(one.present for one in attended), sum(one.seats for one in attended)


def review_of(
    committee: Committee, span: Span, *, today: date, chosen: Collection[str] | None = None
) -> Review:
    """As it stood at the span's end, or stands today while that is to come.

    `chosen` are indicators as review_series writes them (regime/code); None: those with a target,
    then the first of each regime.
    """
    as_of = min(span.ends_on, today)
    progress = _progress(committee, span, today)
    meetings = list(held_between(committee, span.starts_on, as_of))
    concluded = Conclusion.objects.filter(
        meeting__in=[one.pk for one in meetings], asks=True, removed_at=None, task__isnull=False
    )
    units = _units(progress)
    return Review(
        committee=committee,
        span=span,
        as_of=as_of,
        today=today,
        series=series_over(committee, span, as_of, chosen),
        progress=progress,
        meetings=_held(meetings),
        kept=kept_on(concluded, as_of),
        best=done_best(units),
        behind=furthest_behind(units),
        reaches=_reaches(progress),
    )


def _progress(committee: Committee, span: Span, today: date) -> ProgressFacts | None:
    body = body_of(committee)
    if body is None:
        return None
    return progress_facts(
        tasks_given_by(body),
        committee.unit,
        today=today,
        span=span,
        calendar=working_calendar(range(today.year - _YEARS_BACK, today.year + 1)),
    )


def _reaches(progress: ProgressFacts | None) -> dict[int, Reach]:
    overdue = [line.task_id for line in progress.lines_of(Count.OVERDUE)] if progress else []
    concluded = Conclusion.objects.filter(task__in=overdue).select_related("item")
    return {one.task_id: conclusion_reach(one) for one in concluded if one.task_id is not None}


def _units(progress: ProgressFacts | None) -> list[UnitDone]:
    """Those under the committee's unit, each with everything under it."""
    if progress is None:
        return []
    return [
        UnitDone(
            unit.name,
            unit.counts[Count.DONE_ON_TIME] + unit.counts[Count.DONE_LATE],
            sum(unit.counts.values()),
            unit.counts[Count.OVERDUE],
        )
        for unit in progress.units
        if unit.name and not unit.is_itself
    ]


def _held(meetings: Sequence[Meeting]) -> list[HeldMeeting]:
    """Four statements, however many meetings."""
    places: dict[int, list[Invitee]] = defaultdict(list)
    invited = Invitee.objects.filter(meeting__in=meetings, votes=True, removed_at=None)
    for place in invited.order_by().prefetch_related("presences"):
        places[place.meeting_id].append(place)
    concluded = Counter(
        Conclusion.objects.filter(meeting__in=meetings, removed_at=None)
        .order_by()
        .values_list("meeting_id", flat=True)
    )
    answered = _answered(meetings)
    found = []
    for meeting in meetings:
        there = seats_taken(seat_of(place) for place in places[meeting.pk])
        if meeting.form == MeetingForm.CIRCULATION:
            there = answered.get(meeting.pk, 0)
        found.append(HeldMeeting(meeting, len(places[meeting.pk]), there, concluded[meeting.pk]))
    return found


def _answered(meetings: Sequence[Meeting]) -> Mapping[int, int]:
    """In how many seats somebody answered what was decided in writing."""
    ballots = Ballot.objects.filter(
        question__item__meeting__in=[one.pk for one in meetings],
        question__item__meeting__form=MeetingForm.CIRCULATION,
        invitee__votes=True,
        invitee__removed_at=None,
        has_voted=True,
    )
    return Counter(
        meeting_id
        for _seat, meeting_id in set(
            ballots.order_by().values_list("invitee_id", "question__item__meeting_id")
        )
    )


def document_of(meeting: Meeting) -> Document | None:
    """The line of the report of a review meeting in the register, where it has its number."""
    paper = meeting.papers.filter(kind=MeetingPaper.Kind.REVIEW).select_related("document").first()
    return paper.document if paper else None
