"""Meetings of the permission table with papers, in writing, and over a span."""

from datetime import date, timedelta

from giaoban.models import AgendaItem, Meeting, MeetingPaper
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.minutes import drafted_passage, passages_kept
from giaoban.rules.meetings.passages import Passage
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from tests.factories import NOW
from tests.web.permissions_scene import Scene

Kind = MeetingPaper.Kind


def _meeting(scene: Scene, uid: str, state: MeetingState, **fields: object) -> Meeting:
    """Nobody of the table is invited, presides it or keeps its record."""
    made, _is_new = Meeting.objects.get_or_create(
        uid=uid,
        defaults={
            "committee": scene.cast.committee,
            "kind": "briefing",
            "title": "Họp giao ban",
            "form": MeetingForm.ON_SITE,
            "starts_at": NOW - timedelta(days=7),
            "ends_at": NOW + timedelta(days=3650),
            "state": state,
            "announced_at": None if state == MeetingState.DRAFT else NOW,
            "made_at": NOW,
            **fields,
        },
    )
    return made


def closed_of(scene: Scene) -> Meeting:
    """Its minutes are a draft, its notice of conclusions is approved."""
    meeting = _meeting(scene, "closed", MeetingState.CLOSED, closed_at=NOW)
    approved = {"approved_at": NOW, "state": MeetingPaper.State.APPROVED}
    for kind, fields in ((Kind.MINUTES, {}), (Kind.CONCLUSIONS, approved)):
        passage = drafted_passage(Passage("closing", "", "Kết thúc lúc 10 giờ."))
        MeetingPaper.objects.get_or_create(
            meeting=meeting,
            kind=kind,
            defaults={"drafted_at": NOW, "passages": passages_kept([passage]), **fields},
        )
    return meeting


def in_writing_of(scene: Scene) -> Meeting:
    """Being prepared, with a question."""
    form = {"form": MeetingForm.CIRCULATION, "silence": Silence.AGREES}
    meeting = _meeting(scene, "in-writing", MeetingState.DRAFT, **form)
    question_of(meeting)
    return meeting


def sent_of(scene: Scene) -> Meeting:
    form = {"form": MeetingForm.CIRCULATION, "silence": Silence.AGREES}
    return _meeting(scene, "sent", MeetingState.RUNNING, began_at=NOW, **form)


def question_of(meeting: Meeting) -> AgendaItem:
    made, _is_new = AgendaItem.objects.get_or_create(
        meeting=meeting, kind=ItemKind.DECISION, position=1, title="Thông qua?", minutes=10
    )
    return made


def review_of(scene: Scene) -> Meeting:
    """To come, over the year."""
    span = {"review_from": date(2026, 1, 1), "review_to": date(2026, 12, 31)}
    return _meeting(scene, "review", MeetingState.ANNOUNCED, kind="final_review", **span)
