"""Which projects do we ask about, who pays for them, and who takes part?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.reporting.projects import EDITING, ask_about_project
from giaoban.actions.reporting.projects import add_project as add_project_action
from giaoban.actions.reporting.projects import edit_project as edit_project_action
from giaoban.actions.reporting.projects import remove_project as remove_project_action
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.models import Project, Unit
from giaoban.queries.reporting.projects import project_text, projects_under, uses_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.block_editing import code_from_name
from giaoban.rules.reporting.projects import donor_of
from giaoban.rules.reporting.structure_texts import ProjectText
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.reporting.designer_fields import lines
from giaoban.web.reporting.project_words import project_badge, term_words, units_words
from giaoban.web.reporting.regime_fields import explain
from giaoban.web.reporting.regimes import managed_regime
from giaoban.web.units.fields import DayField, UnitField, unit_meant, written


class ProjectForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Left empty, it is made from the name. It does not change later."),
    )
    donors = forms.CharField(
        label=gettext_lazy("Donors"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("One on each line. The figures of several stand under all of them."),
    )
    starts_on = DayField(label=gettext_lazy("First day"), required=False)
    ends_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("It is not asked about in periods that begin later."),
    )
    units = forms.CharField(
        label=gettext_lazy("Units that take part"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "The code or name of one on each line; everything under it takes part as well. Left "
            "empty: every unit."
        ),
    )

    def text(self, code: str) -> ProjectText:
        """As it was typed; the units are found by `units_meant`."""
        given = self.cleaned_data
        return ProjectText(
            code=code,
            name=given["name"].strip(),
            donors=lines(given["donors"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


class NewProjectForm(ProjectForm):
    unit = UnitField(label=gettext_lazy("Which unit asks"))


@signed_in
def projects(request: HttpRequest) -> HttpResponse:
    """The registers of the units whose regimes the person manages."""
    require_anywhere(request, Permission.MANAGE_REGIMES)
    acting = acting_on(request)
    found = projects_under(acting.units_where(Permission.MANAGE_REGIMES), acting.today)
    rows = [
        {
            "project": project,
            "donor": donor_of(project.donors),
            "term": term_words(project),
            "units": units_words(project),
            "badge": project_badge(project, acting.today),
        }
        for project in found
    ]
    return render(
        request,
        "reporting/projects/list.html",
        {"rows": rows, "has_several": len({project.unit_id for project in found}) > 1},
    )


@signed_in
def add_project(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_REGIMES)
    acting = acting_on(request)
    initial = {}
    if acting.unit and acting.may(Permission.MANAGE_REGIMES, acting.unit.pk):
        initial["unit"] = written(acting.unit)
    form = NewProjectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _added(request, form)
        if made is not None:
            messages.success(request, _("The project is in the register."))
            return redirect("edit_project", pk=made.pk)
    return render(request, "reporting/projects/edit.html", {"form": form})


def _added(request: HttpRequest, form: NewProjectForm) -> Project | None:
    acting, given = acting_on(request), form.cleaned_data
    try:
        unit = unit_meant(given["unit"], acting.today)
        if not acting.may(Permission.MANAGE_REGIMES, unit.pk):
            raise forms.ValidationError(_("You do not manage the regimes of this unit."))
    except forms.ValidationError as error:
        form.add_error("unit", error)
        return None
    taken = set(Project.objects.filter(unit=unit).values_list("code", flat=True))
    code = given["code"].strip() or code_from_name(given["name"], taken)
    units = _units(request, form)
    if units is None:
        return None
    try:
        return add_project_action(
            unit=unit, project=form.text(code), units=units, by=acting.person, now=acting.now
        )
    except RegimeRefused as refused:
        explain(form, refused.problems)
    except RuleError as error:
        form.add_error("code", problem_in_words(error.problem))
    return None


def _units(request: HttpRequest, form: ProjectForm) -> list[Unit] | None:
    """The units that were typed; None where one is not known, and the form says which."""
    units = []
    for line in lines(form.cleaned_data["units"]):
        try:
            units.append(unit_meant(line, acting_on(request).today))
        except forms.ValidationError as error:
            form.add_error("units", [f"“{line}”: {message}" for message in error.messages])
    return None if form.errors else units


@signed_in
def edit_project(request: HttpRequest, pk: int) -> HttpResponse:
    """The project, and the regimes that ask about it or could."""
    project = _managed(request, pk)
    form = ProjectForm(request.POST or None, initial=_initial(project))
    del form.fields["code"]  # it does not change
    meanwhile: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if _edited(request, project, form):
                messages.success(request, _("The project is changed."))
                return redirect("edit_project", pk=pk)
        except ChangedMeanwhile as refused:
            meanwhile = refused
    acting = acting_on(request)
    return render(
        request,
        "reporting/projects/edit.html",
        {
            "form": form,
            "project": project,
            "badge": project_badge(project, acting.today),
            "uses": uses_of(project),
            "history": history_seen(acting, project, project.unit_id),
            **seen_context(project, EDITING, meanwhile),
        },
    )


def _edited(request: HttpRequest, project: Project, form: ProjectForm) -> bool:
    acting = acting_on(request)
    units = _units(request, form)
    if units is None:
        return False
    try:
        edit_project_action(
            project=project,
            text=form.text(project.code),
            units=units,
            by=acting.person,
            now=acting.now,
            seen=event_seen(request),
        )
    except RegimeRefused as refused:
        explain(form, refused.problems)
    except RuleError as error:
        form.add_error(None, problem_in_words(error.problem))
    else:
        return True
    return False


@require_POST
@signed_in
def remove_project(request: HttpRequest, pk: int) -> HttpResponse:
    project = _managed(request, pk)
    acting = acting_on(request)
    try:
        remove_project_action(project=project, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, problem_in_words(error.problem))
        return redirect("edit_project", pk=pk)
    messages.success(request, _("The project is taken out of the register."))
    return redirect("projects")


@require_POST
@signed_in
def ask_project(request: HttpRequest, pk: int, regime: int) -> HttpResponse:
    """Ask about the project in a regime, from the first period without a report on."""
    project = _managed(request, pk)
    wanted = managed_regime(request, regime)
    acting = acting_on(request)
    try:
        form = ask_about_project(project=project, regime=wanted, by=acting.person, now=acting.now)
    except RegimeRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem_in_words(problem.problem))
    except RuleError as error:
        messages.error(request, problem_in_words(error.problem))
    else:
        if form.published_at is None:
            messages.success(
                request, _("The project stands in the version of the form that is being made.")
            )
            return redirect("form_designer", pk=wanted.pk)
        messages.success(request, _("The form asks about the project from now on."))
    return redirect("edit_project", pk=pk)


def _managed(request: HttpRequest, pk: int) -> Project:
    project = get_object_or_404(
        Project.objects.select_related("unit").prefetch_related("units"), pk=pk
    )
    require(request, Permission.MANAGE_REGIMES, project.unit_id)
    return project


def _initial(project: Project) -> dict[str, Any]:
    text = project_text(project)
    units = sorted(project.units.all(), key=lambda unit: unit.sort_key)
    return {
        "name": text.name,
        "code": text.code,
        "donors": "\n".join(text.donors),
        "starts_on": text.starts_on,
        "ends_on": text.ends_on,
        "units": "\n".join(written(unit) for unit in units),
    }
