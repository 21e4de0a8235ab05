"""The agenda of the meeting of the permission table, with a paper, a proposal and a series."""

from datetime import time

from giaoban.models import AgendaItem, AgendaPaper, MeetingSeries, Proposal
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.passages import Reach
from tests.factories import NOW, TODAY
from tests.web.meeting_scene_web import meeting_of
from tests.web.permissions_scene import Scene


def item_of(scene: Scene) -> AgendaItem:
    made, _is_new = AgendaItem.objects.get_or_create(
        meeting=meeting_of(scene),
        title="Kinh phí",
        defaults={"position": 1, "kind": ItemKind.OTHER, "minutes": 30},
    )
    return made


def paper_of(scene: Scene) -> AgendaPaper:
    made, _is_new = AgendaPaper.objects.get_or_create(
        item=item_of(scene),
        title="Tờ trình",
        defaults={"file": scene.source, "reach": Reach.MEMBERS, "added_at": NOW},
    )
    return made


def proposal_of(scene: Scene) -> Proposal:
    """What the unit wants to have heard, with a file."""
    made, _is_new = Proposal.objects.get_or_create(
        committee=scene.cast.committee,
        unit=scene.unit,
        title="Cấp máy tính",
        defaults={"minutes": 15, "file": scene.source, "sent_at": NOW},
    )
    return made


def series_of(scene: Scene) -> MeetingSeries:
    made, _is_new = MeetingSeries.objects.get_or_create(
        committee=scene.cast.committee,
        name="Giao ban quý",
        defaults={
            "kind": "briefing",
            "rule": "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH",
            "first_on": TODAY,
            "starts_at": time(8),
            "minutes": 120,
        },
    )
    return made
