"""A question about a figure: asked by the chair or the secretariat, answered by the unit."""

from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.models import Indicator, Period, Person, Question, Unit
from giaoban.rules.problems import RuleError


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
    record(
        actor=by,
        action="ask_question",
        on=question,
        at=now,
        after={"unit": unit.pk, "key": period.key, "due_at": due_on.isoformat()},
    )
    return question


@transaction.atomic
def answer_question(*, question: Question, answer: str, by: Person, now: datetime) -> Question:
    """Answer, or answer anew: the last answer stands, the history keeps that there was another.

    Raises RuleError `answer_is_empty`.
    """
    if not answer.strip():
        raise RuleError("answer_is_empty")
    held = Question.objects.select_for_update().get(pk=question.pk)
    is_again = held.answered_at is not None
    held.answer = answer.strip()
    held.answered_at = now
    held.answered_by = by
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    record(
        actor=by,
        action="answer_question",
        on=held,
        at=now,
        after={"unit": held.unit_id, "is_again": is_again},
    )
    return held
