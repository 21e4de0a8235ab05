"""What is typed of a vote is kept, a link is known at the door, more time is given by a form."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.meetings.links import make_invitee_links
from giaoban.actions.meetings.voting import Asked, ask_vote, cast_ballot, open_vote
from giaoban.actions.messages.sending import token_digest
from giaoban.models import BallotQuestion, Invitee, Meeting, Presence
from giaoban.queries.meetings.check_in import check_in_code
from giaoban.rules.meetings.majorities import MajorityRule, Silence
from giaoban.rules.meetings.states import MeetingForm
from tests.cast import Cast, SignIn
from tests.meeting_scene import Sitting, make_sitting

BY_SCRIPT = {"HTTP_X_RUNNING": "1"}


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return make_sitting(cast, at=timezone.now() - timedelta(minutes=30), there=4)


def put(sitting: Sitting, **asked: object) -> BallotQuestion:
    now = timezone.now()
    given = {"text": "Thông qua kinh phí?", "majority": MajorityRule(), **asked}
    question = ask_vote(item=sitting.item, asked=Asked(**given), by=None, now=now)
    return open_vote(question=question, by=None, now=now)


def step(sitting: Sitting, question: BallotQuestion, name: str) -> str:
    return reverse("vote_step", args=[sitting.meeting.pk, question.pk, name])


def test_counts_that_are_refused_stand_as_they_were_typed(
    cast: Cast, sitting: Sitting, sign_in: SignIn
) -> None:
    question = put(sitting, is_secret=True, how=BallotQuestion.How.PAPER)
    yes, no, abstain = (f"option-{option.pk}" for option in question.options.all())
    secretary, address = sign_in(cast.chi), step(sitting, question, "counts")
    for typed in ({yes: "3", no: "2", abstain: "0"}, {yes: "3", no: "", abstain: "x"}):
        page = secretary.post(address, typed)
        assert page.status_code == 200
        assert f'name="{yes}" type="number" inputmode="numeric" min="0" max="4" value="3"' in (
            page.content.decode()
        )
    question.refresh_from_db()
    assert question.closed_at is None


def test_hands_say_whose_own_vote_stays(cast: Cast, sitting: Sitting, sign_in: SignIn) -> None:
    question, secretary = put(sitting), sign_in(cast.chi)
    yes, no, _abstain = question.options.all()
    giang = sitting.seats[1]
    cast_ballot(question=question, invitee=giang, option=no, by=cast.giang, now=timezone.now())
    typed = {"all": yes.pk, f"place-{giang.pk}": yes.pk, f"was-{giang.pk}": ""}
    said = secretary.post(step(sitting, question, "hands"), typed, **BY_SCRIPT).json()["words"]
    assert cast.giang.name in said
    chosen = question.ballots.order_by("invitee__position").values_list("option", flat=True)
    assert list(chosen) == [yes.pk, no.pk, yes.pk, yes.pk]
    assert secretary.post(step(sitting, question, "hands"), {}).status_code == 200


def test_whoever_sends_a_substitute_is_offered_no_ballot(
    cast: Cast, sitting: Sitting, sign_in: SignIn
) -> None:
    sent = {"answer": "substitute", "substitute_state": "agreed", "substitute_name": "Người thay"}
    cast.giang.invitations.update(**sent, substitute_person=cast.minh)
    question = put(sitting)
    address = reverse("meeting_votes", args=[sitting.meeting.pk])
    form = reverse("cast_vote", args=[sitting.meeting.pk, question.pk])
    assert form not in sign_in(cast.giang).get(address).content.decode()
    assert form in sign_in(cast.minh).get(address).content.decode()


def link_of(place: Invitee) -> str:
    """The address of a link to this place."""
    [link] = make_invitee_links(wanted=[(place, False)], by=None, now=timezone.now()).values()
    token = f"khoa-{place.pk}-0123456789"
    type(link).objects.filter(pk=link.pk).update(token_digest=token_digest(token))
    return reverse("open_link", args=[token])


def test_a_telephone_that_opened_the_link_is_known_at_the_door_of_that_meeting(
    cast: Cast,
) -> None:
    sitting = make_sitting(cast, at=timezone.now(), there=0)
    place, telephone = sitting.seats[2], Client()
    door = reverse("check_in", args=[sitting.meeting.pk, check_in_code(sitting.meeting)])
    telephone.get(link_of(place))
    assert place.name in telephone.get(door).content.decode()
    assert "run-names" in telephone.get(door).content.decode()  # looking at a letter is nothing
    telephone.post(link_of(place))
    assert "run-names" not in telephone.get(door).content.decode()
    assert "run-names" in telephone.get(f"{door}?other=1").content.decode()
    telephone.post(door, {"place": place.pk})
    presence = Presence.objects.get()
    assert (presence.invitee, presence.how, presence.is_confirmed) == (place, "link", True)
    link = place.links.get()
    assert reverse("link_my_invitation", args=[link.pk]) in telephone.get(door).content.decode()


@pytest.mark.parametrize("why", ["revoked", "another meeting"])
def test_a_link_that_is_revoked_or_of_another_meeting_is_unknown_at_the_door(
    cast: Cast, why: str
) -> None:
    sitting = make_sitting(cast, at=timezone.now(), there=0)
    telephone, place = Client(), sitting.seats[2]
    telephone.post(link_of(place))
    kept = telephone.cookies["invitee_door"]
    if why == "revoked":
        place.links.update(revoked_at=timezone.now())
    else:
        sitting = make_sitting(cast, at=timezone.now(), there=0)
        kept["path"] = f"/check-in/{sitting.meeting.pk}/"
    door = reverse("check_in", args=[sitting.meeting.pk, check_in_code(sitting.meeting)])
    telephone.post(door, {"place": sitting.seats[2].pk})
    presence = Presence.objects.get()
    assert (presence.how, presence.is_confirmed) == ("qr", False)


def test_a_decision_in_writing_has_one_page_of_its_own(cast: Cast, sign_in: SignIn) -> None:
    asked = make_sitting(
        cast,
        at=timezone.now(),
        there=0,
        form=MeetingForm.CIRCULATION,
        silence=Silence.NOT_COUNTED,
    )
    question, secretary = put(asked), sign_in(cast.chi)
    pk = asked.meeting.pk
    sent_at = timezone.now() - timedelta(hours=1)
    Meeting.objects.filter(pk=pk).update(announced_at=sent_at)
    own = reverse("circulation", args=[pk])
    assert secretary.get(reverse("run_meeting", args=[pk]))["Location"] == own
    for name, args in (
        ("ask_for_vote", [pk, asked.item.pk]),
        ("vote_step", [pk, question.pk, "close"]),
        ("place_step", [pk, asked.seats[0].pk, "here"]),
    ):
        assert secretary.post(reverse(name, args=args)).status_code == 404
    day = timezone.localdate() + timedelta(days=9)
    more = {"day": day.isoformat(), "hour": "17:00", "revision": asked.meeting.revision}
    address = reverse("extend_circulation", args=[pk])
    assert "<details" in secretary.post(address, more).content.decode()  # no reason
    assert secretary.post(address, more | {"reason": "Chờ số liệu"})["Location"] == own
    assert timezone.localdate(Meeting.objects.get(pk=pk).ends_at) == day
    assert "Chờ số liệu" in sign_in(cast.giang).get(own).content.decode()
