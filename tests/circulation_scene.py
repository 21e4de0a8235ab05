"""A question that the committee's four members are asked in writing."""

from datetime import timedelta

from giaoban.actions.meetings.circulating import (
    CirculatedQuestion,
    Circulation,
    plan_circulation,
    send_circulation,
)
from giaoban.actions.meetings.voting import cast_ballot
from giaoban.models import Appointment, BallotQuestion, Invitee, Meeting, Person
from giaoban.rules.meetings.majorities import Silence
from giaoban.rules.meetings.posts import Post
from giaoban.rules.people.permissions import Role
from tests.cast import Cast
from tests.factories import NOW, TODAY, appoint, make_person

SITE = "https://giaoban.example"
DEADLINE = NOW + timedelta(days=3)
QUESTION = "Thông qua dự thảo kế hoạch?"
LATE = DEADLINE + timedelta(minutes=1)


def seat_members(cast: Cast) -> None:
    """Dũng presides; Giang and two more are members; Chi heads the secretariat, without a vote."""
    for person, post in (
        (cast.dung, Post.CHAIR),
        (cast.giang, Post.MEMBER),
        (cast.chi, Post.SECRETARIAT_HEAD),
    ):
        Appointment.objects.filter(person=person).update(post=post)
    for number in (1, 2):
        person = make_person(f"uy-vien-{number}@example.vn", f"Ủy viên {number}")
        seat = appoint(person, Role.MEMBER, cast.lao_cai)
        seat.post = Post.MEMBER
        seat.save()


def planned(
    cast: Cast, *questions: CirculatedQuestion, silence: Silence = Silence.NOT_COUNTED
) -> Meeting:
    seat_members(cast)
    asked = questions or (CirculatedQuestion(QUESTION, "Dự thảo lần 3"),)
    circulation = Circulation("Lấy ý kiến dự thảo kế hoạch", DEADLINE, silence, asked)
    return plan_circulation(
        committee=cast.committee, circulation=circulation, by=cast.chi, today=TODAY, now=NOW
    )


def sent(cast: Cast, *questions: CirculatedQuestion, **more: Silence) -> Meeting:
    meeting = planned(cast, *questions, **more)
    return send_circulation(meeting=meeting, by=cast.chi, today=TODAY, now=NOW, site=SITE)


def question_of(meeting: Meeting) -> BallotQuestion:
    return BallotQuestion.objects.filter(item__meeting=meeting).earliest("pk")


def answer(meeting: Meeting, person: Person, means: str, words: str = "") -> None:
    question = question_of(meeting)
    cast_ballot(
        question=question,
        invitee=Invitee.objects.get(meeting=meeting, person=person),
        option=question.options.get(means=means),
        by=person,
        now=NOW + timedelta(hours=1),
        words=words,
    )
