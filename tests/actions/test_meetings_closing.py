"""From what a meeting concluded to the tasks that came of it, and to the next agenda."""

from datetime import date, timedelta

import pytest

from giaoban.actions.meetings.closing import (
    begin_meeting,
    close_meeting,
    reopen_meeting,
    take_back_beginning,
)
from giaoban.actions.meetings.conclusions import (
    ConclusionText,
    edit_conclusion,
    remove_conclusion,
    write_conclusion,
)
from giaoban.actions.meetings.hearing import end_item, hear_item
from giaoban.actions.meetings.notes import save_notes
from giaoban.actions.tasks.steps import take_step
from giaoban.models import MeetingPaper, Presence, Task
from giaoban.queries.meetings.arising import arising_for, conclusions_before, kept_on
from giaoban.queries.meetings.running import lines_of
from giaoban.rules.meetings.agenda import ItemState
from giaoban.rules.meetings.conclusions import ConclusionFacts
from giaoban.rules.meetings.states import MeetingState
from giaoban.rules.problems import RuleError
from giaoban.rules.register.terms import Term, TermKind
from giaoban.rules.tasks.states import TaskState, TaskStep
from tests.factories import NOW, TODAY
from tests.meeting_scene import make_sitting

NOON = NOW + timedelta(hours=3)
IN_TEN = Term(TermKind.WORKING_DAYS, working_days=10)


def concluded(sitting, by, *, lead=None, helpers=(), text="Rà soát hồ chứa", **more):
    facts = ConclusionFacts(
        **{
            "text": text,
            "lead_id": lead and lead.pk,
            "co_operating_ids": tuple(unit.pk for unit in helpers),
            "product": "Báo cáo",
            "term": IN_TEN,
            **more,
        }
    )
    return write_conclusion(
        meeting=sitting.meeting, text=ConclusionText(facts, item=sitting.item), by=by, now=NOON
    )


def test_a_conclusion_becomes_the_leads_task_with_the_others_as_its_parts(cast):
    sitting = make_sitting(cast)
    conclusion = concluded(sitting, cast.chi, lead=cast.ta_van, helpers=[cast.y_ty, cast.sa_pa])
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    conclusion.refresh_from_db()
    lead = conclusion.task
    assert (lead.unit, lead.giver, lead.is_lead, lead.parent) == (
        cast.ta_van,
        cast.lao_cai,
        True,
        None,
    )
    # Ten working days after Friday 20 November 2026; the 24th is Culture Day.
    assert lead.due_on == date(2026, 12, 7)
    parts = lead.parts.order_by("unit__code")
    assert [(part.unit, part.giver) for part in parts] == [
        (cast.y_ty, cast.ta_van),
        (cast.sa_pa, cast.ta_van),
    ]
    assert {part.text for part in parts} == {"Rà soát hồ chứa"}


def test_what_only_decides_becomes_no_task(cast):
    sitting = make_sitting(cast)
    concluded(sitting, cast.chi, asks=False, product="", term=Term())
    assert close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON) == []
    assert not Task.objects.exists()


def test_a_meeting_does_not_close_while_a_conclusion_lacks_its_lead(cast):
    sitting = make_sitting(cast)
    whole = concluded(sitting, cast.chi, lead=cast.ta_van)
    lacking = concluded(sitting, cast.chi)
    with pytest.raises(RuleError) as refused:
        close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    assert refused.value.code == "conclusions_incomplete"
    assert refused.value.params == {"conclusions": [lacking.pk]}
    remove_conclusion(conclusion=lacking, by=cast.chi, now=NOON)
    [task] = close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    whole.refresh_from_db()
    assert whole.task == task


def test_closing_ends_stays_and_the_item_and_owes_two_papers(cast):
    sitting = make_sitting(cast)
    hear_item(item=sitting.item, by=cast.chi, now=NOW)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    sitting.item.refresh_from_db()
    sitting.meeting.refresh_from_db()
    assert sitting.meeting.state == MeetingState.CLOSED
    assert (sitting.item.state, sitting.item.closed_at) == (ItemState.DONE, NOON)
    assert set(Presence.objects.values_list("left_at", flat=True)) == {NOON}
    papers = sitting.meeting.papers.values_list("kind", "state", "due_on")
    # Five working days after 20 November 2026, the 24th left out.
    assert sorted(papers) == [
        ("conclusions", "draft", date(2026, 11, 30)),
        ("minutes", "draft", date(2026, 11, 30)),
    ]


def test_opened_again_and_closed_again_gives_only_what_is_new(cast):
    sitting = make_sitting(cast)
    concluded(sitting, cast.chi, lead=cast.ta_van)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    reopen_meeting(meeting=sitting.meeting, reason="Còn một nội dung", by=cast.chi, now=NOON)
    concluded(sitting, cast.chi, lead=cast.y_ty, text="Kiểm tra đê")
    later = NOON + timedelta(minutes=20)
    [task] = close_meeting(meeting=sitting.meeting, by=cast.chi, now=later)
    assert task.unit == cast.y_ty
    assert Task.objects.count() == 2
    assert sitting.meeting.papers.count() == 2


def test_once_minutes_are_approved_a_meeting_stays_closed(cast):
    sitting = make_sitting(cast)
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON)
    sitting.meeting.papers.update(state=MeetingPaper.State.APPROVED, approved_at=NOON)
    with pytest.raises(RuleError) as refused:
        reopen_meeting(meeting=sitting.meeting, reason="Muộn", by=cast.chi, now=NOON)
    assert refused.value.code == "minutes_approved"


def test_an_item_that_is_taken_up_again_goes_on_from_the_minutes_it_took(cast):
    sitting = make_sitting(cast)
    hear_item(item=sitting.item, by=cast.chi, now=NOW)
    end_item(item=sitting.item, by=cast.chi, now=NOW + timedelta(minutes=20))
    [line] = lines_of(sitting.meeting)
    assert (line.is_current, line.used) == (False, 20)
    end_item(item=sitting.item, by=cast.chi, now=NOON)  # the other secretary's press
    hear_item(item=sitting.item, by=cast.chi, now=NOON)
    [line] = lines_of(sitting.meeting)
    assert (line.used, line.counted_from) == (None, NOON - timedelta(minutes=20))
    close_meeting(meeting=sitting.meeting, by=cast.chi, now=NOON + timedelta(minutes=5))
    [line] = lines_of(sitting.meeting)
    assert (line.used, line.item.opened_at) == (25, NOW)


def test_one_begun_by_mistake_is_prepared_again(cast):
    sitting = make_sitting(cast)
    hear_item(item=sitting.item, by=cast.chi, now=NOW)
    taken_back = take_back_beginning(meeting=sitting.meeting, by=cast.chi, now=NOW)
    sitting.item.refresh_from_db()
    assert (taken_back.state, taken_back.began_at) == (MeetingState.DRAFT, None)
    assert sitting.item.state == ItemState.WAITING
    assert begin_meeting(meeting=taken_back, by=cast.chi, now=NOW).state == MeetingState.RUNNING


def step(task, step, by, at, words="Đã xong"):
    return take_step(
        task=task, step=step, words=words, explanation="Mưa lũ", by=by, today=at.date(), now=at
    )


def test_the_next_agenda_begins_with_what_was_open_on_its_day(cast):
    first = make_sitting(cast)
    done = concluded(first, cast.chi, lead=cast.ta_van, text="Việc xong sớm")
    late = concluded(first, cast.chi, lead=cast.y_ty, text="Việc xong muộn")
    concluded(first, cast.chi, lead=cast.sa_pa, text="Việc chưa xong")
    close_meeting(meeting=first.meeting, by=cast.chi, now=NOON)
    for conclusion in (done, late):
        conclusion.refresh_from_db()
    in_a_week, in_a_month = NOW + timedelta(days=7), NOW + timedelta(days=30)
    step(done.task, TaskStep.SUBMIT, cast.an, in_a_week)
    step(done.task, TaskStep.CONFIRM, cast.chi, in_a_week)
    second = make_sitting(cast, at=in_a_month, runs=False)
    then = [(each.conclusion.text, each.facts.state) for each in arising_for(second.meeting)]
    assert then == [
        ("Việc xong muộn", TaskState.ASSIGNED),
        ("Việc chưa xong", TaskState.ASSIGNED),
    ]
    step(late.task, TaskStep.SUBMIT, cast.an, in_a_month + timedelta(days=1))
    step(late.task, TaskStep.CONFIRM, cast.chi, in_a_month + timedelta(days=1))
    again = [(each.conclusion.text, each.facts.state) for each in arising_for(second.meeting)]
    assert again == then, "the agenda of that day is not rewritten by what happened since"
    third = make_sitting(cast, at=in_a_month + timedelta(days=30), runs=False)
    assert [each.conclusion.text for each in arising_for(third.meeting)] == ["Việc chưa xong"]
    kept = kept_on(conclusions_before(third.meeting), TODAY + timedelta(days=60))
    assert (kept.done, kept.asked) == (2, 3)


def test_matters_arising_take_the_same_number_of_statements_for_any_number(
    cast, django_assert_max_num_queries
):
    first = make_sitting(cast)
    for number in range(12):
        concluded(first, cast.chi, lead=cast.ta_van, helpers=[cast.y_ty], text=f"Việc {number}")
    close_meeting(meeting=first.meeting, by=cast.chi, now=NOON)
    second = make_sitting(cast, at=NOW + timedelta(days=30), runs=False)
    with django_assert_max_num_queries(12):
        assert len(arising_for(second.meeting)) == 12


def test_a_conclusion_somebody_else_changed_is_not_overwritten(cast):
    sitting = make_sitting(cast)
    conclusion = concluded(sitting, cast.chi, lead=cast.ta_van)
    facts = ConclusionFacts("Đổi chữ", lead_id=cast.y_ty.pk, product="Báo cáo", term=IN_TEN)
    text = ConclusionText(facts)
    edit_conclusion(conclusion=conclusion, text=text, revision=0, by=cast.chi, now=NOON)
    with pytest.raises(RuleError) as refused:
        edit_conclusion(conclusion=conclusion, text=text, revision=0, by=cast.dung, now=NOON)
    assert refused.value.code == "conclusion_changed_meanwhile"


def test_two_secretaries_lose_nothing_of_their_notes(cast):
    item = make_sitting(cast).item
    one = save_notes(item=item, base="", typed="Ông An: đồng ý", revision=0, by=cast.chi)
    two = save_notes(item=item, base="", typed="Bà Bình: chưa rõ", revision=0, by=cast.dung)
    assert (one.text, one.was_merged) == ("Ông An: đồng ý", False)
    assert two.was_merged
    assert two.text.split("\n") == ["Ông An: đồng ý", "Bà Bình: chưa rõ"]
    more = one.text + "\nÔng An: bổ sung"
    three = save_notes(item=item, base=one.text, typed=more, revision=one.revision, by=cast.chi)
    assert set(three.text.split("\n")) == {
        "Ông An: đồng ý",
        "Bà Bình: chưa rõ",
        "Ông An: bổ sung",
    }
    again = save_notes(item=item, base=one.text, typed=more, revision=one.revision, by=cast.chi)
    assert (again.text, again.revision) == (three.text, three.revision), "an answer that was lost"
