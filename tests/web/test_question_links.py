"""A unit without an account answers a question about a figure by a link, and sees that figure."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.questions import accept_answer, ask_again, ask_question
from giaoban.actions.tasks.links import revoke_task_link
from giaoban.models import Event, Question, Task, TaskEvent, TaskLink
from giaoban.rules.tasks.states import TaskState
from tests.cast import Cast, SignIn
from tests.factories import make_period, make_regime, make_unit, make_version
from tests.web.test_task_links import address_sent, confirmed, contact_of, send

TEXT = "Vì sao giảm một nửa?"
ANSWER = "Mưa lũ, ba thôn mất điện."


@pytest.fixture(autouse=True)
def fresh_rates() -> None:
    cache.clear()


@pytest.fixture
def question(cast: Cast) -> Question:
    """About a figure of a commune in which nobody has an account."""
    contact_of(cast.y_ty)
    period = make_period(make_regime(cast.lao_cai), "2026-10")
    indicator = period.regime.indicators.get()
    make_version(cast.y_ty, period, values={indicator.code: 640})
    append_marks_for(unit_ids=[cast.y_ty.pk], period=period)
    fold_all()
    today = timezone.localdate()
    return ask_question(
        unit=cast.y_ty,
        period=period,
        indicator=indicator,
        text=TEXT,
        due_on=today + timedelta(days=3),
        by=cast.dung,
        today=today,
        now=timezone.now(),
    )


@pytest.fixture
def address(question: Question) -> str:
    send(Task.objects.get())
    return address_sent()


def test_a_contact_answers_by_the_link_in_the_letter_and_is_recorded_as_a_link(
    address: str, question: Question, cast: Cast, sign_in: SignIn
) -> None:
    assert TEXT in Client().get(address).content.decode()
    client, page = confirmed(address)
    assert TEXT in client.get(page).content.decode()
    sent = client.post(f"{page}answer/", {"answer": ANSWER})
    assert (sent.status_code, sent["Location"]) == (302, page)
    question.refresh_from_db()
    link, task = TaskLink.objects.get(), Task.objects.get()
    assert (question.answer, question.answered_by) == (ANSWER, None)
    assert (task.state, task.events.get().link) == (TaskState.SUBMITTED, link)
    event = Event.objects.get(action="answer_question")
    assert (event.actor, event.after["by_task_link"]) == (None, link.pk)
    shown = sign_in(cast.dung).get(f"/questions/{question.pk}/").content.decode()
    assert "Bà Mẩy, qua liên kết trả lời" in shown


def test_the_figure_is_shown_as_the_unit_reported_it_and_leads_nowhere(
    address: str, question: Question, cast: Cast
) -> None:
    make_unit("02701-1", "Thôn Lao Chải", under=cast.y_ty)
    client, page = confirmed(address)
    shown = client.get(page).content.decode()
    assert 'class="origin-report"' in shown
    assert shown.count("640") == 3  # of the question, of its origin, of the report in it
    inside = set(re.findall(r'(?:href|action|hx-get)="(/[^"]*)"', shown))
    elsewhere = {one for one in inside if not one.startswith((page, "/static/"))}
    assert elsewhere == {"/choose/language/"}
    assert "Lao Chải" not in shown


def test_what_is_asked_again_is_answered_by_the_same_link_and_an_accepted_answer_stays(
    address: str, question: Question, cast: Cast
) -> None:
    client, page = confirmed(address)
    client.post(f"{page}answer/", {"answer": ANSWER})
    when = {"today": timezone.localdate(), "now": timezone.now()}
    ask_again(question=question, words="Còn hai thôn kia?", by=cast.dung, **when)
    assert "Còn hai thôn kia?" in client.get(page).content.decode()
    client.post(f"{page}answer/", {"answer": "Cả ba thôn."})
    accept_answer(question=question, by=cast.dung, **when)
    assert "<textarea" not in client.get(page).content.decode()
    late = client.post(f"{page}answer/", {"answer": "Thật ra không phải."})
    assert (late.status_code, "Thật ra không phải." in late.content.decode()) == (200, True)
    question.refresh_from_db()
    assert (question.answer, Task.objects.get().state) == ("Cả ba thôn.", TaskState.CONFIRMED)


def test_an_empty_answer_is_refused_and_the_address_of_a_step_leads_back(address: str) -> None:
    client, page = confirmed(address)
    refused = client.post(f"{page}answer/", {"answer": " "})
    assert (refused.status_code, "error-summary" in refused.content.decode()) == (200, True)
    assert client.get(f"{page}answer/")["Location"] == page
    assert TaskEvent.objects.count() == 0


@pytest.mark.parametrize("path", ["step/submit/", "step/acknowledge/", "step/confirm/", "time/"])
def test_a_question_takes_no_step_of_other_tasks(
    address: str, question: Question, path: str
) -> None:
    client, page = confirmed(address)
    given = {"words": ANSWER, "until": date.max.isoformat(), "reason": "Vì …"}
    assert client.post(f"{page}{path}", given).status_code == 404
    assert client.post(page, {"decision": "accept", "answer": ANSWER}).status_code == 200
    assert TaskEvent.objects.count() == 0


def test_another_task_is_not_answered_like_a_question(address: str) -> None:
    client, page = confirmed(address)
    Task.objects.update(question=None)
    assert client.post(f"{page}answer/", {"answer": ANSWER}).status_code == 404


def test_a_link_that_ended_gives_back_the_answer_that_was_typed(address: str, cast: Cast) -> None:
    client, page = confirmed(address)
    revoke_task_link(link=TaskLink.objects.get(), by=cast.chi, now=timezone.now())
    answer = client.post(f"{page}answer/", {"answer": ANSWER})
    assert (answer.status_code, ANSWER in answer.content.decode()) == (404, True)
    assert TaskEvent.objects.count() == 0


def test_the_secretariat_sends_a_new_link_from_the_page_of_the_question(
    question: Question, cast: Cast, sign_in: SignIn
) -> None:
    client, where = sign_in(cast.chi), f"/tasks/{Task.objects.get().pk}/link/"
    page = f"/questions/{question.pk}/"
    assert f'action="{where}"' in client.get(page).content.decode()
    client.post(where, {"step": "send"})
    assert TaskLink.objects.filter(revoked_at=None).count() == 1
    assert "vanphong.yty@example.vn" in client.get(page).content.decode()
    assert 'value="revoke"' in client.get(page).content.decode()
