"""Which units under one's own get a part of a task, and what is each to do?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.tasks.splitting import split_task as split
from giaoban.models import Unit
from giaoban.queries.tasks.parts import kept_parts, units_below
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.picked import picked_ids
from giaoban.web.tasks.scope import answering
from giaoban.web.tasks.task_forms import PartsForm
from giaoban.web.tasks.words import refusals_on


@signed_in
def split_task(request: HttpRequest, pk: int) -> HttpResponse:
    """The units directly under the task's own, ticked, with what each of them is to do."""
    scope = answering(request, pk)
    task, acting = scope.task, acting_on(request)
    children = units_below(task, acting.today)
    picked = picked_ids(request.POST.getlist("pick"))
    if picked - set(children):
        raise Http404
    form = PartsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not picked:
            form.add_error(None, _("Tick at least one unit."))
        else:
            with refusals_on(form):
                parts = split(
                    task=task,
                    parts=dict.fromkeys(picked, form.cleaned_data["text"]),
                    due_on=form.cleaned_data["due_on"],
                    by=acting.person,
                    today=acting.today,
                    now=acting.now,
                )
                words = ngettext(
                    "%(count)s unit has a part of the task.",
                    "%(count)s units have a part of the task.",
                    len(parts),
                )
                messages.success(request, words % {"count": len(parts)})
                return redirect("task", pk=pk)
    have = set(kept_parts(task).values_list("unit_id", flat=True))
    return render(
        request,
        "tasks/split.html",
        {
            "task": task,
            "form": form,
            "units": Unit.objects.filter(pk__in=children).order_by("sort_key"),
            "picked": picked,
            "have": have,
            "all_have": have >= set(children),
        },
    )
