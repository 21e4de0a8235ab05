"""What is to be done, by when, how far is it, and what comes next? One page for both sides."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from giaoban.models import SourceFile, Task, TaskEvent, TaskExtension, TaskFile
from giaoban.queries.tasks.extensions import extensions_allowed
from giaoban.queries.tasks.holders import holders_of
from giaoban.queries.tasks.parts import is_beneath_withdrawn, units_without_part
from giaoban.queries.tasks.task_page import happenings, link_then
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.attached_files import ALLOWED_ENDINGS, LARGEST_FILE_MB
from giaoban.rules.tasks.states import OPEN, WITH_THE_UNIT, Side, TaskState, TaskStep, steps_from
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.linked_tasks import link_shown, words_by_link
from giaoban.web.reporting.report_files import download
from giaoban.web.tasks.scope import TaskScope, task_asked
from giaoban.web.tasks.task_beside import beside
from giaoban.web.tasks.task_forms import HolderForm, StepForm, TimeAnswerForm, TimeForm
from giaoban.web.tasks.terms import calendar_of, term_badge
from giaoban.web.tasks.words import HAPPENED, STEP_SIGNS, TASK_STATES

_MAIN = {
    TaskState.ASSIGNED: TaskStep.ACKNOWLEDGE,
    TaskState.ACKNOWLEDGED: TaskStep.SUBMIT,
    TaskState.IN_PROGRESS: TaskStep.SUBMIT,
    TaskState.RETURNED: TaskStep.SUBMIT,
    TaskState.QUERIED: TaskStep.ANSWER,
    TaskState.SUBMITTED: TaskStep.CONFIRM,
}
"""The one next step of each state, for whichever side takes it."""


@dataclass(frozen=True)
class Answer:
    """What was said to a request for more time."""

    words: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Happened:
    """One line of what was done: a step, or more time asked for."""

    sign: str
    title: str | Promise
    who: str
    at: datetime
    words: str = ""
    explanation: str = ""
    files: tuple[TaskFile, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True)
class Steps:
    """The steps of one side: the main one, and those beside it."""

    main: StepForm | None
    others: list[StepForm]


@signed_in
def task(request: HttpRequest, pk: int) -> HttpResponse:
    scope = task_asked(request, pk)
    if scope.task.question_id is not None:
        return redirect("question", pk=scope.task.question_id)
    return task_page(request, scope)


@signed_in
def task_file(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download, never shown by the browser as a page of ours."""
    held = get_object_or_404(TaskFile.objects.select_related("file", "event"), pk=pk)
    task_asked(request, held.event.task_id)
    file: SourceFile = held.file
    return download(file)


def task_page(
    request: HttpRequest,
    scope: TaskScope,
    *,
    refused: forms.Form | None = None,
    files_refused: str = "",
) -> HttpResponse:
    """The page; of a step that was refused with what was typed, and why."""
    acting = acting_on(request)
    task, today = scope.task, acting.today
    asked, calendar = _time_asked(task), calendar_of([task], today)
    whole = TASK_STATES[task.whole] if task.whole != task.state else None
    context: dict[str, Any] = {
        "task": task,
        "scope": scope,
        "state": TASK_STATES[task.state],
        "whole": whole,
        "term": term_badge(task, today, calendar),
        "whole_term": term_badge(task, today, calendar, with_parts=True) if whole else None,
        "unit_side": _side(scope.may_answer, Side.UNIT, task, today, refused),
        "giver_side": _side(scope.may_decide, Side.GIVER, task, today, refused),
        "asked": asked,
        "time_answer": _time_answer(scope, asked, refused),
        "time_form": _time_form(scope, asked, today, refused),
        "holder_form": None if acting.link_id else _holder_form(scope, today, refused),
        "may_split": scope.may_answer and not acting.link_id and _may_split(task, today),
        "refused": refused,
        "stale": _stale(task, refused),
        "files_refused": files_refused,
        "file_kinds": ",".join(ALLOWED_ENDINGS),
        "megabytes": LARGEST_FILE_MB,
        "returned_for": _returned_for(task),
        "happened": [_happened(one) for one in happenings(task)],
        "link_state": link_shown(acting, task),
        "history": history_seen(acting, task, task.unit_id),
    }
    return render(request, "tasks/task.html", context | beside(acting, task))


def _time_asked(task: Task) -> TaskExtension | None:
    """What waits for its answer, while the unit has the task."""
    if task.state not in WITH_THE_UNIT:
        return None
    return task.extensions.filter(answered_at=None).select_related("asked_by").first()


def _side(
    may: bool, side: Side, task: Task, today: date, refused: forms.Form | None
) -> Steps | None:
    """What this side can do now; None where the person is not of it, or nothing can be done."""
    steps = _steps(task, side) if may else []
    if not steps:
        return None
    found = [
        refused
        if isinstance(refused, StepForm) and refused.step is step
        else StepForm(step, task, today, initial=_handed_in_before(task, step))
        for step in steps
    ]
    main = next((form for form in found if form.step is _MAIN.get(TaskState(task.state))), None)
    return Steps(main, [form for form in found if form is not main])


def _steps(task: Task, side: Side) -> list[TaskStep]:
    # Only what is done can lie there and be opened again: the others need not be looked up.
    is_ended = task.state == TaskState.CONFIRMED and is_beneath_withdrawn(task)
    return steps_from(TaskState(task.state), side, is_beneath_withdrawn=is_ended)


def _handed_in_before(task: Task, step: TaskStep) -> dict[str, str]:
    """What was written when it was handed in before, to be mended rather than typed again."""
    if step is not TaskStep.SUBMIT:
        return {}
    before = task.events.filter(step=TaskStep.SUBMIT).last()
    return {"words": before.words, "explanation": before.explanation} if before else {}


def _stale(task: Task, refused: forms.Form | None) -> StepForm | None:
    """What was typed for a step that the task does not allow any more."""
    if not isinstance(refused, StepForm):
        return None
    is_there = refused.step in (*_steps(task, Side.UNIT), *_steps(task, Side.GIVER))
    return None if is_there else refused


def _time_form(
    scope: TaskScope, asked: TaskExtension | None, today: date, refused: forms.Form | None
) -> TimeForm | None:
    if isinstance(refused, TimeForm):
        return refused
    task = scope.task
    may = scope.may_answer and task.state in WITH_THE_UNIT and task.due_on is not None
    if not may or asked is not None:
        return None
    granted = task.extensions.exclude(granted_until=None).count()
    return TimeForm() if granted < extensions_allowed(task.giver_id, today) else None


def _time_answer(
    scope: TaskScope, asked: TaskExtension | None, refused: forms.Form | None
) -> TimeAnswerForm | None:
    if isinstance(refused, TimeAnswerForm):
        return refused
    if asked is None or not scope.may_decide:
        return None
    return TimeAnswerForm(initial={"granted_until": asked.until})


def _holder_form(scope: TaskScope, today: date, refused: forms.Form | None) -> HolderForm | None:
    if isinstance(refused, HolderForm):
        return refused
    if not scope.may_answer or scope.task.state not in OPEN:
        return None
    people = holders_of(scope.task.unit_id, today)
    return HolderForm(people, initial={"holder": scope.task.holder_id or ""})


def _may_split(task: Task, today: date) -> bool:
    return task.state in WITH_THE_UNIT and units_without_part(task, today).exists()


def _returned_for(task: Task) -> TaskEvent | None:
    """The step that sent it back, while it is not handed in again."""
    if task.state != TaskState.RETURNED:
        return None
    back = [TaskStep.RETURN, TaskStep.REOPEN]
    return task.events.filter(step__in=back).select_related("by").last()


def _happened(one: TaskEvent | TaskExtension) -> Happened:
    if isinstance(one, TaskExtension):
        return _asked_for_time(one)
    return Happened(
        sign=STEP_SIGNS[one.step],
        title=HAPPENED[one.step],
        who=one.by.name if one.by else words_by_link(one.link) if one.link else "",
        at=one.at,
        words=one.words,
        explanation=one.explanation,
        files=tuple(one.files.all()),
    )


def _asked_for_time(asked: TaskExtension) -> Happened:
    until = {"day": day_text(asked.until)}
    if not _is_answered(asked):
        title = _("More time asked for: until %(day)s") % until
    elif asked.granted_until is None:
        title = _("More time asked for until %(day)s, and refused") % until
    else:
        title = _("More time given: until %(day)s") % {"day": day_text(asked.granted_until)}
    return Happened(
        sign="clock",
        title=title,
        who=_who_asked(asked),
        at=asked.asked_at,
        words=asked.reason,
        answer=_answer_to(asked),
    )


def _who_asked(asked: TaskExtension) -> str:
    if asked.asked_by is not None:
        return asked.asked_by.name
    link = link_then(asked.task, asked.asked_at)
    return words_by_link(link) if link else ""


def _answer_to(asked: TaskExtension) -> Answer | None:
    if not _is_answered(asked) or asked.answered_at is None or asked.answered_by is None:
        return None
    return Answer(asked.answer, asked.answered_by.name, asked.answered_at)


def _is_answered(asked: TaskExtension) -> bool:
    """A refusal has a reason; without one the request ended with its task."""
    return asked.answered_at is not None and bool(asked.granted_until or asked.answer)
