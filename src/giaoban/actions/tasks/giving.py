"""Giving an obligation, or an instruction, to units; repeating it gives nothing twice."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record, record_many
from giaoban.actions.tasks.news import note_news
from giaoban.models import Obligation, Person, Question, Task, Unit
from giaoban.queries.register.terms import occurrence_of
from giaoban.queries.tasks.by_obligation import units_given
from giaoban.rules.problems import RuleError
from giaoban.rules.register.secrecy import refuse_secret
from giaoban.rules.register.terms import Occurrence
from giaoban.rules.tasks.telling import Occasion

LONGEST_TEXT = 4000


@transaction.atomic
def give_obligation(
    *,
    obligation: Obligation,
    unit_ids: Collection[int],
    by: Person | None,
    now: datetime,
    occurrence: str = "",
) -> list[Task]:
    """A task of the obligation for each of these units that has none of this occurrence yet.

    What was withdrawn is given again: it was taken back, perhaps by mistake.
    The lead unit's task answers for the whole. Statements are constant in number. Raises
    RuleError `occurrence_unknown` (occurrence).
    """
    held = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("document__body")
        .get(pk=obligation.pk)
    )
    due = occurrence_of(held, occurrence)
    if due is None:
        raise RuleError("occurrence_unknown", occurrence=occurrence)
    there = units_given(held, occurrence) & set(unit_ids)
    fresh = sorted(set(unit_ids) - there)
    return store_given([task_of(held, unit_id, due) for unit_id in fresh], by=by, now=now)


def task_of(obligation: Obligation, unit_id: int, due: Occurrence) -> Task:
    """The task of one unit, that nobody has been given yet."""
    return Task(
        obligation=obligation,
        unit_id=unit_id,
        giver_id=obligation.document.body.unit_id,
        occurrence=due.key,
        is_lead=unit_id == obligation.lead_id,
        text=obligation.text,
        product=obligation.product,
        due_on=due.due_on,
        first_due_on=due.due_on,
    )


def store_given(tasks: Collection[Task], *, by: Person | None, now: datetime) -> list[Task]:
    """Store what task_of made, with its news and events, in the caller's transaction: three
    statements, however many they are.
    """
    for task in tasks:
        task.given_at, task.given_by = now, by
    given: list[Task] = Task.objects.bulk_create(tasks)
    note_news(given, Occasion.GIVEN, by=by, now=now)
    record_many(
        actor=by,
        action="give_task",
        at=now,
        on=[
            (task, {"unit": task.unit_id, "due_on": task.due_on and task.due_on.isoformat()})
            for task in given
        ],
    )
    return given


@transaction.atomic
def give_instruction(
    *,
    unit: Unit,
    giver: Unit,
    text: str,
    due_on: date | None,
    by: Person,
    today: date,
    now: datetime,
    product: str = "",
) -> Task:
    """A task without a document: the chair's word to a unit.

    Raises RuleError `task_without_text`, `words_too_long` (longest), `due_in_the_past` (due_on),
    `unit_not_open` (unit), `state_secret` (mark).
    """
    if not text.strip():
        raise RuleError("task_without_text")
    if len(text) > LONGEST_TEXT:
        raise RuleError("words_too_long", longest=LONGEST_TEXT)
    if due_on is not None and due_on < today:
        raise RuleError("due_in_the_past", due_on=due_on)
    if not unit.is_open(today):
        raise RuleError("unit_not_open", unit=unit.name)
    refuse_secret(fields=[text, product])
    task = Task.objects.create(
        unit=unit,
        giver=giver,
        text=text.strip(),
        product=product.strip(),
        due_on=due_on,
        first_due_on=due_on,
        given_at=now,
        given_by=by,
    )
    note_news([task], Occasion.GIVEN, by=by, now=now)
    after = {"unit": unit.pk, "due_on": due_on and due_on.isoformat()}
    record(actor=by, action="give_task", on=task, at=now, after=after)
    return task


def give_question(question: Question) -> Task:
    """A question about a figure is a task too: counted, listed and overdue like any other.

    In the caller's transaction, whose event says that it was asked; it is answered and settled
    by actions.reporting.questions alone.
    """
    task: Task = Task.objects.create(
        question=question,
        unit=question.unit,
        giver=question.period.regime.unit,
        text=question.text,
        due_on=question.due_on,
        first_due_on=question.due_on,
        given_at=question.asked_at,
        given_by=question.asked_by,
    )
    note_news([task], Occasion.GIVEN, by=question.asked_by, now=question.asked_at)
    return task
