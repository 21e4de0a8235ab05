"""What is known before a meeting that its agenda can be drafted from?"""

from datetime import date

from django.db.models import Q, QuerySet

from giaoban.models import ConsolidatedReport, Meeting, Period, Proposal, Task
from giaoban.queries.meetings.arising import arising_for, held_on
from giaoban.queries.meetings.choices import periods_of
from giaoban.queries.meetings.kinds import kind_here
from giaoban.queries.reporting.consolidated_reports import newest_report
from giaoban.queries.tasks.late_directives import late_directives
from giaoban.queries.units.lineage import subtree
from giaoban.rules.meetings.agenda import HeardPeriod, Known, Standing, period_heard
from giaoban.rules.meetings.states import MeetingForm


def known_for(meeting: Meeting, today: date) -> Known:
    """For rules.meetings.agenda.drafted; of a decision by circulation nothing is drafted."""
    if meeting.form == MeetingForm.CIRCULATION:
        return Known()
    waiting = waiting_proposals(meeting.committee_id).values_list("pk", "title", "minutes")
    standing = meeting.series.standing_items if meeting.series else []
    return Known(
        open_conclusions=len(arising_for(meeting, today)),
        has_report=period_for(meeting) is not None,
        late_directives=_late(meeting, today),
        is_review=kind_here(meeting.kind).is_review,
        proposals=tuple(waiting),
        standing=tuple(Standing(title, minutes) for title, minutes in standing),
    )


def waiting_proposals(committee_id: int) -> QuerySet[Proposal]:
    """What units want to have heard, in the order of its arrival."""
    return Proposal.objects.filter(
        committee=committee_id, state=Proposal.State.SENT
    ).select_related("unit", "file", "sent_by")


def period_for(meeting: Meeting) -> Period | None:
    """Whose report it hears: the one that was chosen, else the one that fits; two statements."""
    if meeting.period is not None:
        return meeting.period
    periods = periods_of(meeting.committee).filter(ends_on__lt=held_on(meeting))
    heard = period_heard(
        [HeardPeriod(*row) for row in periods.values_list("pk", "starts_on", "ends_on")],
        held_on(meeting),
        days_between(meeting),
    )
    if heard is None:
        return None
    return Period.objects.select_related("regime", "incident").get(pk=heard.period_id)


def report_heard(meeting: Meeting) -> ConsolidatedReport | None:
    """The newest consolidated report of that period, as far as it was drafted."""
    period = period_for(meeting)
    return newest_report(meeting.committee.unit, period) if period else None


def days_between(meeting: Meeting) -> int | None:
    """From the meeting before to this one, or to the next; None where there is no other."""
    if meeting.series_id is None or meeting.occurrence is None:
        return None
    others = Meeting.objects.filter(series=meeting.series_id).exclude(pk=meeting.pk)
    days = others.order_by("occurrence").values_list("occurrence", flat=True)
    apart = [abs((meeting.occurrence - day).days) for day in days if day is not None]
    return min(apart, default=None)


def _late(meeting: Meeting, today: date) -> int:
    below = Q(question=None, unit__in=subtree([meeting.committee.unit_id], today))
    return late_directives(Task.objects.filter(below), today, 0)[1]
