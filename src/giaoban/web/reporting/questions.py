"""Why is this figure so? A question is asked about it, and the unit answers."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.reporting.questions import accept_answer, answer_question, ask_again
from giaoban.actions.reporting.questions import ask_question as ask
from giaoban.actions.tasks.steps import LONGEST_WORDS
from giaoban.models import FormItem, Indicator, Period, Question, Task, Unit
from giaoban.queries.reporting.answers import counted_answers
from giaoban.queries.reporting.arisen import figures_shown
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.reporting.measures import measures_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.answer_dates import friday_to_answer_by
from giaoban.rules.tasks.states import TaskState, TaskStep
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.decided_on import DecidedForm
from giaoban.web.frame.linked_tasks import link_shown, words_by_link
from giaoban.web.reporting.measure_words import figure_text
from giaoban.web.reporting.report_words import refusal_words
from giaoban.web.units.fields import DayField


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_on = DayField(label=gettext_lazy("To be answered by"))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AgainForm(DecidedForm):
    words = forms.CharField(
        label=gettext_lazy("What is still to be explained?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@signed_in
def ask_question(request: HttpRequest) -> HttpResponse:
    """`?unit=ID&period=ID&indicator=CODE`: about which figure; the indicator may be left out."""
    require_anywhere(request, Permission.ASK_QUESTION)
    if "unit" not in request.GET:
        return redirect("results")  # a question begins at a figure
    acting = acting_on(request)
    unit, period, indicator = _asked_about(request)
    form = QuestionForm(request.POST or None, initial={"due_on": _usual_day(acting.today)})
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask(
                unit=unit,
                period=period,
                indicator=indicator,
                text=form.cleaned_data["text"],
                due_on=form.cleaned_data["due_on"],
                by=acting.person,
                today=acting.today,
                now=acting.now,
            )
        except RuleError as error:
            form.add_error(None, refusal_words(error.problem))
        else:
            messages.success(request, _("The question is with %(unit)s.") % {"unit": unit.name})
            return redirect("question", pk=asked.pk)
    context = about_figure(unit, period, indicator) | {"form": form}
    return render(request, "reporting/questions/ask.html", context)


@signed_in
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """The question with its answer; the unit answers here, and who asked says if that will do."""
    task = task_of_question(pk)  # before the answer: what is read is not newer
    found = get_object_or_404(question_beside(), pk=pk)
    require(request, Permission.VIEW, found.unit)
    acting = acting_on(request)
    may_answer = acting.may(Permission.ANSWER_QUESTION, found.unit_id)
    may_settle = _may_settle(acting, task)
    decision = request.POST.get("decision", "")
    if decision and not may_settle:
        raise Http404
    shown = {"seen": task.revision} if task is not None else {}
    again = AgainForm(request.POST if decision == "again" else None, initial=shown)
    if decision and _is_settled(request, found, decision, again):
        return redirect("question", pk=pk)
    form = AnswerForm(
        request.POST if request.POST and not decision else None, initial={"answer": found.answer}
    )
    if request.method == "POST" and not decision:
        require(request, Permission.ANSWER_QUESTION, found.unit)
        if is_answered(request, found, form):
            return redirect("question", pk=pk)
    context = question_shown(acting, found, task, form) | {
        "may_answer": may_answer,
        "settles": may_settle and task is not None and task.state == TaskState.SUBMITTED,
        "again": again,
        "accept": DecidedForm(initial=shown, auto_id="accept-%s"),
        "task": task,
        "link_state": link_shown(acting, task) if task is not None else None,
        "history": history_seen(acting, found, found.unit_id),
    }
    return render(request, "reporting/questions/question.html", context)


def task_of_question(pk: int) -> Task | None:
    return Task.objects.filter(question=pk).select_related("unit").first()


def question_beside() -> QuerySet[Question]:
    return Question.objects.select_related(
        "unit", "period__regime", "period__incident", "indicator", "asked_by", "answered_by"
    )


def question_shown(
    acting: Acting, found: Question, task: Task | None, form: AnswerForm
) -> dict[str, Any]:
    """The figure, what was asked about it, and what was answered: for people and for links."""
    return about_figure(found.unit, found.period, found.indicator) | {
        "question": found,
        "form": form,
        "answered_by": _answered_by(found, task),
        "asked_again": _asked_again(task),
        "is_overdue": found.answered_at is None and found.due_on < acting.today,
    }


def is_answered(request: HttpRequest, found: Question, form: AnswerForm) -> bool:
    """What was typed stays where it is refused."""
    acting = acting_on(request)
    if not form.is_valid():
        return False
    try:
        answer_question(
            question=found,
            answer=form.cleaned_data["answer"],
            by=acting.actor,  # type: ignore[arg-type]
            today=acting.today,
            now=acting.now,
        )
    except RuleError:
        form.add_error(None, _("The question was closed meanwhile: no answer is owed any more."))
        return False
    messages.success(request, _("The answer is sent."))
    return True


def _may_settle(acting: Acting, task: Task | None) -> bool:
    """Who asked, or the secretariat for them."""
    if task is None:
        return False
    is_theirs = task.given_by_id == acting.person.pk
    return (is_theirs and acting.may(Permission.ASK_QUESTION, task.unit_id)) or acting.may(
        Permission.DECIDE_TASK, task.giver_id
    )


def _is_settled(request: HttpRequest, found: Question, decision: str, again: AgainForm) -> bool:
    """Whether the answer was accepted, or the unit was asked again with words."""
    acting = acting_on(request)
    is_again = decision == "again"
    form = again if is_again else DecidedForm(request.POST)
    if not form.is_valid():
        return False
    said: dict[str, Any] = {
        "question": found,
        "seen": form.cleaned_data["seen"],
        "by": acting.person,
        "today": acting.today,
        "now": acting.now,
    }
    try:
        if is_again:
            ask_again(words=again.cleaned_data["words"], **said)
            messages.success(request, _("The unit is asked again."))
        else:
            accept_answer(**said)
            messages.success(request, _("The answer is accepted."))
    except RuleError:
        words = _("The answer has changed meanwhile: read it first.")
        if is_again:
            again.add_error(None, words)
            again.read_again(Task.objects.get(question=found).revision)
            return False
        messages.error(request, words)
    return True


def _answered_by(found: Question, task: Task | None) -> str:
    """An answer by a link is by the unit's contact, as the step of its task says."""
    if found.answered_by is not None:
        return str(found.answered_by.name)
    if task is None:
        return ""
    sent = task.events.filter(step=TaskStep.SUBMIT).select_related("link__contact").last()
    return words_by_link(sent.link) if sent is not None and sent.link is not None else ""


def _asked_again(task: Task | None) -> str:
    """What was still to be explained, while no other answer has come."""
    if task is None or task.state != TaskState.RETURNED:
        return ""
    return task.events.filter(step="return").values_list("words", flat=True).last() or ""


def _asked_about(request: HttpRequest) -> tuple[Unit, Period, Indicator | None]:
    def number(name: str) -> int:
        given = request.GET.get(name, "")
        if not (given.isascii() and given.isdigit() and len(given) < 18):
            raise Http404
        return int(given)

    unit = get_object_or_404(Unit, pk=number("unit"))
    require(request, Permission.ASK_QUESTION, unit)
    period = get_object_or_404(Period.objects.select_related("regime"), pk=number("period"))
    code = request.GET.get("indicator", "")
    indicator = None
    if code:
        indicator = get_object_or_404(Indicator, regime=period.regime_id, code=code)
    return unit, period, indicator


def about_figure(unit: Unit, period: Period, indicator: Indicator | None) -> dict[str, Any]:
    """The figure in question as it stands now."""
    figure, name, has_origin = "", "", False
    if indicator is not None:
        measures = measures_of(period.regime)
        if indicator.code in measures:
            measure = measures[indicator.code]
            found = figures_shown(measures, [measure], period, [unit.pk])
            value = found.value(indicator.code, unit.pk, period.pk)
            figure, name, has_origin = figure_text(measure, value), measure.name, True
        else:
            answers = counted_answers(period, [unit.pk]).get(unit.pk)
            figure = answers.texts.get(indicator.code, "") if answers else ""
            item = FormItem.objects.filter(indicator=indicator).order_by("-form__number").first()
            name = item.name if item else indicator.code
    return {
        "unit": unit,
        "period": period,
        "regime": period.regime,
        "indicator": indicator,
        "indicator_name": name,
        "figure": figure,
        "has_origin": has_origin,
    }


def _usual_day(today: date) -> date:
    return friday_to_answer_by(today, working_calendar((today.year, today.year + 1)))
