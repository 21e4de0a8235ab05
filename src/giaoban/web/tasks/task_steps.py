"""The steps of a task, taken from its page; what was typed stays where one is refused."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.actions.register.secrecy import refuse_secret_file
from giaoban.actions.tasks.extensions import answer_extension, ask_for_time
from giaoban.actions.tasks.holding import hand_task
from giaoban.actions.tasks.steps import take_step
from giaoban.actions.tasks.withdrawing import withdraw_task
from giaoban.queries.tasks.extensions import extensions_allowed
from giaoban.queries.tasks.holders import holders_of
from giaoban.rules.problems import RuleError
from giaoban.rules.tasks.states import STEPS, Side, TaskStep
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.task_addresses import task_address
from giaoban.web.reporting.report_files import MOST_AT_ONCE, FilesRefused, check_file, kept
from giaoban.web.tasks.scope import TaskScope, answering, deciding
from giaoban.web.tasks.task_forms import HolderForm, StepForm, TimeAnswerForm, TimeForm
from giaoban.web.tasks.task_page import task_page
from giaoban.web.tasks.words import DONE, refusals_on, refuse

EVIDENCE = "evidence"


def step_of_task(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Taken by POST alone; whoever comes back to its address sees the task.

    A step that was refused shows the task at the address of the step, and a choice of another
    language there leads back to it.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @signed_in
    @wraps(view)
    def gate(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect(task_address(acting_on(request), "task", pk))
        return view(request, pk, **kwargs)

    return gate


@step_of_task
def task_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step of the unit that has the task."""
    return _taken(request, answering(request, pk), _step(step, Side.UNIT))


@step_of_task
def decide_task(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step of whoever gave it."""
    return _taken(request, deciding(request, pk), _step(step, Side.GIVER))


@step_of_task
def ask_time(request: HttpRequest, pk: int) -> HttpResponse:
    scope = answering(request, pk)
    acting = acting_on(request)
    form = TimeForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            ask_for_time(
                task=scope.task,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
                allowed=extensions_allowed(scope.task.giver_id, acting.today),
                by=acting.actor,
                today=acting.today,
                now=acting.now,
            )
            messages.success(
                request, _("More time is asked for; until it is given the term holds.")
            )
            return redirect(task_address(acting, "task", pk))
    return task_page(request, scope, refused=form)


@step_of_task
def answer_time(request: HttpRequest, pk: int, extension: int) -> HttpResponse:
    """Give more time, or refuse it where that button was pressed."""
    scope = deciding(request, pk)
    asked = get_object_or_404(scope.task.extensions, pk=extension)
    acting = acting_on(request)
    form = TimeAnswerForm(request.POST)
    is_refused = request.POST.get("decision") == "refuse"
    if form.is_valid():
        until = None if is_refused else form.cleaned_data["granted_until"] or asked.until
        with refusals_on(form):
            answer_extension(
                extension=asked,
                granted_until=until,
                answer=form.cleaned_data["answer"],
                by=acting.person,
                today=acting.today,
                now=acting.now,
            )
            said = _("More time is refused.") if is_refused else _("More time is given.")
            messages.success(request, said)
            return redirect("task", pk=pk)
    return task_page(request, scope, refused=form)


@step_of_task
def hold_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the task to a colleague, or back to whoever works for the unit."""
    scope = answering(request, pk)
    acting = acting_on(request)
    people = holders_of(scope.task.unit_id, acting.today)
    form = HolderForm(people, request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["holder"]
        with refusals_on(form):
            hand_task(
                task=scope.task,
                holder=people.get(pk=int(chosen)) if chosen else None,
                by=acting.person,
                today=acting.today,
                now=acting.now,
            )
            messages.success(request, _("Who does the task is noted."))
            return redirect("task", pk=pk)
    return task_page(request, scope, refused=form)


def _taken(request: HttpRequest, scope: TaskScope, step: TaskStep) -> HttpResponse:
    acting = acting_on(request)
    form = StepForm(step, scope.task, acting.today, request.POST)
    files_refused = ""
    if form.is_valid():
        try:
            chosen = _chosen(request) if form.takes_files else []
            _take(acting, scope, form, chosen)
        except FilesRefused as error:
            files_refused = str(error)
        except RuleError as error:
            scope.task.refresh_from_db()
            refuse(form, error.problem)
            form.read_again(scope.task.revision)
        else:
            messages.success(request, str(DONE[step]))
            return redirect(task_address(acting, "task", scope.task.pk))
    return task_page(request, scope, refused=form, files_refused=files_refused)


@transaction.atomic
def _take(acting: Acting, scope: TaskScope, form: StepForm, chosen: Sequence[UploadedFile]) -> None:
    """The step with its files, or neither."""
    words = form.cleaned_data.get("words", "")
    said: dict[str, Any] = {
        "task": scope.task,
        "seen": form.cleaned_data.get("seen"),
        "by": acting.actor,
        "today": acting.today,
        "now": acting.now,
    }
    if form.step is TaskStep.WITHDRAW:
        withdraw_task(reason=words, **said)
        return
    take_step(
        step=form.step,
        words=words,
        explanation=form.cleaned_data.get("explanation", ""),
        files=[kept(file, acting) for file in chosen],
        **said,
    )


def _chosen(request: HttpRequest) -> list[UploadedFile]:
    """The files on the form, read before anything is stored.

    Raises FilesRefused where one of them is not taken, and RuleError `state_secret` (mark).
    """
    chosen = request.FILES.getlist(EVIDENCE)
    if len(chosen) > MOST_AT_ONCE:
        raise FilesRefused(_("Choose %(most)s files at most.") % {"most": MOST_AT_ONCE})
    for file in chosen:
        check_file(file)
        refuse_secret_file(file.name or "", file.read())
        file.seek(0)
    return chosen


def _step(name: str, side: Side) -> TaskStep:
    if name not in set(TaskStep) or STEPS[TaskStep(name)].side is not side:
        raise Http404
    return TaskStep(name)
