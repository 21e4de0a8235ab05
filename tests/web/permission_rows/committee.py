"""A committee's roster, how it decides, and the kinds of meetings: what each address needs."""

from giaoban.models import Committee, MeetingLimits, RosterDecision
from giaoban.rules.people.permissions import Permission
from tests.factories import NOW, TODAY
from tests.web.permissions_scene import Row, Scene

P = Permission


def unit_of(scene: Scene) -> dict[str, int]:
    return {"unit_id": scene.cast.lao_cai.pk}


def limits_of(scene: Scene) -> MeetingLimits:
    # They are set by who looks after every committee there is: here only one is left.
    Committee.objects.filter(unit=scene.cast.tuyen_quang).delete()
    limits, _made = MeetingLimits.objects.get_or_create(code="briefing", source="Quy chế")
    return limits


def decision_of(scene: Scene) -> RosterDecision:
    return RosterDecision.objects.create(
        committee=scene.cast.committee,
        holds_from=TODAY,
        made_at=NOW,
        paper={"changes": [], "roster": []},
    )


def _adding(scene: Scene) -> dict[str, object]:
    limits_of(scene)
    return {}


COMMITTEE = [
    Row("committee_roster", P.VIEW, unit_of),
    Row("roster_file", P.VIEW, lambda s: {**unit_of(s), "form": "csv"}),
    Row("change_roster", P.MANAGE_COMMITTEE, unit_of),
    Row("name_roster_posts", P.MANAGE_COMMITTEE, unit_of, method="post"),
    Row(
        "roster_decision_file",
        P.MANAGE_COMMITTEE,
        lambda s: {"pk": decision_of(s).pk, "form": "docx"},
    ),
    Row(
        "redraft_roster_decision",
        P.MANAGE_COMMITTEE,
        lambda s: {"pk": decision_of(s).pk},
        method="post",
    ),
    Row("decision_rules", P.MANAGE_COMMITTEE, unit_of),
    Row("meeting_kinds", P.MANAGE_COMMITTEE, is_list=True),
    Row("add_meeting_kind", P.MANAGE_COMMITTEE, _adding),
    Row("meeting_kind", P.MANAGE_COMMITTEE, lambda s: {"code": limits_of(s).code}),
    Row(
        "reset_meeting_kind",
        P.MANAGE_COMMITTEE,
        lambda s: {"code": limits_of(s).code},
        method="post",
    ),
]
