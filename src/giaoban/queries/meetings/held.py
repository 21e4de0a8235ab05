"""Which meetings were held?"""

from datetime import date

from django.db.models import QuerySet

from giaoban.models import Committee, Meeting
from giaoban.rules.meetings.states import MeetingForm, MeetingState


def closed_meetings() -> QuerySet[Meeting]:
    """With what their papers name, the newest first."""
    closed = Meeting.objects.filter(state=MeetingState.CLOSED)
    return closed.select_related("committee__unit", "chair", "secretary", "series")


def held_between(committee: Committee, first: date, last: date) -> QuerySet[Meeting]:
    """Those closed whose day lies in the span, the first first, with decisions in writing."""
    held = closed_meetings().filter(committee=committee)
    return held.filter(starts_at__date__gte=first, starts_at__date__lte=last).order_by(
        "starts_at", "pk"
    )


def is_circulation(meeting: Meeting) -> bool:
    """Whether nobody met for it."""
    return bool(meeting.form == MeetingForm.CIRCULATION)
