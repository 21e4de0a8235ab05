"""A question about a figure by a link: the figure, how it was reported, and the answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from giaoban.models import Question, Task
from giaoban.queries.reporting.measures import measures_of
from giaoban.rules.tasks.states import OPEN
from giaoban.web.frame.access import acting_on
from giaoban.web.reporting.origin import origin_shown
from giaoban.web.reporting.questions import (
    AnswerForm,
    is_answered,
    question_beside,
    question_shown,
)
from giaoban.web.tasks.task_page import task


def task_by_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The one task that the link opens: its page, or that of the question which it is."""
    asked = Task.objects.select_related("unit").filter(pk=pk, question__isnull=False).first()
    return task(request, pk=pk) if asked is None else _question_page(request, asked)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken by POST alone; whoever comes back to the address sees the question."""
    asked = get_object_or_404(Task.objects.select_related("unit"), pk=pk, question__isnull=False)
    here = redirect("link_task", link_id=acting_on(request).link_id)
    if request.method != "POST":
        return here
    form = AnswerForm(request.POST)
    if is_answered(request, _question_of(asked), form):
        return here
    return _question_page(request, asked, form)


def _question_of(asked: Task) -> Question:
    found: Question = question_beside().get(task=asked)
    return found


def _question_page(
    request: HttpRequest, asked: Task, refused: AnswerForm | None = None
) -> HttpResponse:
    acting, found = acting_on(request), _question_of(asked)
    form = refused or AnswerForm(initial={"answer": found.answer})
    context = question_shown(acting, found, asked, form) | {
        "may_answer": refused is not None or asked.state in OPEN,
        "is_by_link": True,
    }
    if context["has_origin"] and found.indicator is not None:
        measures = measures_of(found.period.regime)
        measure = measures[found.indicator.code]
        context |= origin_shown(request, measures, measure, found.unit, found.period, most=0)
    return render(request, "reporting/questions/question.html", context)
