"""An obligation becomes a task of each of many units: how many, in one step, and how far it is."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac

from giaoban.actions.tasks.cascading import give_next_batch, queue_cascade
from giaoban.models import Cascade, Obligation, Unit
from giaoban.queries.register.seen import may_see
from giaoban.queries.tasks.by_obligation import cascades_of, units_given
from giaoban.queries.tasks.choosing import units_of_choice
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.tasks.cascade import BATCH, Choice
from giaoban.rules.units.tree import Tree
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.register.cascade_forms import CascadeForm
from giaoban.web.register.over import over_of
from giaoban.web.register.term_words import term_text
from giaoban.web.register.words import register_refusal

MOST_NAMED = 30
"""So many of the chosen units are named; all of them are counted."""


@signed_in
def cascade(request: HttpRequest, pk: int) -> HttpResponse:
    """First how many units and which, then the one step; of few it is over at once."""
    obligation, acting = _given_by(request, pk), acting_on(request)
    tree = load_dated_tree().at(acting.today)
    keeper = obligation.document.body.unit
    if keeper.pk not in tree:
        closed = Problem("unit_not_open", {"unit": keeper.name})
        messages.error(request, register_refusal(closed))
        return redirect("document", pk=obligation.document_id)
    form = CascadeForm(obligation, acting.today, request.POST or None, tree=tree)
    shown: dict[str, Any] = {
        "obligation": obligation,
        "document": obligation.document,
        "term": term_text(obligation),
        "form": form,
        "cascades": cascades_of(obligation),
        "over": over_of(acting, obligation.document),
    }
    if request.method == "POST" and form.is_valid():
        choice = form.choice()
        if choice is not None and _is_confirmed(request, obligation, choice, form, tree):
            try:
                return redirect("cascade", pk=_queued(request, obligation, choice, form).pk)
            except RuleError as error:
                form.add_error(None, register_refusal(error.problem))
        elif choice is not None:
            occurrence = form.cleaned_data.get("occurrence", "")
            shown |= _counted(obligation, choice, occurrence, tree)
            shown["has_changed"] = "give" in request.POST
    elif request.method != "POST":
        shown |= _counted(obligation, form.first_choice(), form.first_occurrence(), tree)
    return render(request, "register/cascade.html", shown)


@signed_in
def cascade_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; the page may be left."""
    held = get_object_or_404(Cascade.objects.select_related("by"), pk=pk)
    obligation = _given_by(request, held.obligation_id)
    is_over = held.state in (Cascade.State.DONE, Cascade.State.FAILED)
    shown = {
        "cascade": held,
        "obligation": obligation,
        "document": obligation.document,
        "is_over": is_over,
        "has_failed": held.state == Cascade.State.FAILED,
    }
    if request.headers.get("HX-Target") == "progress":
        if is_over:
            response = HttpResponse()
            response["HX-Refresh"] = "true"
            return response
        return render(request, "register/cascade_running.html", shown)
    return render(request, "register/cascade_progress.html", shown)


def _counted(obligation: Obligation, choice: Choice, occurrence: str, tree: Tree) -> dict[str, Any]:
    """How many units, which of them, and how many have it already."""
    ids = units_of_choice(choice, obligation, tree)
    there = units_given(obligation, occurrence)
    fresh = [unit_id for unit_id in ids if unit_id not in there]
    return {
        "counted": _mark(ids, occurrence),
        "total": len(ids),
        "fresh": len(fresh),
        "units": Unit.objects.filter(pk__in=fresh[:MOST_NAMED]).order_by("sort_key"),
        "more": max(len(fresh) - MOST_NAMED, 0),
        "leads": obligation.lead_id in set(ids) | there,
    }


def _mark(unit_ids: Sequence[int], occurrence: str) -> str:
    """By this the units that were counted are known again."""
    return salted_hmac("giaoban.cascade", f"{list(unit_ids)} {occurrence}").hexdigest()


def _is_confirmed(
    request: HttpRequest, obligation: Obligation, choice: Choice, form: CascadeForm, tree: Tree
) -> bool:
    """Nothing is given to other units than those that were counted on the page."""
    if "give" not in request.POST:
        return False
    ids = units_of_choice(choice, obligation, tree)
    mark = _mark(ids, form.cleaned_data.get("occurrence", ""))
    return constant_time_compare(request.POST.get("counted", ""), mark)


def _queued(
    request: HttpRequest, obligation: Obligation, choice: Choice, form: CascadeForm
) -> Cascade:
    acting = acting_on(request)
    queued = queue_cascade(
        obligation=obligation,
        choice=choice,
        by=acting.person,
        today=acting.today,
        now=acting.now,
        occurrence=form.cleaned_data.get("occurrence", ""),
    )
    if queued.total <= BATCH:
        give_next_batch(today=acting.today, now=acting.now, only=queued.pk)
    return queued


def _given_by(request: HttpRequest, pk: int) -> Obligation:
    """The obligation, for whoever gives tasks in the name of its document's body."""
    acting = acting_on(request)
    obligation = (
        Obligation.objects.select_related("lead", "document__body__unit")
        .defer("document__search_text")
        .filter(pk=pk)
        .first()
    )
    if (
        obligation is None
        or not acting.may(Permission.GIVE_TASK, obligation.document.body.unit_id)
        or not may_see(acting.reading, obligation.document_id, acting.today)
    ):
        raise Http404
    return obligation
