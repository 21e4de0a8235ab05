"""A question about a figure and its answer."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.actions.reporting.questions import (
    accept_answer,
    answer_question,
    ask_again,
    ask_question,
)
from giaoban.models import Event, Indicator, Period, Question, Task
from giaoban.rules.problems import RuleError
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_period, make_regime


@pytest.fixture
def period(cast: Cast) -> Period:
    return make_period(make_regime(cast.lao_cai), "2026-10")


def ask(cast: Cast, period: Period, **changed: object) -> Question:
    given = {
        "unit": cast.ta_van,
        "period": period,
        "indicator": period.regime.indicators.get(),
        "text": " Vì sao giảm một nửa? ",
        "due_on": TODAY,
        "by": cast.dung,
        "today": TODAY,
        "now": NOW,
    }
    return ask_question(**(given | changed))  # type: ignore[arg-type]


def test_a_question_is_kept_with_its_day_and_recorded(cast: Cast, period: Period) -> None:
    question = ask(cast, period)
    assert (question.text, question.due_on, question.asked_by) == (
        "Vì sao giảm một nửa?",
        TODAY,
        cast.dung,
    )
    assert question.answered_at is None
    event = Event.objects.get()
    assert (event.action, event.record_id, event.actor) == ("ask_question", question.pk, cast.dung)


def test_a_question_can_be_about_the_whole_period(cast: Cast, period: Period) -> None:
    assert ask(cast, period, indicator=None).indicator is None


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"text": "  "}, "question_is_empty"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_in_the_past"),
    ],
)
def test_a_question_is_refused(
    cast: Cast, period: Period, changed: dict[str, str | date], code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        ask(cast, period, **changed)
    assert refused.value.code == code


def test_an_indicator_of_another_regime_is_refused(cast: Cast, period: Period) -> None:
    make_regime(cast.lao_cai, code="khac", indicators=["other"])
    with pytest.raises(RuleError, match="indicator_of_another_regime"):
        ask(cast, period, indicator=Indicator.objects.get(code="other"))


def test_an_answer_can_be_given_anew(cast: Cast, period: Period) -> None:
    question = ask(cast, period)
    answer_question(
        question=question, answer=" Do hệ thống lỗi. ", by=cast.an, today=TODAY, now=NOW
    )
    answered = answer_question(
        question=question, answer="Do mất điện.", by=cast.binh, today=TODAY, now=NOW
    )
    assert (answered.answer, answered.answered_by) == ("Do mất điện.", cast.binh)
    events = Event.objects.filter(action="answer_question").order_by("pk")
    assert [event.after["is_again"] for event in events] == [False, True]


def test_an_empty_answer_is_refused(cast: Cast, period: Period) -> None:
    question = ask(cast, period)
    with pytest.raises(RuleError, match="answer_is_empty"):
        answer_question(question=question, answer=" ", by=cast.an, today=TODAY, now=NOW)


def test_a_question_is_a_task_of_the_unit_until_its_answer_is_accepted(
    cast: Cast, period: Period
) -> None:
    question = ask(cast, period)
    said = {"question": question, "today": TODAY + timedelta(days=3), "now": NOW}
    task = Task.objects.get()
    assert (task.question, task.unit, task.giver) == (question, cast.ta_van, cast.lao_cai)
    assert (task.text, task.due_on, task.given_by) == (question.text, TODAY, cast.dung)
    states = []
    for act in (
        lambda: answer_question(answer="Do mất điện.", by=cast.an, **said),
        lambda: answer_question(answer="Do mưa.", by=cast.an, **said),
        lambda: ask_again(words="Mấy ngày?", by=cast.dung, **said),
        lambda: answer_question(answer="Hai ngày.", by=cast.an, **said),
        lambda: accept_answer(by=cast.dung, **said),
        lambda: answer_question(answer="Ba ngày.", by=cast.an, **said),
    ):
        act()
        task.refresh_from_db()
        question.refresh_from_db()
        states.append((task.state, question.answered_at is not None, question.answer))
    assert states == [
        ("submitted", True, "Do mất điện."),
        ("submitted", True, "Do mưa."),
        ("returned", False, "Do mưa."),
        ("submitted", True, "Hai ngày."),
        ("confirmed", True, "Hai ngày."),
        ("confirmed", True, "Ba ngày."),
    ]


@pytest.mark.parametrize("act", ["answer", "accept", "again"])
def test_a_question_is_locked_before_its_task_by_whoever_acts(
    cast: Cast, period: Period, act: str
) -> None:
    question = ask(cast, period)
    said = {"question": question, "by": cast.an, "today": TODAY, "now": NOW}
    answer_question(answer="Do mưa.", **said)
    with CaptureQueriesContext(connection) as asked:
        if act == "answer":
            answer_question(answer="Do lũ.", **said)
        elif act == "accept":
            accept_answer(**said)
        else:
            ask_again(words="Mấy ngày?", **said)
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    question_read, task_read = (
        next(n for n, sql in enumerate(read) if f'FROM "{model._meta.db_table}"' in sql)
        for model in (Question, Task)
    )
    assert question_read < task_read
