"""How are the states and steps of a task called, and why was one refused?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.queries.written_days import day_text
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.tasks.counting import Count
from giaoban.rules.tasks.states import TaskState, TaskStep
from giaoban.web.frame.labels import Badge

TASK_STATES: Mapping[str, Badge] = {
    TaskState.ASSIGNED: Badge(
        "neutral", "circle-dashed", pgettext_lazy("state of a task", "not acknowledged")
    ),
    TaskState.QUERIED: Badge(
        "term",
        "message-circle-question-mark",
        pgettext_lazy("state of a task", "waits for an answer"),
    ),
    TaskState.ACKNOWLEDGED: Badge(
        "neutral", "check", pgettext_lazy("state of a task", "acknowledged")
    ),
    TaskState.IN_PROGRESS: Badge(
        "neutral", "pencil-line", pgettext_lazy("state of a task", "in progress")
    ),
    TaskState.SUBMITTED: Badge("term", "inbox", pgettext_lazy("state of a task", "handed in")),
    TaskState.RETURNED: Badge("returned", "undo-2", pgettext_lazy("state of a task", "returned")),
    TaskState.CONFIRMED: Badge(
        "done", "circle-check", pgettext_lazy("state of a task", "confirmed")
    ),
    TaskState.WITHDRAWN: Badge("neutral", "ban", pgettext_lazy("state of a task", "withdrawn")),
}

COUNTS: Mapping[str, Badge] = {
    Count.DONE_ON_TIME: Badge(
        "done", "circle-check", pgettext_lazy("count of tasks", "done on time")
    ),
    Count.DONE_LATE: Badge("late", "clock-alert", pgettext_lazy("count of tasks", "done late")),
    Count.WITHIN_TERM: Badge(
        "term", "clock", pgettext_lazy("count of tasks", "not done, within term")
    ),
    Count.OVERDUE: Badge(
        "late", "circle-alert", pgettext_lazy("count of tasks", "not done, overdue")
    ),
}

HAPPENED: Mapping[str, Promise] = {
    TaskStep.ACKNOWLEDGE: pgettext_lazy("step of a task, done", "Acknowledged"),
    TaskStep.QUERY: pgettext_lazy("step of a task, done", "Asked"),
    TaskStep.ANSWER: pgettext_lazy("step of a task, done", "Answered"),
    TaskStep.BEGIN: pgettext_lazy("step of a task, done", "Begun"),
    TaskStep.SUBMIT: pgettext_lazy("step of a task, done", "Handed in"),
    TaskStep.TAKE_BACK: pgettext_lazy("step of a task, done", "Taken back"),
    TaskStep.CONFIRM: pgettext_lazy("step of a task, done", "Confirmed as done"),
    TaskStep.RETURN: pgettext_lazy("step of a task, done", "Returned to be mended"),
    TaskStep.REOPEN: pgettext_lazy("step of a task, done", "Opened again"),
    TaskStep.WITHDRAW: pgettext_lazy("step of a task, done", "Withdrawn"),
}

STEP_SIGNS: Mapping[str, str] = {
    TaskStep.ACKNOWLEDGE: "check",
    TaskStep.QUERY: "message-circle-question-mark",
    TaskStep.ANSWER: "message-square",
    TaskStep.BEGIN: "pencil-line",
    TaskStep.SUBMIT: "send",
    TaskStep.TAKE_BACK: "undo-2",
    TaskStep.CONFIRM: "circle-check",
    TaskStep.RETURN: "undo-2",
    TaskStep.REOPEN: "lock-open",
    TaskStep.WITHDRAW: "ban",
}

BUTTONS: Mapping[str, Promise] = {
    TaskStep.ACKNOWLEDGE: pgettext_lazy("step of a task", "Acknowledge"),
    TaskStep.QUERY: pgettext_lazy("step of a task", "Ask who gave it"),
    TaskStep.ANSWER: pgettext_lazy("step of a task", "Answer the question"),
    TaskStep.BEGIN: pgettext_lazy("step of a task", "Say that work has begun"),
    TaskStep.SUBMIT: pgettext_lazy("step of a task", "Hand in the result"),
    TaskStep.TAKE_BACK: pgettext_lazy("step of a task", "Take it back to mend it"),
    TaskStep.CONFIRM: pgettext_lazy("step of a task", "Confirm that it is done"),
    TaskStep.RETURN: pgettext_lazy("step of a task", "Return it to be mended"),
    TaskStep.REOPEN: pgettext_lazy("step of a task", "Open it again"),
    TaskStep.WITHDRAW: pgettext_lazy("step of a task", "Withdraw the task"),
}

DONE: Mapping[str, Promise] = {
    TaskStep.ACKNOWLEDGE: gettext_lazy("The task is acknowledged."),
    TaskStep.QUERY: gettext_lazy("The question is with whoever gave the task."),
    TaskStep.ANSWER: gettext_lazy("The answer is with the unit."),
    TaskStep.BEGIN: gettext_lazy("The task is in progress."),
    TaskStep.SUBMIT: gettext_lazy("The result is handed in. Thank you."),
    TaskStep.TAKE_BACK: gettext_lazy("The result is with you again."),
    TaskStep.CONFIRM: gettext_lazy("The task is done."),
    TaskStep.RETURN: gettext_lazy("The task is with the unit again."),
    TaskStep.REOPEN: gettext_lazy("The task is open again."),
    TaskStep.WITHDRAW: gettext_lazy("The task is withdrawn."),
}

WORDS_ASKED: Mapping[str, Promise] = {
    TaskStep.QUERY: gettext_lazy("What is not clear?"),
    TaskStep.ANSWER: gettext_lazy("Answer"),
    TaskStep.SUBMIT: gettext_lazy("What was done?"),
    TaskStep.CONFIRM: gettext_lazy("Remark"),
    TaskStep.RETURN: gettext_lazy("What is to be mended?"),
    TaskStep.REOPEN: gettext_lazy("Why is it opened again?"),
    TaskStep.WITHDRAW: gettext_lazy("Why is it withdrawn?"),
}
"""A step without a line is taken without words."""

REFUSALS: Mapping[str, Promise] = {
    "task_step_not_allowed": gettext_lazy(
        "The task has moved on meanwhile, perhaps in another window. How it stands now is shown "
        "here, and what you typed as well."
    ),
    "task_changed_meanwhile": gettext_lazy(
        "A part was given while you withdrew the task. Look at the parts and withdraw it again."
    ),
    "words_missing": gettext_lazy("Write a few words to go with it."),
    "words_too_long": gettext_lazy("Shorten the text to %(longest)s characters."),
    "explanation_missing": gettext_lazy("It was due on %(due_on)s: say briefly why it is late."),
    "reason_missing": gettext_lazy("Write the reason."),
    "extension_not_with_unit": gettext_lazy(
        "The task is not with the unit now, so its term stays as it is."
    ),
    "extension_without_term": gettext_lazy("The task has no term that could be extended."),
    "extension_already_asked": gettext_lazy(
        "More time was asked for already: wait for the answer."
    ),
    "extension_used_up": gettext_lazy(
        "Its term is not extended any more (at most: %(allowed)s). Hand in what there is and "
        "explain the delay."
    ),
    "extension_not_later": gettext_lazy("Choose a day after %(due_on)s, the term it has now."),
    "extension_in_the_past": gettext_lazy("Choose today or a later day."),
    "extension_not_asked": gettext_lazy("This request was answered meanwhile."),
    "task_closed": gettext_lazy("The task is closed: nobody has to hold it."),
    "holder_not_of_unit": gettext_lazy("Choose somebody who works for this unit."),
    "task_not_with_unit": gettext_lazy("The task is not with the unit now."),
    "part_beyond_unit": gettext_lazy("Choose units under your own."),
    "part_due_after_whole": gettext_lazy(
        "A part is due on %(due_on)s at the latest, the term of the whole."
    ),
    "due_in_the_past": gettext_lazy("Choose today or a later day."),
    "state_secret": gettext_lazy(
        "It is marked “%(mark)s”: a state secret must not be kept here, and nothing of it was. "
        "Register it where state secrets are kept."
    ),
    "task_without_text": gettext_lazy("Write what is to be done."),
    "unit_not_closed": gettext_lazy("%(unit)s is open: its tasks stay with it."),
    "task_not_open": gettext_lazy("The task is closed: nobody has to answer it any more."),
    "unit_not_open": gettext_lazy("%(unit)s is closed: choose the unit that carries its work on."),
    "unit_closed": gettext_lazy("%(unit)s is closed: hand its tasks on first."),
    "no_contact": gettext_lazy("%(unit)s has no contact: name one first."),
    "link_ended": gettext_lazy("This link no longer works. Ask the secretariat for a new one."),
    "successor_not_open": gettext_lazy("Choose a unit that is open today."),
}


def task_refusal(problem: Problem) -> str:
    """Why something could not be done with a task, and what to do instead."""
    params = {
        name: day_text(value) if hasattr(value, "year") else value
        for name, value in problem.params.items()
    }
    return str(REFUSALS[problem.code]) % params


MENDED_IN: Mapping[str, tuple[str, ...]] = {
    "words_missing": ("words",),
    "words_too_long": ("words", "explanation", "reason", "answer"),
    "explanation_missing": ("explanation",),
    "reason_missing": ("reason", "answer", "words"),
    "extension_not_later": ("until", "granted_until"),
    "extension_in_the_past": ("until", "granted_until"),
    "holder_not_of_unit": ("holder",),
    "part_due_after_whole": ("due_on", "granted_until"),
    "due_in_the_past": ("due_on",),
    "task_without_text": ("text",),
    "successor_not_open": ("unit",),
    "unit_not_open": ("unit",),
}
"""The field in which it is mended: the first of these that the form has."""


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Say on the form why what is done within was refused, and go on behind it."""
    try:
        yield
    except RuleError as error:
        refuse(form, error.problem)


def refuse(form: Form, problem: Problem) -> None:
    """Say on the form why it was refused, at the field where it is mended if there is one."""
    named = (name for name in MENDED_IN.get(problem.code, ()) if name in form.fields)
    form.add_error(next(named, None), task_refusal(problem))
