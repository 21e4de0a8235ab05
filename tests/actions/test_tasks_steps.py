"""A task goes its way step by step; its whole follows its parts, whoever acts at this moment."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from giaoban.actions.tasks.steps import take_step
from giaoban.models import Event, Task, TaskEvent
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.parts import whole_of
from giaoban.rules.tasks.states import TaskState, TaskStep, next_state
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.threads import in_threads

S, P = TaskState, TaskStep


def a_task(unit, giver, *, parent: Task | None = None, due_on: date | None = None) -> Task:
    return Task.objects.create(
        unit=unit, giver=giver, parent=parent, text="Rà soát", due_on=due_on, given_at=NOW
    )


def step(task: Task, name: TaskStep, **said: object) -> Task:
    words = {"words": "Vì …", "explanation": "", "by": None, "today": TODAY, "now": NOW, **said}
    return take_step(task=task, step=name, **words)


@pytest.mark.django_db
def test_a_task_is_acknowledged_done_returned_mended_and_confirmed(cast: Cast) -> None:
    task = a_task(cast.ta_van, cast.lao_cai)
    way = [P.ACKNOWLEDGE, P.BEGIN, P.SUBMIT, P.RETURN, P.SUBMIT, P.CONFIRM]
    states = [step(task, name, by=cast.an).state for name in way]
    assert states == [
        S.ACKNOWLEDGED,
        S.IN_PROGRESS,
        S.SUBMITTED,
        S.RETURNED,
        S.SUBMITTED,
        S.CONFIRMED,
    ]
    told = TaskEvent.objects.values_list("step", "before", "by")
    assert list(told) == [
        (name, before, cast.an.pk) for name, before in zip(way, [S.ASSIGNED, *states], strict=False)
    ]
    audit = Event.objects.order_by("id").values_list("action", flat=True)
    assert list(audit) == [f"{name}_task" for name in way]


@pytest.mark.django_db
def test_what_was_handed_in_stands_until_it_is_returned(cast: Cast) -> None:
    task = a_task(cast.ta_van, cast.lao_cai)
    assert step(task, P.SUBMIT).handed_in_on == TODAY
    assert step(task, P.RETURN).handed_in_on is None
    step(task, P.SUBMIT)
    assert step(task, P.CONFIRM, today=date(2026, 12, 1)).handed_in_on == TODAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    "before, name, said, code",
    [
        (S.CONFIRMED, P.SUBMIT, {}, "task_step_not_allowed"),
        (S.WITHDRAWN, P.BEGIN, {}, "task_step_not_allowed"),
        (S.SUBMITTED, P.RETURN, {"words": " "}, "words_missing"),
        (S.ASSIGNED, P.SUBMIT, {"words": ""}, "words_missing"),
        (S.ASSIGNED, P.SUBMIT, {"words": "x" * 4001}, "words_too_long"),
        (S.ASSIGNED, P.SUBMIT, {"today": date(2026, 11, 26)}, "explanation_missing"),
    ],
)
def test_a_step_is_refused_and_nothing_is_changed(cast: Cast, before, name, said, code) -> None:
    task = a_task(cast.ta_van, cast.lao_cai, due_on=date(2026, 11, 25))
    Task.objects.filter(pk=task.pk).update(state=before)
    with pytest.raises(RuleError) as refused:
        step(task, name, **said)
    assert refused.value.code == code
    task.refresh_from_db()
    assert task.state == before
    assert not TaskEvent.objects.exists()


@pytest.mark.django_db
def test_the_whole_of_a_split_task_follows_its_parts_up_to_the_top(cast: Cast) -> None:
    top = a_task(cast.lao_cai, cast.vietnam)
    middle = a_task(cast.ta_van, cast.lao_cai, parent=top)
    hamlet = a_task(make_unit("H1", "Thôn Một", under=cast.ta_van), cast.ta_van, parent=middle)

    def wholes() -> list[str]:
        return list(Task.objects.order_by("pk").values_list("whole", flat=True))

    step(hamlet, P.BEGIN)
    assert wholes() == [S.IN_PROGRESS, S.IN_PROGRESS, S.IN_PROGRESS]
    for task in (hamlet, middle, top):
        step(task, P.SUBMIT)
    assert wholes() == [S.SUBMITTED] * 3
    for task in (top, middle):
        step(task, P.CONFIRM)
    assert wholes() == [S.SUBMITTED, S.SUBMITTED, S.SUBMITTED]
    step(hamlet, P.CONFIRM)
    assert wholes() == [S.CONFIRMED] * 3
    assert set(Task.objects.values_list("whole_handed_in_on", flat=True)) == {TODAY}


@pytest.mark.django_db(transaction=True)
def test_two_parts_that_are_answered_at_the_same_moment_both_count() -> None:
    province = make_unit("15", "Tỉnh Lào Cai", kind="tỉnh")
    top = a_task(province, province)
    parts = [
        a_task(make_unit(f"x{number}", f"Xã {number}", under=province), province, parent=top)
        for number in range(4)
    ]
    step(top, P.SUBMIT)
    in_threads(*[lambda part=part: step(part, P.SUBMIT) for part in parts])
    top.refresh_from_db()
    assert top.whole == S.SUBMITTED


class AnySequenceOfSteps(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(TaskStep)), max_size=14))
    def test_reaches_only_what_the_table_allows_and_keeps_every_whole(self, steps) -> None:
        unit = make_unit("15", "Tỉnh", kind="tỉnh")
        top = a_task(unit, unit)
        tasks = [top, *(a_task(make_unit(f"x{n}", "Xã"), unit, parent=top) for n in (1, 2))]
        states = [S.ASSIGNED] * 3
        for place, name in steps:
            is_ended = place > 0 and states[0] is S.WITHDRAWN
            expected = next_state(states[place], name, is_beneath_withdrawn=is_ended)
            if expected is None:
                with pytest.raises(RuleError):
                    step(tasks[place], name)
            else:
                assert step(tasks[place], name).state == expected
                states[place] = expected
            top.refresh_from_db()
            own, *parts = [(state, None) for state in states]
            assert top.whole == whole_of(own, parts)[0]
