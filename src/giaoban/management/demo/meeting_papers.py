"""What was written of the demo's briefings? Minutes and a notice of conclusions with its number."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from giaoban.actions.meetings.correcting import correct_passage
from giaoban.actions.meetings.minutes import approve_paper, draft_paper
from giaoban.actions.register.outgoing import issue_document
from giaoban.management.demo.calendar import at
from giaoban.management.demo.meeting_stage import Stage
from giaoban.models import Meeting, MeetingPaper
from giaoban.queries.meetings.arising import held_on
from giaoban.rules.meetings.minutes import passages_read

_WRITTEN = (MeetingPaper.Kind.MINUTES, MeetingPaper.Kind.CONCLUSIONS)
_DRAFTED, _APPROVED, _CORRECTED = 1, 3, 6
"""Working days after the meeting."""


def write_up(stage: Stage, meeting: Meeting, said: Mapping[str, Any]) -> Iterator[datetime]:
    """Drafted the next day, approved by the chair, the notice issued; one corrected since."""
    now = at(stage.workdays_after(held_on(meeting), _DRAFTED), 9)
    yield now
    for kind in _WRITTEN:
        draft_paper(meeting=meeting, kind=kind, by=stage.secretary, now=now)
    now = at(stage.workdays_after(held_on(meeting), _APPROVED), 15)
    yield now
    for kind in _WRITTEN:
        paper = meeting.papers.get(kind=kind)
        approve_paper(paper=paper, revision=paper.revision, by=stage.chair, now=now)
    _issue_notice(stage, meeting, now + timedelta(minutes=30))
    if "corrected" in said:
        now = at(stage.workdays_after(held_on(meeting), _CORRECTED), 10)
        yield now
        _correct(stage, meeting, said["corrected"], now)


def _issue_notice(stage: Stage, meeting: Meeting, now: datetime) -> None:
    """Where the committee's registers know such documents."""
    document = meeting.papers.get(kind=MeetingPaper.Kind.CONCLUSIONS).document
    if document is not None:
        issue_document(
            document=document,
            dated_on=now.date(),
            revision=document.revision,
            by=stage.secretary,
            today=now.date(),
            now=now,
        )


def _correct(stage: Stage, meeting: Meeting, said: Mapping[str, str], now: datetime) -> None:
    """One expression in the minutes, where it stands first."""
    paper = meeting.papers.get(kind=MeetingPaper.Kind.MINUTES)
    passage = next(one for one in passages_read(paper.passages) if said["from"] in one.text)
    correct_passage(
        paper=paper,
        key=passage.key,
        text=passage.text.replace(said["from"], said["to"]),
        reason=said["reason"],
        revision=passage.revision,
        by=stage.chair,
        now=now,
    )
