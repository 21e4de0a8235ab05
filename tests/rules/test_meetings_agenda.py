"""An agenda that drafts itself, and one that people put in order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.rules.meetings.agenda import (
    DraftItem,
    HeardPeriod,
    ItemKind,
    Known,
    Slot,
    Standing,
    drafted,
    minutes_over,
    moved_item,
    period_heard,
    slots,
)

EIGHT = datetime(2026, 11, 27, 8, tzinfo=UTC)
K = ItemKind


@pytest.mark.parametrize(
    "known, kinds",
    [
        (Known(), []),
        (Known(open_conclusions=2), [K.MATTERS_ARISING]),
        (Known(has_report=True), [K.REPORT, K.CHAIR_PAGE]),
        (Known(late_directives=3), [K.LATE_DIRECTIVES]),
        (Known(has_report=True, is_review=True), [K.REVIEW, K.CHAIR_PAGE]),
        (
            Known(1, True, 1, proposals=[(7, "Kinh phí", 15)], standing=[Standing("Khác", 5)]),
            [
                K.MATTERS_ARISING,
                K.REPORT,
                K.CHAIR_PAGE,
                K.LATE_DIRECTIVES,
                K.PROPOSAL,
                K.STANDING,
            ],
        ),
    ],
)
def test_what_is_open_comes_first_and_what_is_not_there_is_left_out(known, kinds):
    assert [item.kind for item in drafted(known)] == kinds


def test_proposals_keep_their_order_their_words_and_their_time():
    known = Known(proposals=[(9, "Kinh phí", 20), (3, "Nhân sự", 10)])
    assert drafted(known) == [
        DraftItem(K.PROPOSAL, 20, "Kinh phí", 9),
        DraftItem(K.PROPOSAL, 10, "Nhân sự", 3),
    ]


def test_each_item_begins_when_the_one_before_it_ends():
    assert slots(EIGHT, [(4, 20), (2, 0), (9, 30)]) == [
        Slot(4, EIGHT, EIGHT + timedelta(minutes=20)),
        Slot(2, EIGHT + timedelta(minutes=20), EIGHT + timedelta(minutes=20)),
        Slot(9, EIGHT + timedelta(minutes=20), EIGHT + timedelta(minutes=50)),
    ]


@pytest.mark.parametrize("planned, over", [(60, 0), (50, 0), (45, 5)])
def test_an_agenda_longer_than_the_meeting_says_by_how_much(planned, over):
    assert minutes_over(planned, [20, 30]) == over


@pytest.mark.parametrize(
    "item, to, order",
    [
        (1, 0, [1, 2, 3]),
        (1, 1, [2, 1, 3]),
        (1, 2, [2, 3, 1]),
        (1, 99, [2, 3, 1]),
        (3, -5, [3, 1, 2]),
    ],
)
def test_an_item_goes_where_it_is_put(item, to, order):
    assert moved_item([1, 2, 3], item, to) == order


def test_an_item_of_another_agenda_is_not_moved():
    with pytest.raises(ValueError, match="no such item"):
        moved_item([1, 2, 3], 4, 0)


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_moving_loses_no_item(order, data):
    item, to = data.draw(st.sampled_from(order)), data.draw(st.integers(-2, len(order) + 2))
    moved = moved_item(order, item, to)
    assert sorted(moved) == sorted(order)
    assert [each for each in moved if each != item] == [each for each in order if each != item]


# nd09: months run from the 15th to the 14th.
_OCTOBER = HeardPeriod(10, date(2026, 9, 15), date(2026, 10, 14))
_SEPTEMBER = HeardPeriod(9, date(2026, 8, 15), date(2026, 9, 14))
_THIRD_QUARTER = HeardPeriod(3, date(2026, 6, 15), date(2026, 9, 14))
_SECOND_QUARTER = HeardPeriod(2, date(2026, 3, 15), date(2026, 6, 14))
_FIRST_HALF = HeardPeriod(1, date(2025, 12, 15), date(2026, 6, 14))
_PERIODS = [_OCTOBER, _SEPTEMBER, _THIRD_QUARTER, _SECOND_QUARTER, _FIRST_HALF]


@pytest.mark.parametrize(
    "held_on, days_between, heard",
    [
        (date(2026, 11, 12), 91, _THIRD_QUARTER),
        (date(2026, 11, 12), 92, _THIRD_QUARTER),
        (date(2026, 9, 14), 91, _SECOND_QUARTER),  # the third ends on that day
        (date(2026, 11, 12), 30, _OCTOBER),
        (date(2026, 11, 12), 184, _FIRST_HALF),
        (date(2026, 11, 12), 7, _OCTOBER),  # nothing is as short: the one that ended last
        (date(2026, 11, 12), None, _OCTOBER),
        (date(2026, 9, 20), None, _THIRD_QUARTER),  # and not the month that ended with it
        (date(2025, 12, 1), 91, None),
    ],
)
def test_a_meeting_hears_the_report_that_fits_the_time_since_the_last(
    held_on: date, days_between: int | None, heard: HeardPeriod | None
) -> None:
    assert period_heard(_PERIODS, held_on, days_between) == heard
