"""A meeting while it runs: its record, the projector, the door, votes, attendance, closing."""

from giaoban.models import (
    Ballot,
    BallotOption,
    BallotQuestion,
    Conclusion,
    Opinion,
    Presence,
    Recusal,
)
from giaoban.queries.meetings.check_in import check_in_code
from giaoban.rules.meetings.majorities import Base, Tie
from giaoban.rules.meetings.passages import Reach
from giaoban.rules.people.permissions import Permission
from tests.factories import NOW
from tests.web.agenda_scene import item_of
from tests.web.meeting_scene_web import invitee_link_of, meeting_of, place_of
from tests.web.permissions_scene import BY_LINK, PUBLIC, Row, Scene

P = Permission
BY_INVITATION = frozenset[Permission]()
SEES = frozenset({P.VIEW_MEETINGS, P.MANAGE_MEETINGS})
DECIDES = frozenset({P.PRESIDE, P.MANAGE_MEETINGS})


def question_of(scene: Scene) -> BallotQuestion:
    """Open, with a ballot of the guest."""
    made, is_new = BallotQuestion.objects.get_or_create(
        item=item_of(scene),
        text="Thông qua?",
        defaults={
            "base": Base.PRESENT,
            "majority_over": 1,
            "majority_under": 2,
            "majority_more_than": True,
            "tie": Tie.FAILS,
            "opened_at": NOW,
        },
    )
    if is_new:
        BallotOption.objects.create(question=made, position=0, means=BallotOption.Means.YES)
        Ballot.objects.create(question=made, invitee=place_of(scene))
    return made


def opinion_of(scene: Scene) -> Opinion:
    made, _is_new = Opinion.objects.get_or_create(
        item=item_of(scene), text="Đồng ý.", defaults={"reach": Reach.MEMBERS, "at": NOW}
    )
    return made


def recusal_of(scene: Scene) -> Recusal:
    made, _is_new = Recusal.objects.get_or_create(
        item=item_of(scene), invitee=place_of(scene), defaults={"reason": "người nhà", "at": NOW}
    )
    return made


def conclusion_of(scene: Scene) -> Conclusion:
    made, _is_new = Conclusion.objects.get_or_create(
        meeting=meeting_of(scene), text="Rà soát.", defaults={"position": 1, "written_at": NOW}
    )
    return made


def presence_of(scene: Scene) -> Presence:
    made, _is_new = Presence.objects.get_or_create(
        invitee=place_of(scene), defaults={"arrived_at": NOW, "how": Presence.How.QR}
    )
    return made


def one(scene: Scene) -> dict[str, object]:
    return {"pk": meeting_of(scene).pk}


def of_item(scene: Scene) -> dict[str, object]:
    return one(scene) | {"item_id": item_of(scene).pk}


def of_question(scene: Scene) -> dict[str, object]:
    return one(scene) | {"question_id": question_of(scene).pk}


RUNNING = [
    Row("run_meeting", DECIDES, one),
    Row("run_now", P.MANAGE_MEETINGS, one),
    *(
        Row(name, P.MANAGE_MEETINGS, one, method="post")
        for name in (
            "begin_meeting",
            "take_back_beginning",
            "replace_check_in_code",
            "reopen_meeting",
        )
    ),
    *(
        Row(name, P.MANAGE_MEETINGS, of_item, method="post")
        for name in ("hear_item", "end_item", "item_notes")
    ),
    *(Row(name, P.MANAGE_MEETINGS, of_item) for name in ("add_opinion", "ask_for_vote")),
    Row("add_recusal", P.MANAGE_MEETINGS, of_item),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: one(s) | {"opinion_id": opinion_of(s).pk})
        for name in ("change_opinion", "take_opinion_out")
    ),
    Row(
        "take_recusal_back",
        P.MANAGE_MEETINGS,
        lambda s: one(s) | {"recusal_id": recusal_of(s).pk},
        method="post",
    ),
    Row("vote", P.MANAGE_MEETINGS, of_question),
    Row(
        "vote_step",
        P.MANAGE_MEETINGS,
        lambda s: of_question(s) | {"step": "close"},
        method="post",
    ),
    Row("add_conclusion", P.MANAGE_MEETINGS, one),
    *(
        Row(name, P.MANAGE_MEETINGS, lambda s: one(s) | {"conclusion_id": conclusion_of(s).pk})
        for name in ("change_conclusion", "take_conclusion_out")
    ),
    Row("close_meeting", P.MANAGE_MEETINGS, one),
    *(Row(name, DECIDES, one) for name in ("projector", "projector_now")),
    Row("projector_exhibit", DECIDES, of_item),
    *(Row(name, SEES, one) for name in ("meeting_attendance", "meeting_votes")),
    Row("attendance_file", SEES, lambda s: one(s) | {"form": "xlsx"}),
    Row(
        "place_step",
        P.MANAGE_MEETINGS,
        lambda s: one(s) | {"place_id": place_of(s).pk, "step": "here"},
        method="post",
    ),
    Row(
        "presence_step",
        P.MANAGE_MEETINGS,
        lambda s: one(s) | {"presence_id": presence_of(s).pk, "step": "confirm"},
        method="post",
    ),
    Row("cast_vote", BY_INVITATION, of_question, method="post"),
    Row(
        "link_cast_vote",
        BY_LINK,
        lambda s: {"link_id": invitee_link_of(s).pk, "question_id": question_of(s).pk},
        method="post",
    ),
    Row("check_in", PUBLIC, lambda s: one(s) | {"code": check_in_code(meeting_of(s))}),
]
