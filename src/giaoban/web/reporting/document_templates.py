"""Which Word layout of its own does a unit use, and what is wrong with one that was sent?"""

from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.document_templates import (
    add_template,
    letter_to_try,
    report_to_try,
    stop_template,
    try_template,
    use_template,
)
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.word_templates.fields import FIELDS
from giaoban.documents.word_templates.letter_fields import LETTER_FIELDS
from giaoban.documents.word_templates.listed import listed_fields
from giaoban.documents.word_templates.places import lines_of
from giaoban.documents.word_templates.rendering import given_of
from giaoban.documents.word_templates.schema import Context
from giaoban.documents.word_templates.starter import starter_letter, starter_template
from giaoban.exchange.reporting.document_template_words import sentence, shown_problems
from giaoban.models import DocumentTemplate, Period, Regime, SourceFile, Unit
from giaoban.queries.country import country
from giaoban.queries.reporting.document_templates import (
    last_period,
    last_period_owed,
    regimes_with_reports,
    templates_of,
)
from giaoban.rules.country.layouts import VIETNAM
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.audit.history_panel import shown_history
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.reporting.consolidated_files import attachment

_MOST_LINES = 400
Step = Callable[[DocumentTemplate], str]


@signed_in
def document_templates(request: HttpRequest) -> HttpResponse:
    """The templates of the unit in whose name one acts."""
    require_anywhere(request, Permission.MANAGE_COMMITTEE)
    unit = acting_on(request).unit
    if unit is None:
        raise Http404
    return redirect("document_templates_of", unit_id=unit.pk)


@signed_in
def document_templates_of(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = _managed_unit(request, unit_id)
    refusal = ""
    if request.method == "POST":
        try:
            added = _added(request, unit)
        except RuleError as error:
            refusal = sentence(error.problem)
        else:
            return redirect("document_template", pk=added.pk)
    templates = list(templates_of(unit.pk))
    return render(
        request,
        "reporting/templates/list.html",
        {
            "unit": unit,
            "templates": templates,
            "in_use": [template for template in templates if template.is_in_use],
            "regimes": regimes_with_reports(unit.pk),
            "has_decree": LAYOUT.code == VIETNAM.code,
            "refusal": refusal,
            "largest": settings.TEMPLATE_LARGEST_FILE >> 20,
        },
        status=422 if refusal else 200,
    )


@signed_in
def document_template(request: HttpRequest, pk: int) -> HttpResponse:
    template = _managed(request, pk)
    acting = acting_on(request)
    sees_history = acting.may(Permission.VIEW_HISTORY, template.unit_id)
    return render(
        request,
        "reporting/templates/template.html",
        {
            "template": template,
            "problems": shown_problems(template.problems),
            "lines": _trial_lines(template),
            "history": shown_history(template) if sees_history else None,
        },
    )


@signed_in
def template_fields(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What may be written into a template, with what it gives on the last period's figures."""
    unit = _managed_unit(request, unit_id)
    is_letter = _is_letter(request)
    fields = LETTER_FIELDS if is_letter else FIELDS
    period, examples = _examples(request, unit, is_letter=is_letter)
    return render(
        request,
        "reporting/templates/fields.html",
        {
            "unit": unit,
            "period": period,
            "is_letter": is_letter,
            "fields": list(listed_fields(fields, examples, LAYOUT.language)),
        },
    )


@signed_in
def starter(request: HttpRequest, unit_id: int) -> HttpResponse:
    _managed_unit(request, unit_id)
    words = country().phrases.frame
    if _is_letter(request):
        return attachment(starter_letter(), f"{words.starter_file}-{words.dunning_file}.docx")
    return attachment(starter_template(), f"{words.starter_file}.docx")


def _is_letter(request: HttpRequest) -> bool:
    """Whether it is about letters; else about reports."""
    return request.GET.get("kind") == DocumentTemplate.Kind.LETTER


def _examples(
    request: HttpRequest, unit: Unit, *, is_letter: bool
) -> tuple[Period | None, Context | None]:
    """The period that examples are of, and what they are; None where there is none."""
    acting = acting_on(request)
    if is_letter:
        owed = last_period_owed(unit, None, acting.today)
        try:
            return owed, given_of(*letter_to_try(unit, owed, acting.now)).context if owed else None
        except RuleError:  # what is missing has come, and is not counted yet
            return None, None
    period = last_period(unit, None, acting.today)
    if period is None:
        return None, None
    return period, given_of(*report_to_try(unit, period, acting.today)).context


@signed_in
def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(_managed(request, pk).file)


@signed_in
def template_trial(request: HttpRequest, pk: int) -> HttpResponse:
    trial = _managed(request, pk).trial
    if trial is None:
        raise Http404
    return _file(trial)


@require_POST
@signed_in
def try_document_template(request: HttpRequest, pk: int) -> HttpResponse:
    acting = acting_on(request)

    def step(template: DocumentTemplate) -> str:
        tried = try_template(
            template=template, by=acting.person, today=acting.today, now=acting.now
        )
        if tried.problems:
            return _("The trial found a mistake.")
        return _("The trial went well. Look at the file, then put the template in use.")

    return _stepped(request, pk, step)


@require_POST
@signed_in
def use_document_template(request: HttpRequest, pk: int) -> HttpResponse:
    acting = acting_on(request)

    def step(template: DocumentTemplate) -> str:
        use_template(template=template, by=acting.person, now=acting.now)
        return _("The template is in use: Word files follow it from now on.")

    return _stepped(request, pk, step)


@require_POST
@signed_in
def stop_document_template(request: HttpRequest, pk: int) -> HttpResponse:
    acting = acting_on(request)

    def step(template: DocumentTemplate) -> str:
        stop_template(template=template, by=acting.person, now=acting.now)
        return _("Word files have the built-in layout again.")

    return _stepped(request, pk, step)


def _stepped(request: HttpRequest, pk: int, step: Step) -> HttpResponse:
    template = _managed(request, pk)
    try:
        messages.success(request, step(template))
    except RuleError as error:
        messages.error(request, sentence(error.problem))
    return redirect("document_template", pk=template.pk)


def _managed_unit(request: HttpRequest, unit_id: int) -> Unit:
    unit = get_object_or_404(Unit, pk=unit_id)
    require(request, Permission.MANAGE_COMMITTEE, unit)
    return unit


def _managed(request: HttpRequest, pk: int) -> DocumentTemplate:
    found = DocumentTemplate.objects.select_related("unit", "regime", "file", "trial", "added_by")
    template = get_object_or_404(found, pk=pk)
    require(request, Permission.MANAGE_COMMITTEE, template.unit_id)
    return template


def _added(request: HttpRequest, unit: Unit) -> DocumentTemplate:
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise RuleError("file_missing")
    if file.size > settings.TEMPLATE_LARGEST_FILE:
        raise RuleError("template_too_large", megabytes=settings.TEMPLATE_LARGEST_FILE >> 20)
    chosen = request.POST.get("regime", "")
    regime: Regime | None = None
    if chosen:
        regime = get_object_or_404(regimes_with_reports(unit.pk), code=chosen)
    acting = acting_on(request)
    kinds = DocumentTemplate.Kind
    is_letter = request.POST.get("kind") == kinds.LETTER
    return add_template(
        unit=unit,
        regime=regime,
        kind=kinds.LETTER if is_letter else kinds.REPORT,
        name=PurePosixPath(file.name or "").name,
        content=file.read(),
        by=acting.person,
        now=acting.now,
    )


def _file(held: SourceFile) -> HttpResponse:
    try:
        with held.content.open("rb") as file:
            return attachment(file.read(), held.name)
    except FileNotFoundError as error:
        raise Http404 from error


def _trial_lines(template: DocumentTemplate) -> list[str]:
    """What the filled file says, line by line, to be looked through before it is downloaded."""
    if template.trial is None:
        return []
    try:
        with template.trial.content.open("rb") as file, ZipFile(BytesIO(file.read())) as archive:
            said = [line.text.strip() for line in lines_of(archive)]
    except (BadZipFile, FileNotFoundError, KeyError):
        return []
    return [line for line in said if line][:_MOST_LINES]
