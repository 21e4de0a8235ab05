"""What a document gave that no longer holds is withdrawn as a whole, where somebody says so."""

from datetime import date, timedelta

import pytest

from giaoban.actions.tasks.cascading import give_next_batch, queue_cascade
from giaoban.actions.tasks.giving import give_obligation
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.withdrawing_documents import withdraw_asked, withdraw_document_tasks
from giaoban.models import Cascade, Document, DocumentRelation, Task, TaskEvent
from giaoban.queries.tasks.by_obligation import open_tasks_of
from giaoban.rules.problems import RuleError
from giaoban.rules.register.standing import Relation
from giaoban.rules.tasks.cascade import Choice, ChoiceKind
from giaoban.rules.tasks.states import TaskState, TaskStep
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_unit
from tests.obligations import make_body, make_document, make_obligation

WHEN = {"today": TODAY, "now": NOW}


def given_document(cast: Cast) -> Document:
    """With a task that is open and one that is done."""
    document = make_document(make_body(cast.lao_cai))
    obligation = make_obligation(document, cast.ta_van)
    units = [cast.ta_van.pk, cast.y_ty.pk]
    give_obligation(obligation=obligation, unit_ids=units, by=None, now=NOW)
    done = obligation.tasks.get(unit=cast.y_ty)
    take_step(task=done, step=TaskStep.SUBMIT, words="Xong", by=None, **WHEN)
    take_step(task=done, step=TaskStep.CONFIRM, by=None, **WHEN)
    return document


def replace_document(document: Document, since: date = TODAY) -> Document:
    later = make_document(document.body, symbol="06/QĐ-BCĐ")
    DocumentRelation.objects.create(
        later=later, earlier=document, kind=Relation.REPLACES, since=since
    )
    return later


@pytest.mark.django_db
def test_open_tasks_of_a_replaced_document_are_withdrawn_when_the_secretariat_says_so(
    cast: Cast,
) -> None:
    document = given_document(cast)
    replace_document(document)
    assert withdraw_asked(**WHEN) == 0
    withdraw_document_tasks(document=document, reason=" Đã thay thế ", by=cast.chi, **WHEN)
    assert withdraw_asked(**WHEN) == 1
    assert list(Task.objects.order_by("unit__code").values_list("unit", "state")) == [
        (cast.y_ty.pk, TaskState.CONFIRMED),
        (cast.ta_van.pk, TaskState.WITHDRAWN),
    ]
    event = TaskEvent.objects.get(step=TaskStep.WITHDRAW)
    assert (event.words, event.by) == ("Đã thay thế", cast.chi)
    document.refresh_from_db()
    assert (document.withdrawing_reason, document.withdrawing_by) == ("", None)


@pytest.mark.django_db
def test_nothing_more_is_withdrawn_of_a_document_that_holds_again(cast: Cast) -> None:
    document = given_document(cast)
    replace_document(document)
    withdraw_document_tasks(document=document, reason="Đã thay thế", by=cast.chi, **WHEN)
    DocumentRelation.objects.all().delete()
    assert withdraw_asked(**WHEN) == 0
    assert open_tasks_of(document) == 1
    document.refresh_from_db()
    assert (document.withdrawing_reason, document.withdrawing_by) == ("", None)


@pytest.mark.django_db
def test_tasks_of_a_document_that_holds_are_not_withdrawn_as_a_whole(cast: Cast) -> None:
    document = given_document(cast)
    replace_document(document, since=TODAY + timedelta(days=1))
    for reason, code in (("Đã thay thế", "document_still_holds"), (" ", "reason_missing")):
        with pytest.raises(RuleError) as refused:
            withdraw_document_tasks(document=document, reason=reason, by=cast.chi, **WHEN)
        assert refused.value.code == code
    assert not Document.objects.exclude(withdrawing_reason="").exists()


@pytest.mark.django_db
def test_nothing_of_a_document_is_given_from_the_day_on_which_it_is_replaced(cast: Cast) -> None:
    document = given_document(cast)
    obligation = document.obligations.get()
    choice = Choice(ChoiceKind.CHOSEN, cast.lao_cai.pk, unit_ids=(cast.sa_pa.pk,))
    said = {"obligation": obligation, "choice": choice, "by": cast.chi}
    queued = queue_cascade(**said, **WHEN)
    replace_document(document)
    with pytest.raises(RuleError) as refused:
        queue_cascade(**said, **WHEN)
    assert (refused.value.code, refused.value.params) == ("document_is_over", {"since": TODAY})
    assert give_next_batch(**WHEN, only=queued.pk) == 0
    queued.refresh_from_db()
    assert queued.state == Cascade.State.FAILED
    assert not obligation.tasks.filter(unit=cast.sa_pa).exists()


@pytest.mark.django_db
def test_open_parts_of_a_task_that_is_done_are_withdrawn_with_the_others(cast: Cast) -> None:
    document = given_document(cast)
    done = Task.objects.get(unit=cast.y_ty)
    hamlet = make_unit("h1", "Thôn 1", kind="thôn", under=cast.y_ty)
    part = Task.objects.create(
        obligation=done.obligation, parent=done, unit=hamlet, giver=cast.y_ty, given_at=NOW
    )
    replace_document(document)
    assert open_tasks_of(document) == 2
    withdraw_document_tasks(document=document, reason="Đã thay thế", by=cast.chi, **WHEN)
    assert withdraw_asked(**WHEN) == 2
    part.refresh_from_db()
    assert (part.state, open_tasks_of(document)) == (TaskState.WITHDRAWN, 0)
