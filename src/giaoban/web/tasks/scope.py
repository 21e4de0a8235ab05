"""What may the person at work do with a task? Who may not see it finds nothing."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from giaoban.models import Task
from giaoban.queries.tasks.task_page import is_limited, leads_with, task_found
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on
from giaoban.web.frame.acting import Acting


@dataclass(frozen=True)
class TaskScope:
    """`may_answer`: for the unit that has it; `may_decide`: for whoever gave it."""

    task: Task
    may_answer: bool
    may_decide: bool


def task_asked(request: HttpRequest, pk: int) -> TaskScope:
    """The task for whoever may see its unit, whoever gave it, or the unit that leads the whole.

    One that comes from a document for named units only is for those who have to do with it.
    """
    task = task_found(pk)
    if task is None:
        raise Http404
    acting = acting_on(request)
    scope = TaskScope(
        task, acting.may(Permission.ANSWER_TASK, task.unit_id), may_decide(acting, task)
    )
    is_theirs = scope.may_answer or scope.may_decide
    sees = not is_limited(task) and (
        acting.may(Permission.VIEW, task.unit_id) or acting.may(Permission.VIEW, task.giver_id)
    )
    if not (is_theirs or sees or leads_with(task, acting.units_where(Permission.ANSWER_TASK))):
        raise Http404
    return scope


def answering(request: HttpRequest, pk: int) -> TaskScope:
    """For the unit's side; a question about a figure is answered on its own page."""
    scope = task_asked(request, pk)
    if not scope.may_answer or scope.task.question_id is not None:
        raise Http404
    return scope


def deciding(request: HttpRequest, pk: int) -> TaskScope:
    scope = task_asked(request, pk)
    if not scope.may_decide or scope.task.question_id is not None:
        raise Http404
    return scope


def may_decide(acting: Acting, task: Task) -> bool:
    """The secretariat of whoever gave it; who gave it in person; of a part, who answers for the
    whole.
    """
    if acting.link_id is not None:
        return False
    if acting.may(Permission.DECIDE_TASK, task.giver_id):
        return True
    if task.parent_id is not None:
        return acting.may(Permission.ANSWER_TASK, task.giver_id)
    return task.given_by_id == acting.person.pk and acting.may(Permission.GIVE_TASK, task.giver_id)
