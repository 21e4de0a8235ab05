"""Units that were given what a document asked are released when it is called off."""

import pytest

from giaoban.actions.register.outgoing import call_off_document
from giaoban.actions.tasks.called_off import withdraw_of_called_off
from giaoban.actions.tasks.giving import give_obligation
from giaoban.actions.tasks.splitting import split_task
from giaoban.actions.tasks.steps import take_step
from giaoban.models import Task, TaskEvent
from giaoban.rules.tasks.states import TaskState, TaskStep
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation

WHEN = {"by": None, "today": TODAY, "now": NOW}


@pytest.mark.django_db
def test_open_tasks_of_a_document_that_was_called_off_are_withdrawn_for_its_reason(
    cast: Cast,
) -> None:
    body = make_body(cast.lao_cai)
    wrong, right = make_document(body), make_document(body, symbol="06/QĐ-BCĐ")
    units = [cast.ta_van.pk, cast.y_ty.pk]
    for document in (wrong, right):
        obligation = make_obligation(document, cast.ta_van)
        give_obligation(obligation=obligation, unit_ids=units, by=None, now=NOW)
    split, done = wrong.obligations.get().tasks.order_by("unit__code")
    hamlet = make_unit("h1", "Thôn 1", kind="thôn", under=split.unit)
    split_task(task=split, parts={hamlet.pk: ""}, due_on=None, **WHEN)
    take_step(task=done, step=TaskStep.SUBMIT, words="Xong", **WHEN)
    take_step(task=done, step=TaskStep.CONFIRM, **WHEN)

    assert withdraw_of_called_off(today=TODAY, now=NOW) == 0
    call_off_document(document=wrong, reason="Ban hành nhầm", by=cast.chi, now=NOW)
    assert withdraw_of_called_off(today=TODAY, now=NOW) == 1
    of_wrong = Task.objects.filter(obligation__document=wrong)
    assert set(of_wrong.exclude(pk=done.pk).values_list("whole")) == {(TaskState.WITHDRAWN,)}
    done.refresh_from_db()
    assert done.state == TaskState.CONFIRMED
    words = TaskEvent.objects.filter(step=TaskStep.WITHDRAW).values_list("words", flat=True)
    assert list(words) == ["Ban hành nhầm"] * 2
    assert set(Task.objects.filter(obligation__document=right).values_list("state")) == {
        (TaskState.ASSIGNED,)
    }
    assert withdraw_of_called_off(today=TODAY, now=NOW) == 0


@pytest.mark.django_db
def test_parts_that_are_open_are_withdrawn_though_their_whole_was_confirmed(cast: Cast) -> None:
    document = make_document(make_body(cast.lao_cai))
    obligation = make_obligation(document, cast.ta_van)
    give_obligation(obligation=obligation, unit_ids=[cast.ta_van.pk], by=None, now=NOW)
    whole = obligation.tasks.get()
    hamlet = make_unit("h1", "Thôn 1", kind="thôn", under=whole.unit)
    (part,) = split_task(task=whole, parts={hamlet.pk: ""}, due_on=None, **WHEN)
    take_step(task=whole, step=TaskStep.SUBMIT, words="Xong", **WHEN)
    take_step(task=whole, step=TaskStep.CONFIRM, **WHEN)
    call_off_document(document=document, reason="Ban hành nhầm", by=cast.chi, now=NOW)
    assert withdraw_of_called_off(today=TODAY, now=NOW) == 1
    part.refresh_from_db()
    assert part.state == TaskState.WITHDRAWN
