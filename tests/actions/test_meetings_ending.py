"""When did a meeting end, and what counts from then: terms, papers, who was there?"""

from datetime import date, timedelta

import pytest

from giaoban.actions.meetings.attendance import check_out
from giaoban.actions.meetings.closing import close_meeting, reopen_meeting
from giaoban.actions.meetings.conclusions import (
    ConclusionText,
    edit_conclusion,
    remove_conclusion,
)
from giaoban.actions.meetings.hearing import hear_item
from giaoban.actions.tasks.steps import take_step
from giaoban.models import Presence
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.problems import RuleError
from giaoban.rules.register.terms import Term, TermKind
from giaoban.rules.tasks.states import TaskStep
from tests.actions.test_meetings_closing import concluded
from tests.factories import NOW
from tests.meeting_scene import make_sitting

NOON = NOW + timedelta(hours=3)


def test_terms_and_papers_count_from_the_day_people_rose_however_late_it_is_closed(cast):
    sitting = make_sitting(cast)
    conclusion = concluded(sitting, cast.chi, lead=cast.ta_van)
    a_day = Term(TermKind.DATE, on=NOW.date() + timedelta(days=3))
    concluded(sitting, cast.chi, lead=cast.y_ty, term=a_day)
    late = NOW + timedelta(days=6)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=late, ended_at=NOON)
    conclusion.refresh_from_db()
    sitting.meeting.refresh_from_db()
    assert sitting.meeting.closed_at == NOON
    assert conclusion.task.due_on == date(2026, 12, 7)
    assert set(sitting.meeting.papers.values_list("due_on", flat=True)) == {date(2026, 11, 30)}
    assert set(Presence.objects.values_list("left_at", flat=True)) == {NOON}


@pytest.mark.parametrize(
    ("ended_at", "code"),
    [
        (NOON + timedelta(hours=1), "ends_in_the_future"),
        (NOW + timedelta(minutes=5), "ends_before_what_happened"),
    ],
)
def test_a_meeting_ends_after_all_that_happened_and_not_later_than_now(cast, ended_at, code):
    sitting = make_sitting(cast)
    hear_item(item=sitting.item, by=cast.chi, now=NOW + timedelta(minutes=10))
    with pytest.raises(RuleError, match=code):
        close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON, ended_at=ended_at)


def test_opened_again_whoever_was_there_to_the_end_is_there_again(cast):
    sitting = make_sitting(cast)
    gone_at = NOW + timedelta(minutes=30)
    check_out(invitee=sitting.seats[4], at=gone_at, by=cast.chi, now=NOON)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    reopen_meeting(meeting=sitting.meeting, reason="Đóng nhầm", by=cast.chi, now=NOON)
    left = list(Presence.objects.order_by("invitee").values_list("left_at", flat=True))
    assert left == [None, None, None, None, gone_at]


def test_closed_again_on_a_later_day_papers_are_due_from_that_day_on(cast):
    sitting = make_sitting(cast)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    reopen_meeting(meeting=sitting.meeting, reason="Họp tiếp", by=cast.chi, now=NOON)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON + timedelta(days=6))
    assert set(sitting.meeting.papers.values_list("due_on", flat=True)) == {date(2026, 12, 3)}


def test_what_was_given_is_neither_reworded_nor_taken_out_until_its_task_is_withdrawn(cast):
    sitting = make_sitting(cast)
    conclusion = concluded(sitting, cast.chi, lead=cast.ta_van)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    who = {"by": cast.chi, "now": NOON}
    reopen_meeting(meeting=sitting.meeting, reason="Ghi nhầm", **who)
    other = ConclusionText(ConclusionFacts("Đổi chữ"))
    with pytest.raises(RuleError, match="conclusion_is_task"):
        edit_conclusion(conclusion=conclusion, text=other, revision=0, **who)
    with pytest.raises(RuleError, match="conclusion_is_task"):
        remove_conclusion(conclusion=conclusion, **who)
    conclusion.refresh_from_db()
    take_step(
        task=conclusion.task,
        step=TaskStep.WITHDRAW,
        words="Ghi nhầm",
        explanation="",
        by=cast.chi,
        today=NOON.date(),
        now=NOON,
    )
    remove_conclusion(conclusion=conclusion, **who)
    concluded(sitting, cast.chi, lead=cast.y_ty)
    [task] = close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    assert task.unit == cast.y_ty
