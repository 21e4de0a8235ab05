"""How does a meeting stand in somebody's calendar: what they may read of it, and where it opens?"""

from giaoban.exchange.meetings.calendar_ics import MeetingEvent
from giaoban.mail.meeting_words import MeetingWords, agenda_said, words_of
from giaoban.models import Meeting
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.meetings.states import MeetingState


def calendar_entry(
    meeting: Meeting, *, upto: Reach, address: str = "", sequence: int | None = None
) -> MeetingEvent:
    """In the language in force. The same meeting has the same key in letters, feeds and exports."""
    return entry_said(meeting, words_of(meeting, upto), address=address, sequence=sequence)


def entry_said(
    meeting: Meeting, words: MeetingWords, *, address: str = "", sequence: int | None = None
) -> MeetingEvent:
    """The same of words that were read before, for many readers."""
    return MeetingEvent(
        uid=meeting.uid,
        sequence=meeting.sequence if sequence is None else sequence,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        online_url=meeting.online_url,
        detail=agenda_said(words.agenda),
        address=address,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
    )
