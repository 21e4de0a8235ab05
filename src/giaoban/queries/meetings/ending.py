"""When can a meeting have ended at the earliest: after the last thing that is known of it."""

from datetime import datetime

from django.db.models import Max

from giaoban.models import AgendaItem, BallotQuestion, Meeting, Presence


def earliest_end(meeting: Meeting) -> datetime:
    """The newest of its beginning, an item that was called up or ended, a vote that closed and
    somebody who came; three statements.
    """
    items = AgendaItem.objects.filter(meeting=meeting).aggregate(
        Max("opened_at"), Max("heard_since"), Max("closed_at")
    )
    found = [
        meeting.began_at or meeting.starts_at,
        *items.values(),
        BallotQuestion.objects.filter(item__meeting=meeting).aggregate(at=Max("closed_at"))["at"],
        Presence.objects.filter(invitee__meeting=meeting, is_confirmed=True).aggregate(
            at=Max("arrived_at")
        )["at"],
    ]
    return max(moment for moment in found if moment is not None)
