"""The steps of a task: each under a lock, written down with its words, and told to the whole."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.actors import TaskActor, person_of
from giaoban.actions.audit.events import record
from giaoban.actions.tasks.links import end_links_of, require_link_in_force
from giaoban.actions.tasks.news import note_news
from giaoban.actions.tasks.wholes import settle_wholes
from giaoban.models import SourceFile, Task, TaskEvent, TaskFile, TaskLink
from giaoban.queries.tasks.extensions import lateness_explained
from giaoban.queries.tasks.parts import is_beneath_withdrawn
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import CLOSED, STEPS, TaskState, TaskStep, next_state
from giaoban.rules.tasks.telling import OF_STEP

LONGEST_WORDS = 4000


@transaction.atomic
def take_step(
    *,
    task: Task,
    step: TaskStep,
    words: str = "",
    explanation: str = "",
    files: Sequence[SourceFile] = (),
    seen: int | None = None,
    by: TaskActor,
    today: date,
    now: datetime,
) -> Task:
    """Take one step of rules.tasks.states; who may take it is asked before.

    What is handed in late says why (`explanation`), but for the answer to a question, and where
    the committee does not ask for it. `seen` is the revision on which it was decided: another
    result than the one that was read is neither confirmed nor returned. Raises
    RuleError `task_step_not_allowed` (state, step), `words_missing` (step), `words_too_long`
    (longest), `explanation_missing` (due_on), `link_ended`.
    """
    held = _held(task)
    require_link_in_force(by)
    before = TaskState(held.state)
    # Whoever withdraws a whole holds its parts first: so it is seen here, or sees this one open.
    is_ended = step is TaskStep.REOPEN and is_beneath_withdrawn(held)
    after = next_state(before, step, is_beneath_withdrawn=is_ended)
    if after is None or seen not in (None, held.revision):
        raise RuleError("task_step_not_allowed", state=before, step=step)
    _refuse_words(held, step, words, explanation, today)
    event = TaskEvent.objects.create(
        task=held,
        step=step,
        before=before,
        words=words.strip(),
        explanation=explanation.strip(),
        at=now,
        by=person_of(by),
        link=by if isinstance(by, TaskLink) else None,
    )
    TaskFile.objects.bulk_create(TaskFile(event=event, file=file) for file in files)
    held.state = after
    if step is TaskStep.SUBMIT:
        held.handed_in_on = today
    elif after not in CLOSED:
        held.handed_in_on = None  # what was handed in no longer stands
    if after in CLOSED:  # and with it what was asked meanwhile
        held.extensions.filter(answered_at=None).update(answered_at=now, answered_by=event.by)
    held.revision += 1
    held.save(update_fields=["state", "handed_in_on", "revision"])
    settle_wholes(held)
    if after is TaskState.WITHDRAWN:
        end_links_of([held.pk], now)
    if step in OF_STEP:
        note_news([held], OF_STEP[step], by=event.by, now=now, words=event.words)
    record(
        actor=by,
        action=f"{step}_task",
        on=held,
        at=now,
        before={"task_state": before},
        after={"task_state": after, "unit": held.unit_id},
    )
    return held


def _refuse_words(task: Task, step: TaskStep, words: str, explanation: str, today: date) -> None:
    if STEPS[step].needs_words and not words.strip():
        raise RuleError("words_missing", step=step)
    if max(len(words), len(explanation)) > LONGEST_WORDS:
        raise RuleError("words_too_long", longest=LONGEST_WORDS)
    is_late = task.due_on is not None and today > task.due_on
    is_answer = task.question_id is not None  # which itself says what there is to explain
    is_silent = step is TaskStep.SUBMIT and is_late and not is_answer and not explanation.strip()
    if is_silent and lateness_explained(task.giver_id, today):
        raise RuleError("explanation_missing", due_on=task.due_on)


def _held(task: Task) -> Task:
    held: Task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    return held
