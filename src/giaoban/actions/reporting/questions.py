"""A question about a figure: asked by the chair or the secretariat, answered by the unit."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.actors import TaskActor, person_of
from giaoban.actions.audit.events import record
from giaoban.actions.tasks.giving import give_question
from giaoban.actions.tasks.steps import take_step
from giaoban.models import Indicator, Period, Person, Question, Task, TaskLink, Unit
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import TaskState, TaskStep


@transaction.atomic
def ask_question(
    *,
    unit: Unit,
    period: Period,
    indicator: Indicator | None,
    text: str,
    due_on: date,
    by: Person,
    today: date,
    now: datetime,
) -> Question:
    """Ask a unit about one of its figures, or about the period where no indicator is named.

    Raises RuleError `question_is_empty`, `due_in_the_past`, `indicator_of_another_regime`.
    """
    if not text.strip():
        raise RuleError("question_is_empty")
    if due_on < today:
        raise RuleError("due_in_the_past", due_on=due_on)
    if indicator is not None and indicator.regime_id != period.regime_id:
        raise RuleError("indicator_of_another_regime", code=indicator.code)
    question = Question.objects.create(
        unit=unit,
        period=period,
        indicator=indicator,
        text=text.strip(),
        due_on=due_on,
        asked_at=now,
        asked_by=by,
    )
    give_question(question)
    record(
        actor=by,
        action="ask_question",
        on=question,
        at=now,
        after={"unit": unit.pk, "key": period.key, "due_at": due_on.isoformat()},
    )
    return question


@transaction.atomic
def answer_question(
    *, question: Question, answer: str, by: TaskActor, today: date, now: datetime
) -> Question:
    """Answer, or answer anew: the last answer stands, the history keeps that there was another.

    What was accepted stays accepted, and a link answers it no more. An answer by a link names no
    person: the step of its task says which link. A question is locked before its task, here and
    below.

    Raises RuleError `answer_is_empty`, and as take_step does.
    """
    if not answer.strip():
        raise RuleError("answer_is_empty")
    held = _held(question)
    is_again = held.answered_at is not None
    held.answer = answer.strip()
    held.answered_at = now
    held.answered_by = person_of(by)
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    task = Task.objects.filter(question=held).first()
    is_link = isinstance(by, TaskLink)
    if task is not None and (is_link or task.state != TaskState.CONFIRMED):
        if task.state == TaskState.SUBMITTED:
            take_step(task=task, step=TaskStep.TAKE_BACK, by=by, today=today, now=now)
        take_step(task=task, step=TaskStep.SUBMIT, words=held.answer, by=by, today=today, now=now)
    record(
        actor=by,
        action="answer_question",
        on=held,
        at=now,
        after={"unit": held.unit_id, "is_again": is_again},
    )
    return held


@transaction.atomic
def accept_answer(
    *, question: Question, seen: int | None = None, by: Person, today: date, now: datetime
) -> None:
    """The answer is enough: that of the task's revision `seen`. Raises RuleError as take_step."""
    task = Task.objects.get(question=_held(question))
    take_step(task=task, step=TaskStep.CONFIRM, seen=seen, by=by, today=today, now=now)


@transaction.atomic
def ask_again(
    *,
    question: Question,
    words: str,
    seen: int | None = None,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """The answer is not enough: it stays to be read, and another one is owed.

    `seen` is the task's revision with that answer. Raises RuleError as take_step does.
    """
    held = _held(question)
    task = Task.objects.get(question=held)
    said: dict[str, Any] = {"words": words, "seen": seen, "by": by, "today": today, "now": now}
    take_step(task=task, step=TaskStep.RETURN, **said)
    held.answered_at = None
    held.save(update_fields=["answered_at"])


def _held(question: Question) -> Question:
    held: Question = Question.objects.select_for_update().get(pk=question.pk)
    return held
