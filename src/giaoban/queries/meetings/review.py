"""What has a span brought: figures, directives, meetings, conclusions kept, units?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from giaoban.models import Committee, Conclusion, Invitee, Meeting, Presence
from giaoban.queries.meetings.arising import kept_on
from giaoban.queries.meetings.held import held_between
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.meetings.review_series import ReviewSeries, series_over
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.tasks.progress import progress_facts, tasks_given_by
from giaoban.rules.meetings.reviewing import UnitDone, done_best, furthest_behind
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.progress_facts import ProgressFacts
from giaoban.rules.tasks.spans import Span

_YEARS_BACK = 5  # of holidays; what is overdue for longer is counted in plain working days


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting of the span: of its seats with a vote those that came, or answered in writing."""

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

    `kept` is (done, all) of the conclusions of the span's meetings on its last day.
    """

    committee: Committee
    span: Span
    as_of: date
    series: Sequence[ReviewSeries]
    progress: ProgressFacts | None
    meetings: Sequence[HeldMeeting]
    kept: tuple[int, int]
    best: Sequence[UnitDone]
    behind: Sequence[UnitDone]

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
        series=series_over(committee, span, as_of, chosen),
        progress=progress,
        meetings=_held(meetings),
        kept=kept_on(concluded, as_of),
        best=done_best(units),
        behind=furthest_behind(units),
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
    """Three statements, however many meetings."""
    ids = [one.pk for one in meetings]
    seats = _count(ids, Q())
    came = Presence.objects.filter(is_confirmed=True).values("invitee")
    there = _count(
        ids, Q(pk__in=came) | Q(ballots__has_voted=True, meeting__form=MeetingForm.CIRCULATION)
    )
    concluded: dict[int, int] = {}
    for meeting_id in Conclusion.objects.filter(meeting__in=ids, removed_at=None).values_list(
        "meeting_id", flat=True
    ):
        concluded[meeting_id] = concluded.get(meeting_id, 0) + 1
    return [
        HeldMeeting(one, seats.get(one.pk, 0), there.get(one.pk, 0), concluded.get(one.pk, 0))
        for one in meetings
    ]


def _count(ids: Sequence[int], which: Q) -> dict[int, int]:
    """Seats with a vote, by meeting."""
    rows = Invitee.objects.filter(which, meeting__in=ids, votes=True, removed_at=None)
    found: dict[int, int] = {}
    for _pk, meeting_id in set(rows.order_by().values_list("pk", "meeting_id")):
        found[meeting_id] = found.get(meeting_id, 0) + 1
    return found
