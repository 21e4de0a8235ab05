"""A meeting of the committee of the permission table, and what rows name of it."""

from datetime import timedelta

from giaoban.models import Invitee, InviteeLink, Meeting
from giaoban.rules.meetings.inviting import Answer, Part, SubstituteState
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from tests.factories import NOW
from tests.web.permissions_scene import Scene

_UID = "9c1d3f4e5a6b47c8b0a1d2e3f4a5b6c7"


def meeting_of(scene: Scene) -> Meeting:
    """Announced; nobody of the table is invited, presides it or keeps its record."""
    made, _is_new = Meeting.objects.get_or_create(
        uid=_UID,
        defaults={
            "committee": scene.cast.committee,
            "kind": "briefing",
            "title": "Họp giao ban quý IV",
            "form": MeetingForm.ON_SITE,
            "starts_at": NOW + timedelta(days=7),
            "ends_at": NOW + timedelta(days=7, hours=2),
            "place": "Phòng họp số 1",
            "state": MeetingState.ANNOUNCED,
            "announced_at": NOW,
            "told_at": NOW,
            "made_at": NOW,
        },
    )
    return made


def place_of(scene: Scene) -> Invitee:
    """A guest without an account, who proposes a substitute."""
    made, _is_new = Invitee.objects.get_or_create(
        meeting=meeting_of(scene),
        email="khach@example.vn",
        defaults={
            "part": Part.GUEST,
            "name": "Ông Khách",
            "answer": Answer.SUBSTITUTE,
            "answered_at": NOW,
            "substitute_name": "Bà Thay",
            "substitute_state": SubstituteState.PROPOSED,
        },
    )
    return made


def invitee_link_of(scene: Scene) -> InviteeLink:
    """A link to that place; nobody of the table has its cookie."""
    made, _is_new = InviteeLink.objects.get_or_create(
        invitee=place_of(scene),
        defaults={
            "token_digest": "3" * 64,
            "made_at": NOW,
            "expires_at": NOW + timedelta(days=3650),
        },
    )
    return made
