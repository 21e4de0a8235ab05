"""Add, rename, move or close a unit: ask, show what will change, then do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.units.changes import add_unit, close_unit, move_unit, rename_unit
from giaoban.actions.units.refusals import ChangeRefused
from giaoban.exchange.units.problem_words import sentence
from giaoban.models import Placement, Unit
from giaoban.queries.tasks.unit_card import unit_card
from giaoban.queries.units.browse import name_before
from giaoban.queries.units.effects import Effects, effects_from
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem
from giaoban.rules.tasks.counting import Count
from giaoban.rules.units.changes import (
    add_problems,
    close_problems,
    move_problems,
    rename_problems,
)
from giaoban.rules.units.tree import DatedTree
from giaoban.web.frame.access import acting_on, require, signed_in
from giaoban.web.units.forms import AddForm, ChangeForm, CloseForm, MoveForm, RenameForm

Answers = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of change: what it asks, what stands against it, what it does."""

    form: type[ChangeForm]
    title: str | Promise
    button: str | Promise
    done: str | Promise
    problems: Callable[[DatedTree, Unit, Answers], list[Problem]]
    touched: Callable[[Unit, Answers], list[int]]
    act: Callable[..., Unit | None]


def _add_problems(tree: DatedTree, unit: Unit, given: Answers) -> list[Problem]:
    return add_problems(
        tree,
        code=given["code"],
        name=given["name"],
        kind=given["kind"],
        parent_id=unit.pk,
        opened_on=given["on"],
    )


def _add(unit: Unit, given: Answers, **who: Any) -> Unit:
    return add_unit(
        code=given["code"],
        name=given["name"],
        kind=given["kind"],
        parent=unit,
        opened_on=given["on"],
        reason=given["reason"],
        **who,
    )


def _rename_problems(tree: DatedTree, unit: Unit, given: Answers) -> list[Problem]:
    last = name_before(unit, given["on"])
    return rename_problems(
        tree,
        unit.pk,
        name=given["name"],
        kind=given["kind"],
        on=given["on"],
        renamed_on=last.since,
        called=(last.name, last.kind),
    )


def _rename(unit: Unit, given: Answers, **who: Any) -> None:
    rename_unit(
        unit=unit,
        name=given["name"],
        kind=given["kind"],
        on=given["on"],
        reason=given["reason"],
        **who,
    )


def _move_problems(tree: DatedTree, unit: Unit, given: Answers) -> list[Problem]:
    return move_problems(tree, unit.pk, parent_id=given["parent"].pk, on=given["on"])


def _move(unit: Unit, given: Answers, **who: Any) -> None:
    move_unit(unit=unit, parent=given["parent"], on=given["on"], reason=given["reason"], **who)


def _moved_between(unit: Unit, given: Answers) -> list[int]:
    return [unit.pk]


def _close_problems(tree: DatedTree, unit: Unit, given: Answers) -> list[Problem]:
    return close_problems(tree, unit.pk, on=given["on"])


def _close(unit: Unit, given: Answers, **who: Any) -> None:
    close_unit(unit=unit, on=given["on"], reason=given["reason"], **who)


KINDS: dict[str, Kind] = {
    "add": Kind(
        AddForm,
        gettext_lazy("Which unit is to be added under %(unit)s?"),
        gettext_lazy("Add the unit"),
        gettext_lazy("The unit was added."),
        _add_problems,
        lambda unit, given: [],
        _add,
    ),
    "rename": Kind(
        RenameForm,
        gettext_lazy("What is %(unit)s to be called?"),
        gettext_lazy("Rename the unit"),
        gettext_lazy("The unit was renamed."),
        _rename_problems,
        lambda unit, given: [unit.pk] if given["kind"] != unit.kind else [],
        _rename,
    ),
    "move": Kind(
        MoveForm,
        gettext_lazy("Where is %(unit)s to be placed?"),
        gettext_lazy("Move the unit"),
        gettext_lazy("The unit was moved."),
        _move_problems,
        _moved_between,
        _move,
    ),
    "close": Kind(
        CloseForm,
        gettext_lazy("When does %(unit)s cease to exist?"),
        gettext_lazy("Close the unit"),
        gettext_lazy("The unit was closed."),
        _close_problems,
        lambda unit, given: [unit.pk],
        _close,
    ),
}
_FIELDS = {
    "unit_code_missing": "code",
    "unit_code_in_use": "code",
    "unit_name_missing": "name",
    "unit_name_unchanged": "name",
    "unit_already_there": "parent",
    "unit_parent_not_open": "parent",
    "unit_parent_closes_first": "parent",
    "unit_under_itself": "parent",
    "reason_needed": "reason",
}


@signed_in
def change_unit(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The form; its preview on `step=preview`; the change itself on `step=confirm`."""
    unit = get_object_or_404(Unit, pk=pk)
    require(request, Permission.MANAGE_UNITS, unit)
    change = KINDS[kind]
    acting = acting_on(request)
    form = change.form(request.POST or None, initial=_initial(kind, unit, acting.today))
    preview: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _check(form, change, unit, request)
        if form.is_valid() and request.POST.get("step") == "confirm":
            who = {"by": acting.person, "now": acting.now, "today": acting.today}
            try:
                made = change.act(unit, given, **who)
            except ChangeRefused as refused:
                _explain(form, refused.problems)
            else:
                messages.success(request, str(change.done))
                return redirect("unit", pk=made.pk if made else unit.pk)
        if form.is_valid():
            preview = _preview(kind, change, unit, given)
            if kind == "close":
                counts = unit_card(unit.pk, acting.seeing_tasks, acting.today).counts
                preview["open_tasks"] = counts[Count.WITHIN_TERM] + counts[Count.OVERDUE]
    return render(
        request,
        "units/change.html",
        {
            "unit": unit,
            "form": form,
            "kind": kind,
            "title": str(change.title) % {"unit": unit.name},
            "button": change.button,
            "preview": preview,
        },
    )


def _initial(kind: str, unit: Unit, today: date) -> dict[str, Any]:
    initial: dict[str, Any] = {"on": today}
    if kind == "rename":
        initial |= {"name": unit.name, "kind": unit.kind}
    return initial


def _check(form: ChangeForm, change: Kind, unit: Unit, request: HttpRequest) -> None:
    """Says beside each field what stands against the change, before anything is done."""
    given, acting = form.cleaned_data, acting_on(request)
    parent = given.get("parent")
    if isinstance(parent, Unit) and not acting.may(Permission.MANAGE_UNITS, parent.pk):
        form.add_error("parent", sentence("unit_out_of_reach", {}))
        return
    problems = change.problems(load_dated_tree(), unit, given)
    if given["on"] < acting.today and not given["reason"].strip():
        problems.append(Problem("reason_needed"))
    _explain(form, problems)


def _explain(form: ChangeForm, problems: list[Problem] | tuple[Problem, ...]) -> None:
    for problem in problems:
        field = _FIELDS.get(problem.code) or str(problem.params.get("column") or "on")
        target = field if field in form.fields else None
        form.add_error(target, forms.ValidationError(sentence(problem.code, problem.params)))


def _preview(kind: str, change: Kind, unit: Unit, given: Answers) -> dict[str, Any]:
    """Before and after in pairs, and how many figures are made anew."""
    was, becomes = "", ""
    if kind == "rename":
        last = name_before(unit, given["on"])
        was, becomes = f"{last.name} ({last.kind})", f"{given['name']} ({given['kind']})"
    elif kind == "move":
        held = Placement.objects.filter(unit=unit).select_related("parent").latest("since")
        was = held.parent.name if held.parent else _("the top of the tree")
        becomes = given["parent"].name
    elif kind == "add":
        becomes = f"{given['code']} {given['name']} ({given['kind']})"
    touched = change.touched(unit, given)
    effects: Effects | None = effects_from(touched, given["on"]) if touched else None
    return {"was": was, "becomes": becomes, "on": given["on"], "effects": effects}
