"""More time for a task: asked for by its unit, given or refused by who gave it."""

from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.actors import person_of
from giaoban.actions.audit.events import record
from giaoban.actions.tasks.links import prolong_links_of, require_link_in_force
from giaoban.actions.tasks.news import note_news
from giaoban.models import Person, Task, TaskExtension, TaskLink
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.extending import ExtensionFacts, asking_problem, granting_problem
from giaoban.rules.tasks.states import TaskState
from giaoban.rules.tasks.telling import Occasion


@transaction.atomic
def ask_for_time(
    *,
    task: Task,
    until: date,
    reason: str,
    allowed: int,
    by: Person | TaskLink,
    today: date,
    now: datetime,
) -> TaskExtension:
    """Raises RuleError `reason_missing`, `link_ended`, and what asking_problem says."""
    if not reason.strip():
        raise RuleError("reason_missing")
    held, facts = _held(task, allowed)
    require_link_in_force(by)
    problem = asking_problem(facts, until, today)
    if problem is not None:
        raise RuleError(problem.code, **problem.params)
    asked = TaskExtension.objects.create(
        task=held, until=until, reason=reason.strip(), asked_at=now, asked_by=person_of(by)
    )
    after = {"until": until.isoformat(), "unit": held.unit_id}
    note_news([held], Occasion.TIME_ASKED, by=asked.asked_by, now=now, words=asked.reason)
    record(actor=by, action="ask_for_time", on=held, at=now, after=after)
    return asked


@transaction.atomic
def answer_extension(
    *,
    extension: TaskExtension,
    granted_until: date | None,
    answer: str,
    by: Person | None,
    today: date,
    now: datetime,
) -> TaskExtension:
    """Give the time that was asked for, or another day; None refuses it, and says why.

    Raises RuleError `reason_missing`, `extension_not_asked`, and what granting_problem says.
    """
    held, facts = _held(extension.task, allowed=0)
    waiting = held.extensions.filter(pk=extension.pk, answered_at=None).first()
    if waiting is None:
        raise RuleError("extension_not_asked")
    if granted_until is None and not answer.strip():
        raise RuleError("reason_missing")
    if granted_until is not None:
        problem = granting_problem(facts, granted_until, today)
        if problem is not None:
            raise RuleError(problem.code, **problem.params)
    before = held.due_on
    waiting.answered_at, waiting.answered_by = now, by
    waiting.granted_until, waiting.answer = granted_until, answer.strip()
    waiting.save()
    if granted_until is not None:
        held.due_on, held.revision = granted_until, held.revision + 1
        held.save(update_fields=["due_on", "revision"])
        prolong_links_of(held, now)
    occasion = Occasion.REFUSED if granted_until is None else Occasion.EXTENDED
    note_news([held], occasion, by=by, now=now, words=waiting.answer)
    record(
        actor=by,
        action="extend_task" if granted_until else "refuse_extension",
        on=held,
        at=now,
        before={"due_on": before and before.isoformat()},
        after={"due_on": held.due_on and held.due_on.isoformat(), "unit": held.unit_id},
    )
    return waiting


def _held(task: Task, allowed: int) -> tuple[Task, ExtensionFacts]:
    held: Task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    answers = list(held.extensions.values_list("answered_at", "granted_until"))
    facts = ExtensionFacts(
        state=TaskState(held.state),
        due_on=held.due_on,
        granted=sum(until is not None for _at, until in answers),
        is_asked=any(at is None for at, _until in answers),
        allowed=allowed,
        whole_due_on=held.parent.due_on if held.parent is not None else None,
    )
    return held, facts
