"""A file of units: upload, see what it would do, then confirm."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.units.importing import import_units as import_units_action
from giaoban.actions.units.refusals import ImportRefused
from giaoban.exchange.units.problem_words import sentence
from giaoban.exchange.units.units_csv import UnitsFile, UnreadableFile, read_units_csv
from giaoban.queries.units.import_plan import plan_import
from giaoban.queries.units.lineage import subtree_ids
from giaoban.queries.units.picking import unit_named
from giaoban.rules.people.permissions import Permission
from giaoban.rules.units.csv_plan import UnitsPlan
from giaoban.rules.units.csv_rows import RowProblem
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.units.forms import ImportForm

_SALT = "giaoban.units.import"
LARGEST = 5 * 1024 * 1024
MOST_SHOWN = 200


@signed_in
def import_units(request: HttpRequest) -> HttpResponse:
    """The upload; after it the plan with every problem, or the button that carries it out.

    What was read travels signed in the page, so that what is confirmed is what was shown.
    """
    require_anywhere(request, Permission.MANAGE_UNITS)
    if request.method == "POST" and "kept" in request.POST:
        return _confirmed(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        under = _code_under(form, request)
        if upload.size > LARGEST:
            form.add_error("file", _("The file is larger than 5 MB: split it."))
        if not form.errors:
            try:
                text = upload.read()
                file = read_units_csv(text, name=upload.name)
            except UnreadableFile as error:
                form.add_error("file", sentence(error.code, {}))
            else:
                plan = _plan(request, file, under)
                context |= _shown(file, plan)
                if plan.additions:
                    context["kept"] = signing.dumps(
                        {"name": file.name, "text": text.decode("utf-8-sig"), "under": under},
                        salt=_SALT,
                        compress=True,
                    )
    return render(request, "units/import.html", context)


def _confirmed(request: HttpRequest) -> HttpResponse:
    acting = acting_on(request)
    try:
        kept = signing.loads(request.POST["kept"], salt=_SALT, max_age=24 * 3600)
    except signing.BadSignature:
        messages.error(request, _("The preview is out of date: choose the file again."))
        return redirect("import_units")
    file = read_units_csv(kept["text"].encode(), name=kept["name"])
    try:
        imported = import_units_action(
            header=file.header,
            rows=file.rows,
            under=kept["under"],
            on=acting.today,
            by=acting.person,
            now=acting.now,
            file_name=file.name,
            file_sha256=file.sha256,
            within=_reach(request),
        )
    except ImportRefused as refused:
        shown = _shown(file, UnitsPlan((), 0, refused.problems))
        return render(request, "units/import.html", {"form": ImportForm(), **shown})
    messages.success(
        request,
        ngettext("%(count)s unit was added.", "%(count)s units were added.", imported.added)
        % {"count": imported.added},
    )
    return redirect("units")


def _code_under(form: ImportForm, request: HttpRequest) -> str | None:
    text = form.cleaned_data["under"]
    if not text:
        return None
    unit = unit_named(text, acting_on(request).today)
    if unit is None or not acting_on(request).may(Permission.MANAGE_UNITS, unit.pk):
        form.add_error("under", sentence("unit_under_unknown", {"code": text}))
        return None
    return unit.code


def _plan(request: HttpRequest, file: UnitsFile, under: str | None) -> UnitsPlan:
    return plan_import(
        header=file.header,
        rows=file.rows,
        under=under,
        on=acting_on(request).today,
        within=_reach(request),
    )


def _reach(request: HttpRequest) -> set[int]:
    acting = acting_on(request)
    return subtree_ids(acting.units_where(Permission.MANAGE_UNITS), acting.today)


def _shown(file: UnitsFile, plan: UnitsPlan) -> dict[str, Any]:
    return {
        "file_name": file.name,
        "plan": plan,
        "additions": plan.additions[:MOST_SHOWN],
        "more_additions": max(len(plan.additions) - MOST_SHOWN, 0),
        "problems": [_problem(problem) for problem in plan.problems],
    }


def _problem(problem: RowProblem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "column": problem.column,
        "words": sentence(problem.code, {"column": problem.column, **problem.params}),
    }
