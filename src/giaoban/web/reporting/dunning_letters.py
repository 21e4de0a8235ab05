"""Which letters chased what is missing: who made them, whom do they name, and their files?"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.documents.reporting.dunning_letter import (
    DunningFacts,
    MissingReport,
    dunning_letter,
)
from giaoban.documents.reporting.kept_letters import restored
from giaoban.documents.word_templates.files import word_file
from giaoban.exchange.reporting.document_template_words import sentence
from giaoban.models import DocumentTemplate, DunningLetter
from giaoban.queries.country import country
from giaoban.queries.reporting.document_templates import template_in_use
from giaoban.queries.units.lineage import subtree
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.reporting.consolidated_files import BUILT_IN, attachment


@dataclass(frozen=True)
class ShownMissing:
    """A report that the letter names, in the reader's language; `late` is empty within term."""

    named: MissingReport
    late: str


@signed_in
def dunning_letters(request: HttpRequest) -> HttpResponse:
    """The newest first, of the units under which the person chases."""
    require_anywhere(request, Permission.CHASE)
    acting = acting_on(request)
    chasing = acting.units_where(Permission.CHASE)
    letters = DunningLetter.objects.filter(unit__in=subtree(chasing, acting.today))
    rows = stretch(request, letters.select_related("unit", "made_by"))
    shown = [(letter, len(letter.facts["missing"])) for letter in rows.rows]
    return render(request, "reporting/letters/list.html", {"rows": rows, "shown": shown})


@signed_in
def dunning_letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    letter = _letter(request, pk)
    facts = restored(letter.facts)
    rows = stretch(request, facts.missing)
    context = {
        "letter": letter,
        "facts": facts,
        "units": len(facts.missing) if isinstance(facts, DunningFacts) else facts.units,
        "rows": rows,
        "shown": [ShownMissing(one, _late_words(one)) for one in rows.rows],
        "has_template": _template(letter) is not None,
    }
    return render(request, "reporting/letters/letter.html", context)


@signed_in
def dunning_letter_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Word or PDF, drawn from what was kept; number and date are left to the clerk.

    Word follows the unit's own template, where it has one and the letter is about one period;
    `?layout=built-in` asks for the built-in layout all the same.
    """
    if form not in {FileKind.DOCX, FileKind.PDF}:
        raise Http404
    held = _letter(request, pk)
    facts = restored(held.facts)
    document = dunning_letter(facts)
    kind = FileKind(form)
    template = None
    if kind is FileKind.DOCX and request.GET.get("layout") != BUILT_IN:
        template = _template(held)
    try:
        if template is not None and isinstance(facts, DunningFacts):
            content = word_file(document, facts, template)
        else:
            content = renderer(kind)(document)
    except RuleError as error:
        messages.error(request, sentence(error.problem))
        return redirect("dunning_letter", pk=pk)
    name = f"{country().phrases.frame.dunning_file}-{held.unit.code}-{held.pk}.{form}"
    return attachment(content, name, MEDIA_TYPES[kind])


def _letter(request: HttpRequest, pk: int) -> DunningLetter:
    found = get_object_or_404(DunningLetter.objects.select_related("unit", "made_by"), pk=pk)
    require(request, Permission.CHASE, found.unit)
    return found


def _template(letter: DunningLetter) -> DocumentTemplate | None:
    """None for a letter about several periods: a template is written for one."""
    if letter.regime_id is None:
        return None
    return template_in_use(letter.unit_id, letter.regime_id, DocumentTemplate.Kind.LETTER)


def _late_words(missing: MissingReport) -> str:
    if missing.late_by is None:
        return ""
    if missing.is_by_hours:
        if not missing.late_by:
            return _("overdue by less than an hour")
        words = ngettext("overdue by %(n)s hour", "overdue by %(n)s hours", missing.late_by)
    else:
        words = ngettext(
            "overdue by %(n)s working day", "overdue by %(n)s working days", missing.late_by
        )
    return words % {"n": missing.late_by}
