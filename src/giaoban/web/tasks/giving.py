"""The chair's word to a unit; and what a closed unit left open, given to its successor."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.tasks.closed_units import hand_on_tasks
from giaoban.actions.tasks.giving import give_instruction as give
from giaoban.models import Unit
from giaoban.queries.tasks.waiting import closed_units_tasks
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.queries.units.picking import unit_named
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.tasks.task_forms import InstructionForm, SuccessorForm
from giaoban.web.tasks.words import refusals_on
from giaoban.web.units.fields import written


@signed_in
def give_instruction(request: HttpRequest) -> HttpResponse:
    """A task without a document; `?unit=CODE` fills the unit in."""
    require_anywhere(request, Permission.GIVE_TASK)
    acting = acting_on(request)
    unit = unit_named(request.GET.get("unit", ""), acting.today)
    form = InstructionForm(
        acting.today, request.POST or None, initial={"unit": written(unit) if unit else ""}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        giver = _giver(acting, given["unit"])
        if giver is None:
            form.add_error("unit", _("Choose a unit that you give tasks to."))
        else:
            with refusals_on(form):
                task = give(
                    unit=given["unit"],
                    giver=giver,
                    text=given["text"],
                    product=given["product"],
                    due_on=given["due_on"],
                    by=acting.person,
                    today=acting.today,
                    now=acting.now,
                )
                messages.success(
                    request, _("The task is with %(unit)s.") % {"unit": task.unit.name}
                )
                return redirect("task", pk=task.pk)
    return render(request, "tasks/give.html", {"form": form})


def _giver(acting: Acting, unit: Unit) -> Unit | None:
    """The unit in whose name it is given: the nearest over the unit where the person may."""
    giving = acting.units_where(Permission.GIVE_TASK)
    above = unit_and_ancestors(unit.pk, acting.today)
    nearest = next((unit_id for unit_id in above if unit_id in giving), None)
    return Unit.objects.get(pk=nearest) if nearest is not None else None


@signed_in
def hand_on(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Everything that a closed unit left open, of what the person decides on."""
    acting = acting_on(request)
    unit = get_object_or_404(Unit, pk=unit_id)
    deciding = acting.deciding
    tasks = list(closed_units_tasks(deciding, acting.today).filter(unit=unit))
    if not tasks:
        raise Http404
    form = SuccessorForm(acting.today, request.POST or None)
    if request.method == "POST" and form.is_valid():
        successor = form.cleaned_data["unit"]
        above = set(unit_and_ancestors(successor.pk, acting.today))
        if not above & (deciding.units | deciding.answering):
            form.add_error("unit", _("Choose a unit that you give tasks to."))
        else:
            with refusals_on(form):
                moved = hand_on_tasks(
                    tasks=tasks,
                    successor=successor,
                    reason=form.cleaned_data["reason"],
                    by=acting.person,
                    today=acting.today,
                    now=acting.now,
                )
                words = ngettext(
                    "%(count)s task is with %(unit)s now.",
                    "%(count)s tasks are with %(unit)s now.",
                    len(moved),
                )
                messages.success(request, words % {"count": len(moved), "unit": successor.name})
                if doubled := len(tasks) - len(moved):
                    words = ngettext(
                        "%(unit)s had %(count)s of them itself: it is withdrawn.",
                        "%(unit)s had %(count)s of them itself: they are withdrawn.",
                        doubled,
                    )
                    messages.info(request, words % {"count": doubled, "unit": successor.name})
                return redirect("home")
    return render(request, "tasks/hand_on.html", {"unit": unit, "tasks": tasks, "form": form})
