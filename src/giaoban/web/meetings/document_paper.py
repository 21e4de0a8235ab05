"""Of which meeting is a document of the register, for whoever may see that meeting?"""

from dataclasses import dataclass

from django.urls import reverse

from giaoban.models import Document, Meeting, MeetingPaper
from giaoban.queries.meetings.seen import meetings_seen
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.scope import scope_of


@dataclass(frozen=True)
class DocumentPaper:
    """`files` is the address of its files without their kind; empty where it has none there."""

    meeting: Meeting
    address: str
    files: str


def paper_of_document(acting: Acting, document: Document) -> DocumentPaper | None:
    """One statement where it came of no meeting."""
    paper = MeetingPaper.objects.filter(document=document).select_related("meeting").first()
    if paper is None:
        return None
    seen = meetings_seen(acting.attending, acting.today).select_related("committee")
    meeting = seen.filter(pk=paper.meeting_id).first()
    if meeting is None:
        return None
    scope = scope_of(acting, meeting)
    is_read = paper.state == MeetingPaper.State.APPROVED or scope.may_manage or scope.may_preside
    if paper.kind == MeetingPaper.Kind.CONCLUSIONS and is_read:
        address = reverse("meeting_paper", args=[meeting.pk, paper.kind])
        return DocumentPaper(meeting, address, f"{address}file/")
    return DocumentPaper(meeting, reverse("meeting", args=[meeting.pk]), "")
