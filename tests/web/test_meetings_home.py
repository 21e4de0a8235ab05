"""What meetings wait for stands on the home page of whom they wait for, late first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from giaoban.actions.meetings.answering import (
    Substitute,
    answer_invitation,
    decide_substitute,
)
from giaoban.actions.meetings.circulating import (
    CirculatedQuestion,
    Circulation,
    plan_circulation,
    send_circulation,
)
from giaoban.actions.meetings.closing import close_meeting
from giaoban.actions.meetings.minutes import draft_paper
from giaoban.actions.meetings.proposals import ProposalText, send_proposal
from giaoban.actions.meetings.seats import NewSeat, RosterMove, change_roster
from giaoban.models import Meeting, MeetingPaper
from giaoban.rules.meetings.inviting import Answer
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.posts import Post
from giaoban.rules.meetings.states import MeetingState
from giaoban.web.frame.home import HomeRow
from tests.cast import Cast, SignIn
from tests.conftest import QueryCheck
from tests.factories import TODAY
from tests.meeting_scene import Sitting, make_sitting


def owed(client: Client) -> list[HomeRow]:
    return list(client.get("/").context["blocks"].owed)


def steps(client: Client) -> list[str]:
    """Where each line about meetings leads; of one without a button behind `no button:`."""
    rows = [row for row in owed(client) if row.address.startswith("/meetings/")]
    return [row.address if row.action else f"no button: {row.address}" for row in rows]


def announced(cast: Cast, days: int = 5) -> Sitting:
    sitting = make_sitting(cast, runs=False, at=timezone.now() + timedelta(days=days))
    now = timezone.now()
    told = {"state": MeetingState.ANNOUNCED, "announced_at": now, "told_at": now}
    Meeting.objects.filter(pk=sitting.meeting.pk).update(**told)
    return sitting


def at(name: str, meeting: Meeting, *more: object) -> str:
    return reverse(name, args=[meeting.pk, *more])


@pytest.mark.django_db
def test_who_is_invited_answers_and_then_sees_when_it_is(cast: Cast, sign_in: SignIn) -> None:
    sitting, client = announced(cast), sign_in(cast.giang)
    mine = at("my_invitation", sitting.meeting)
    assert steps(client) == [mine]
    who = {"invitee": sitting.seats[1], "by": cast.giang, "now": timezone.now()}
    answer_invitation(answer=Answer.COMING, **who)
    assert steps(client) == [f"no button: {mine}"]
    answer_invitation(answer=Answer.NOT_COMING, **who)
    assert steps(client) == []
    assert steps(sign_in(cast.an)) == []


@pytest.mark.django_db
def test_the_chair_is_asked_for_a_substitute_and_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    sitting = announced(cast, days=30)
    answer_invitation(
        invitee=sitting.seats[1],
        answer=Answer.SUBSTITUTE,
        substitute=Substitute("Bà Thay", email="thay@example.vn"),
        by=cast.giang,
        now=timezone.now(),
    )
    decide = at("meeting_invitees", sitting.meeting)
    assert decide in steps(sign_in(cast.dung))
    assert decide not in steps(sign_in(cast.chi))
    assert decide not in steps(sign_in(cast.giang))


@pytest.mark.django_db
def test_a_substitute_for_the_chair_is_decided_by_the_secretariat(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = announced(cast, days=30)
    who = {"invitee": sitting.seats[0], "by": cast.dung, "now": timezone.now()}
    answer_invitation(answer=Answer.SUBSTITUTE, substitute=Substitute("Bà Thay"), **who)
    decide = at("meeting_invitees", sitting.meeting)
    assert decide in steps(sign_in(cast.chi))
    assert decide not in steps(sign_in(cast.dung))


@pytest.mark.django_db
def test_whose_substitute_is_refused_is_asked_again_and_a_substitute_reads_for_whom_they_come(
    cast: Cast, sign_in: SignIn
) -> None:
    sitting = announced(cast)
    place, now = sitting.seats[1], timezone.now()
    who = {"invitee": place, "by": cast.giang, "now": now}
    sent = Substitute("Lan", email=cast.lan.email)
    answer_invitation(answer=Answer.SUBSTITUTE, substitute=sent, **who)
    decide_substitute(invitee=place, is_agreed=True, by=cast.dung, now=now)
    mine = at("my_invitation", sitting.meeting)
    [theirs] = [row for row in owed(sign_in(cast.lan)) if row.address == mine]
    assert cast.giang.name in theirs.state
    decide_substitute(invitee=place, is_agreed=False, by=cast.dung, now=now, words="Cần lãnh đạo")
    assert steps(sign_in(cast.giang)) == [mine]
    assert steps(sign_in(cast.lan)) == []


@pytest.mark.django_db
def test_a_notice_that_is_late_comes_before_one_that_is_due(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    due, late, far = (
        make_sitting(cast, seats=0, runs=False, at=now + timedelta(days=days)).meeting
        for days in (9, 1, 40)
    )
    client = sign_in(cast.chi)
    assert steps(client) == [
        at("meeting_notice", late),
        at("meeting_notice", due),
    ]
    assert [row.tone for row in owed(client)][:1] == ["late"]
    assert steps(sign_in(cast.dung)) == []
    assert far.pk not in (due.pk, late.pk)


@pytest.mark.django_db
def test_minutes_are_written_by_the_secretariat_and_approved_by_the_chair(
    cast: Cast, sign_in: SignIn
) -> None:
    now = timezone.now()
    sitting = make_sitting(cast, at=now - timedelta(hours=2))
    run = at("run_meeting", sitting.meeting)
    assert run in steps(sign_in(cast.chi))
    assert run in steps(sign_in(cast.dung))
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=now - timedelta(hours=1))
    minutes, notice = (
        at("meeting_paper", sitting.meeting, kind) for kind in ("minutes", "conclusions")
    )
    assert set(steps(sign_in(cast.chi))) == {minutes, notice}
    assert steps(sign_in(cast.dung)) == []
    sitting.meeting.refresh_from_db()
    draft_paper(meeting=sitting.meeting, kind="minutes", by=cast.chi, now=now)
    assert steps(sign_in(cast.dung)) == [minutes]
    MeetingPaper.objects.update(due_on=now.date() - timedelta(days=2))
    assert {row.tone for row in owed(sign_in(cast.chi))} == {"late"}


@pytest.mark.django_db
def test_a_decision_in_writing_waits_for_each_seat(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    seats = [RosterMove(joining=NewSeat(cast.minh, Post.MEMBER))]
    seats.append(RosterMove(joining=NewSeat(cast.lan, Post.SECRETARIAT)))
    change_roster(
        committee=cast.committee,
        moves=seats,
        holds_from=TODAY - timedelta(days=60),
        by=cast.khanh,
        now=now,
        site="",
    )
    circulation = Circulation(
        "Dự thảo kế hoạch",
        now + timedelta(days=3),
        Silence.NOT_COUNTED,
        [CirculatedQuestion("Thống nhất dự thảo")],
    )
    when = {"by": cast.chi, "today": TODAY, "now": now}
    planned = plan_circulation(committee=cast.committee, circulation=circulation, **when)
    Meeting.objects.filter(pk=planned.pk).update(chair=cast.dung)
    meeting = send_circulation(meeting=planned, site="", **when)
    voting = at("my_invitation", meeting)
    assert steps(sign_in(cast.minh)) == [voting]
    assert steps(sign_in(cast.lan)) == []
    [row] = [row for row in owed(sign_in(cast.minh)) if row.address == voting]
    assert (row.key, row.due_at) == (f"circulation-{meeting.pk}", meeting.ends_at)  # in one's feed


@pytest.mark.django_db
def test_proposals_are_one_line_however_many_wait(
    cast: Cast, sign_in: SignIn, constant_queries: QueryCheck
) -> None:
    client = sign_in(cast.chi)

    def propose() -> None:
        send_proposal(
            committee=cast.committee,
            unit=cast.ta_van,
            text=ProposalText("Kinh phí", 10),
            file=None,
            by=cast.an,
            now=timezone.now(),
        )

    constant_queries(propose, lambda: client.get("/"))
    assert steps(client) == [reverse("item_proposals")]
    assert steps(sign_in(cast.an)) == []
