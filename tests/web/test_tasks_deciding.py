"""Whoever decides on a result decides on the one that they read."""

import pytest
from django.urls import reverse

from giaoban.actions.reporting.questions import answer_question, ask_question
from giaoban.actions.tasks.steps import take_step
from giaoban.models import Question, Task
from giaoban.rules.tasks.states import TaskState, TaskStep
from tests.cast import Cast, SignIn
from tests.factories import NOW, TODAY, make_period, make_regime

pytestmark = pytest.mark.django_db
WHEN = {"today": TODAY, "now": NOW}


def hand_in(task: Task, words: str) -> None:
    for step in (TaskStep.TAKE_BACK, TaskStep.SUBMIT)[task.state != TaskState.SUBMITTED :]:
        task = take_step(task=task, step=step, words=words, by=None, **WHEN)


@pytest.mark.parametrize("step", ["confirm", "return", "withdraw"])
def test_a_result_that_was_not_read_is_not_decided_on(
    cast: Cast, sign_in: SignIn, step: str
) -> None:
    task = Task.objects.create(unit=cast.ta_van, giver=cast.lao_cai, text="Rà soát", given_at=NOW)
    hand_in(task, "Kết quả 1")
    chi, address = sign_in(cast.chi), reverse("decide_task", args=[task.pk, step])
    side = chi.get(reverse("task", args=[task.pk])).context["giver_side"]
    form = next(one for one in (side.main, *side.others) if one.step == step)
    typed = {"words": "Vì …", "seen": form["seen"].value()}
    task.refresh_from_db()
    hand_in(task, "Kết quả 2")
    refused = chi.post(address, typed)
    task.refresh_from_db()
    assert (refused.status_code, task.state) == (200, TaskState.SUBMITTED)
    form = refused.context["refused"]
    assert form["words"].value() == "Vì …"
    assert "Kết quả 2" in refused.content.decode()
    assert chi.post(address, typed | {"seen": form["seen"].value()}).status_code == 302


@pytest.fixture
def question(cast: Cast) -> Question:
    question = ask_question(
        unit=cast.ta_van,
        period=make_period(make_regime(cast.lao_cai), "2026-10"),
        indicator=None,
        text="Vì sao giảm?",
        due_on=TODAY,
        by=cast.dung,
        **WHEN,
    )
    answer_question(question=question, answer="Do mưa.", by=cast.an, **WHEN)
    return question


@pytest.mark.parametrize("decision", ["accept", "again"])
def test_an_answer_that_was_not_read_is_neither_accepted_nor_asked_about_again(
    cast: Cast, sign_in: SignIn, question: Question, decision: str
) -> None:
    dung, address = sign_in(cast.dung), reverse("question", args=[question.pk])
    shown = dung.get(address).context
    form = shown["again" if decision == "again" else "accept"]
    typed = {"decision": decision, "words": "Mấy ngày?", "seen": form["seen"].value()}
    answer_question(question=question, answer="Do lũ.", by=cast.an, **WHEN)
    refused = dung.post(address, typed, follow=True)
    assert "Do lũ." in refused.content.decode()
    assert Task.objects.get().state == TaskState.SUBMITTED
    again = refused.context["again"]
    assert again["words"].value() == ("Mấy ngày?" if decision == "again" else None)
    now_seen = {"seen": again["seen"].value()}
    assert dung.post(address, typed | now_seen).status_code == 302
    assert Task.objects.get().state != TaskState.SUBMITTED


def test_an_answer_to_a_closed_question_is_refused_and_stays_on_the_page(
    cast: Cast, sign_in: SignIn, question: Question
) -> None:
    Task.objects.update(state=TaskState.WITHDRAWN)
    typed = {"answer": "Do lũ."}
    refused = sign_in(cast.an).post(reverse("question", args=[question.pk]), typed)
    assert (refused.status_code, refused.context["form"]["answer"].value()) == (200, "Do lũ.")
    question.refresh_from_db()
    assert question.answer == "Do mưa."
