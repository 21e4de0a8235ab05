"""The report (BC) of a review meeting takes its number in the committee's register."""

from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.meetings.planning import held_meeting
from giaoban.actions.register.outgoing import OutgoingText, draft_document
from giaoban.models import Document, Meeting, MeetingPaper, Person
from giaoban.queries.country import country
from giaoban.queries.meetings.notice import body_of
from giaoban.queries.register.headings import body_heading
from giaoban.queries.register.kinds import kinds
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import DocumentState


@transaction.atomic
def register_review(
    *, meeting: Meeting, subject: str, by: Person | None, now: datetime
) -> Document:
    """A line for the report, in draft; a new one where the one before was called off.

    Raises RuleError `review_span_missing`, `no_register`, `paper_in_register`.
    """
    held = held_meeting(meeting)
    if held.review_from is None:
        raise RuleError("review_span_missing")
    body, code = body_of(held.committee), country().phrases.frame.symbol
    if body is None or code not in kinds().known:
        raise RuleError("no_register")
    paper = held.papers.filter(kind=MeetingPaper.Kind.REVIEW).select_related("document").first()
    line = paper.document if paper else None
    if line is not None and line.state != DocumentState.CALLED_OFF:
        raise RuleError("paper_in_register")
    heading = body_heading(body, code)
    text = OutgoingText(
        code,
        subject[:1000],
        signer=heading.signer_name,
        recipients="\n".join(heading.recipients),
    )
    document = draft_document(body=body, text=text, by=by, now=now)
    MeetingPaper.objects.update_or_create(
        meeting=held,
        kind=MeetingPaper.Kind.REVIEW,
        defaults={"document": document, "drafted_at": now, "drafted_by": by},
    )
    record(actor=by, action="register_review", on=held, at=now, after={"paper": "review"})
    return document
