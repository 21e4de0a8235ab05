"""An officer's own refused workbook: what is wrong with it, and its copy to mend."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from giaoban.actions.reporting.import_outcomes import FileProblem
from giaoban.actions.reporting.refused_workbooks import came_of_report, refused_workbook_of
from giaoban.actions.reporting.stored_problems import from_stored, in_workbook
from giaoban.documents.period_titles import period_title, with_period_title
from giaoban.exchange.reporting.marked_copy import marked_copy
from giaoban.exchange.reporting.problem_words import place, sentence
from giaoban.exchange.reporting.workbook_template import TemplateWriter, file_name
from giaoban.models import RefusedWorkbook
from giaoban.queries.reporting.template_facts import (
    FormOfPeriod,
    UnitOfTemplate,
    filled_from,
    form_of_period,
    template_units,
)
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.period_years import year_start_of
from giaoban.web.frame.access import signed_in
from giaoban.web.frame.report_addresses import report_address
from giaoban.web.reporting.report_scope import Scope, require_some, scope_of
from giaoban.web.reporting.workbooks import XLSX

_MOST_NAMED = 12


@dataclass(frozen=True)
class ShownRefusal:
    """The file, when it was refused, the first lines of what is wrong, and how many more."""

    name: str
    at: datetime
    lines: list[str]
    further: int


def shown_refusal(scope: Scope) -> ShownRefusal | None:
    """For who sent the file alone, while the report may still be filled in. One query."""
    if not scope.may_fill:
        return None
    kept = refused_workbook_of(scope.unit, scope.period, scope.acting.actor)
    if kept is None:
        return None
    problems = from_stored(kept.problems)
    return ShownRefusal(
        kept.name, kept.refused_at, problem_lines(problems), max(len(problems) - _MOST_NAMED, 0)
    )


def problem_lines(problems: list[FileProblem]) -> list[str]:
    """What is wrong in sentences that begin with the place, the first few."""
    lines = []
    for problem in problems[:_MOST_NAMED]:
        where = place(problem.sheet, problem.cell, problem.row, problem.column)
        words = sentence(with_period_title(problem.problem, get_language() or "vi"))
        lines.append(f"{where[:1].upper()}{where[1:]}: {words}" if where else words)
    return lines


@signed_in
def refused_workbook(request: HttpRequest, period_id: int, unit_id: int) -> HttpResponse:
    """The file that one sent oneself, as a copy with every bad cell marked."""
    scope = scope_of(request, period_id, unit_id)
    require_some(request, unit_id, Permission.FILL_REPORT)
    kept = refused_workbook_of(scope.unit, scope.period, scope.acting.actor)
    copy = _copy(kept, scope) if kept is not None else None
    if copy is None:
        messages.info(request, _("There is no Excel file to mend here any more."))
        return redirect(report_address(scope.acting, "report", scope.period.pk, scope.unit.pk))
    ours = file_name(scope.unit.code, scope.period.key).removesuffix(".xlsx")
    end = pgettext("end of a file name, plain letters", "to-mend")
    response = HttpResponse(copy, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{ours}-{end}.xlsx"'
    return response


def _copy(kept: RefusedWorkbook, scope: Scope) -> bytes | None:
    """None where the bytes are gone, or are no longer read: what read them was taken out of use."""
    try:
        with default_storage.open(kept.content.name or "") as opened:
            content: bytes = opened.read()
    except OSError:
        return None
    found = came_of_report(content, scope.unit, scope.period)
    if found is None:
        return None
    came, moved = found
    shared = form_of_period(scope.period)
    # In the language of the file: its numbers are read in it again.
    language = "en" if came.language == "en" else "vi"
    title = period_title(scope.period.key, language, year_start_of(scope.period))
    writer = TemplateWriter(shared, title, scope.acting.now, language)
    unit = template_units(shared, [scope.unit.pk])[scope.unit.pk]
    problems = [*in_workbook(from_stored(kept.problems)), *moved]
    return marked_copy(writer, _as_it_stands(unit, scope, shared), came, problems)


def _as_it_stands(unit: UnitOfTemplate, scope: Scope, shared: FormOfPeriod) -> UnitOfTemplate:
    """With what the report says already, for what a spreadsheet of one's own does not cover."""
    if scope.latest is None or scope.latest.form_id != shared.form.pk:
        return unit
    return replace(unit, filled=filled_from(scope.latest, shared.facts))
