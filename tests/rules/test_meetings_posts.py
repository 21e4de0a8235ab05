"""Who had which seat when, and what an amending decision says of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.meetings.posts import (
    Post,
    RosterChange,
    Seat,
    days_to_warn,
    post_at,
    posts_of,
    proposed_post,
    roster_changes,
    roster_on,
    two_chairs,
)
from giaoban.rules.people.permissions import Role

NEW_YEAR = date(2026, 1, 1)
JULY = date(2026, 7, 1)


def seat(seat_id, person, post, since=NEW_YEAR, until=None, rank=100):
    return Seat(seat_id, person, Post(post), since, until, rank)


ROSTER = [
    seat(1, 11, "member", rank=2),
    seat(2, 12, "chair", until=JULY),
    seat(3, 13, "chair", since=JULY),
    seat(4, 14, "member", rank=1),
    seat(5, 15, "secretariat"),
    seat(6, 16, ""),
    seat(7, 13, "deputy", until=date(2026, 9, 1)),
]


@pytest.mark.parametrize(
    "on, seats",
    [
        (date(2025, 12, 31), []),
        (NEW_YEAR, [2, 7, 4, 1, 5]),
        (date(2026, 6, 30), [2, 7, 4, 1, 5]),
        (JULY, [3, 4, 1, 5]),  # the deputy became the chair: one seat, the higher
    ],
)
def test_the_roster_of_a_day_is_in_the_order_of_the_decision(on, seats):
    assert [each.seat_id for each in roster_on(ROSTER, on)] == seats


def test_a_decision_names_who_takes_whose_place():
    before, after = roster_on(ROSTER, date(2026, 6, 30)), roster_on(ROSTER, JULY)
    by_id = {each.seat_id: each for each in ROSTER}
    # The old deputy is the new chair; nobody takes the deputy's place, the old chair left.
    assert roster_changes(before, after) == [
        RosterChange(by_id[2], by_id[3]),
        RosterChange(by_id[7], None),
    ]


def test_somebody_new_and_somebody_gone_are_two_changes_in_two_places():
    gone, new = seat(1, 11, "member", rank=1), seat(2, 12, "deputy")
    assert roster_changes([gone], [new]) == [RosterChange(None, new), RosterChange(gone, None)]


def test_who_comes_for_the_same_unit_takes_the_place_whoever_is_typed_first():
    def member(seat_id, unit):
        return Seat(seat_id, seat_id, Post.MEMBER, NEW_YEAR, represents=unit)

    health, works, culture = member(1, 31), member(2, 32), member(3, 33)
    new_works, new_health, trade = member(4, 32), member(5, 31), member(6, 34)
    assert roster_changes([health, works, culture], [trade, new_works, new_health]) == [
        RosterChange(culture, None),  # nobody of another unit takes its place
        RosterChange(works, new_works),
        RosterChange(health, new_health),
        RosterChange(None, trade),
    ]


@pytest.mark.parametrize(
    "held, since, found",
    [
        ([("chair", NEW_YEAR, JULY), ("chair", JULY, None)], NEW_YEAR, False),
        ([("chair", NEW_YEAR, None), ("chair", JULY, None)], NEW_YEAR, True),  # a later overlap
        ([("chair", NEW_YEAR, None), ("chair", JULY, date(2026, 8, 1))], date(2026, 8, 1), False),
        ([("chair", NEW_YEAR, None), ("deputy", NEW_YEAR, None)], NEW_YEAR, False),
    ],
)
def test_a_committee_has_one_chair_on_every_day(held, since, found):
    seats = [seat(n, n, post, first, last) for n, (post, first, last) in enumerate(held)]
    assert (two_chairs(seats, since) is not None) is found


def test_nothing_changed_is_no_decision():
    again = [seat(1, 11, "member"), seat(9, 12, "chair")]
    assert roster_changes(again, list(reversed(again))) == []


@pytest.mark.parametrize(
    "today, ahead",
    [
        (date(2026, 9, 1), None),
        (date(2026, 10, 2), 90),
        (date(2026, 12, 1), 30),
        (date(2026, 12, 24), 7),
        (date(2026, 12, 31), 7),
        (date(2027, 1, 1), None),
    ],
)
def test_the_end_of_a_term_is_said_ahead(today, ahead):
    assert days_to_warn(date(2026, 12, 31), today, (90, 30, 7)) == ahead


def test_without_an_end_nothing_is_said():
    assert days_to_warn(None, JULY, (90,)) is None


seats = st.lists(
    st.builds(
        Seat,
        st.integers(1, 99),
        st.integers(1, 5),
        st.sampled_from(Post),
        st.dates(date(2025, 1, 1), date(2026, 1, 1)),
        st.none() | st.dates(date(2026, 1, 2), date(2027, 1, 1)),
        st.integers(1, 3),
    ),
    max_size=8,
    unique_by=lambda one: one.seat_id,
)


@given(seats, st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_a_person_sits_once(seats, on):
    people = [each.person_id for each in roster_on(seats, on)]
    assert len(people) == len(set(people))
    assert set(people) == {
        each.person_id for each in seats if each.post is not Post.NONE and each.is_held(on)
    }


@given(seats, st.dates(date(2025, 6, 1), date(2026, 6, 1)), st.dates(date(2026, 6, 2)))
def test_every_change_is_told_once(seats, earlier, later):
    before, after = roster_on(seats, earlier), roster_on(seats, later)
    changes = roster_changes(before, after)
    left = {(each.left.person_id, each.left.post) for each in changes if each.left}
    joined = {(each.joined.person_id, each.joined.post) for each in changes if each.joined}
    old = {(each.person_id, each.post) for each in before}
    assert old - left | joined == {(each.person_id, each.post) for each in after}
    assert left <= old
    assert not joined & old


@pytest.mark.parametrize(
    "role, duties, has_chair, post",
    [
        (Role.CHAIR, "", False, Post.CHAIR),
        (Role.CHAIR, "Trưởng ban", False, Post.CHAIR),
        (Role.CHAIR, "", True, Post.STANDING_DEPUTY),
        (Role.CHAIR, "Phó Trưởng ban Thường trực", False, Post.STANDING_DEPUTY),
        (Role.MEMBER, "", True, Post.MEMBER),
        (Role.MEMBER, "Phó Trưởng ban, phụ trách hạ tầng", True, Post.DEPUTY),
        (Role.MEMBER, "Ủy viên thường trực", True, Post.STANDING_MEMBER),
        (Role.MEMBER, "Deputy chair", True, Post.DEPUTY),
        (Role.MEMBER, "Hạ tầng số", True, Post.MEMBER),
        (Role.SECRETARIAT, "Tổ trưởng Tổ giúp việc", True, Post.SECRETARIAT_HEAD),
        (Role.SECRETARIAT, "", True, Post.SECRETARIAT),
        (Role.UNIT_OFFICER, "Trưởng ban", False, Post.NONE),
    ],
)
def test_a_role_without_a_seat_is_proposed_one_by_its_duties(role, duties, has_chair, post):
    assert proposed_post(role, duties, has_chair=has_chair) is post


@pytest.mark.parametrize(
    "role, posts",
    [
        (Role.CHAIR, [Post.CHAIR, Post.STANDING_DEPUTY]),
        (Role.MEMBER, [Post.DEPUTY, Post.STANDING_MEMBER, Post.MEMBER]),
        (Role.SECRETARIAT, [Post.SECRETARIAT_HEAD, Post.SECRETARIAT]),
        (Role.AUDITOR, []),
    ],
)
def test_a_seat_goes_with_one_role(role, posts):
    assert posts_of(role) == posts


@pytest.mark.parametrize(
    "post, agency, said",
    [
        (
            "Giám đốc Sở Tài chính",
            "Sở Tài chính tỉnh Lào Cai",
            "Giám đốc Sở Tài chính tỉnh Lào Cai",
        ),
        ("Chủ tịch", "Xã Y Tý", "Chủ tịch, Xã Y Tý"),
        ("Phó Giám đốc Sở", "Sở Nội vụ", "Phó Giám đốc Sở, Sở Nội vụ"),
        ("", "Sở Nội vụ", "Sở Nội vụ"),
        ("Chánh Văn phòng", "", "Chánh Văn phòng"),
    ],
)
def test_an_agency_that_a_post_ends_with_is_named_once(post, agency, said):
    assert post_at(post, agency) == said
