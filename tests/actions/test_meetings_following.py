"""Whoever leaves a committee presides over none of the meetings that were made ahead."""

from datetime import timedelta

import pytest

from giaoban.actions.meetings.following import follow_rosters
from giaoban.actions.meetings.planning import plan_meeting
from giaoban.actions.meetings.seats import NewSeat, RosterMove, change_roster
from giaoban.actions.people.appointments import end_appointment
from giaoban.models import Meeting, Person
from giaoban.rules.meetings.posts import Post
from giaoban.rules.meetings.states import MeetingForm
from giaoban.rules.people.permissions import Role
from tests.cast import Cast
from tests.factories import NOW, TODAY, appoint, make_person

pytestmark = pytest.mark.django_db
SITE = "https://giaoban.example"


def a_meeting(cast: Cast, *, days: int, chair: Person, secretary: Person) -> Meeting:
    fields = {
        "title": "Giao ban",
        "kind": "briefing",
        "form": MeetingForm.ON_SITE,
        "starts_at": NOW + timedelta(days=days),
        "ends_at": NOW + timedelta(days=days, hours=2),
        "chair": chair,
        "secretary": secretary,
    }
    return plan_meeting(committee=cast.committee, fields=fields, by=cast.chi, now=NOW)


@pytest.fixture
def planned(cast: Cast) -> Meeting:
    """In ten days, presided over by the chair and kept by the secretary, who have their seats."""
    for person, post in ((cast.dung, Post.CHAIR), (cast.chi, Post.SECRETARIAT)):
        person.appointments.update(post=post)
    return a_meeting(cast, days=10, chair=cast.dung, secretary=cast.chi)


def test_a_chair_who_was_replaced_gives_way_and_the_change_is_to_be_told(
    cast: Cast, planned: Meeting
) -> None:
    Meeting.objects.update(state="announced", announced_at=NOW)
    assert follow_rosters(now=NOW) == 0
    moves = [
        RosterMove(leaving=cast.dung.appointments.get()),
        RosterMove(joining=NewSeat(cast.minh, Post.CHAIR)),
    ]
    day = TODAY + timedelta(days=5)
    change_roster(
        committee=cast.committee, moves=moves, holds_from=day, by=cast.khanh, now=NOW, site=SITE
    )
    assert follow_rosters(now=NOW) == 1
    planned.refresh_from_db()
    assert (planned.chair, planned.secretary, planned.sequence) == (cast.minh, cast.chi, 1)
    assert [(one.what, one.params) for one in planned.agenda_changes.all()] == [
        ("meeting_chair", {"to": "Hoàng Minh"})
    ]
    assert follow_rosters(now=NOW) == 0


def test_whoever_leaves_on_a_later_day_still_presides(cast: Cast, planned: Meeting) -> None:
    seat = cast.dung.appointments.get()
    end_appointment(appointment=seat, until=TODAY + timedelta(days=11), by=cast.khanh, now=NOW)
    assert follow_rosters(now=NOW) == 0


def test_somebody_without_a_role_who_was_chosen_stays_and_nobody_is_followed_by_the_first(
    cast: Cast, planned: Meeting
) -> None:
    Meeting.objects.update(chair=cast.an, secretary=None)
    assert follow_rosters(now=NOW) == 1
    planned.refresh_from_db()
    assert (planned.chair, planned.secretary) == (cast.an, cast.chi)


def test_rosters_are_followed_with_two_questions(
    cast: Cast, planned: Meeting, django_assert_num_queries: object
) -> None:
    second = make_person("pho@example.vn", "Giàng Thị Phó")
    appoint(second, Role.CHAIR, cast.lao_cai)
    a_meeting(cast, days=11, chair=second, secretary=cast.chi)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert follow_rosters(now=NOW) == 0
