"""Who is chased, and by what? See whom it reaches, send it at one click, take the letter."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.reporting.reminding import Reader, ToldReaders, chase_units
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.documents.reporting.dunning_facts import dunning_facts
from giaoban.documents.reporting.dunning_letter import dunning_letter
from giaoban.documents.word_templates.files import word_file
from giaoban.exchange.reporting.document_template_words import sentence
from giaoban.models import DocumentTemplate, Period, Unit
from giaoban.queries.country import country
from giaoban.queries.reporting.document_templates import template_in_use
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.status import Asked, asked_of, owing_units

_LETTER = DocumentTemplate.Kind.LETTER


@signed_in
def chase(request: HttpRequest) -> HttpResponse:
    asked = _asked_to_chase(request)
    pairs = _pairs(request, asked)
    if request.method == "POST":
        told = _chased(request, pairs)
        words = ngettext(
            "%(n)s letter is on its way.", "%(n)s letters are on their way.", len(told.readers)
        )
        messages.success(request, words % {"n": len(told.readers)})
        if told.unreached:
            messages.warning(
                request,
                _("Nobody could be written to about: %(units)s.")
                % {"units": ", ".join(unit.name for unit in told.unreached[:20])},
            )
        return redirect(f"{reverse('status')}?{request.GET.urlencode()}")
    told = _chased(request, pairs, is_trial=True)
    by_link = sum(reader.contact is not None for reader in told.readers)
    rows = stretch(request, told.readers)
    context = {
        "asked": asked,
        "owing": len(pairs),
        "by_account": len(told.readers) - by_link,
        "by_link": by_link,
        "rows": rows,
        "shown": _with_units(rows.rows),
        "unreached": told.unreached,
        "has_template": template_in_use(asked.unit.pk, asked.regime.pk, _LETTER) is not None,
        "query": request.GET.urlencode(),
    }
    return render(request, "reporting/status/chase.html", context)


@signed_in
def chase_letter(request: HttpRequest, form: str) -> HttpResponse:
    """The official letter as DOCX or PDF; number and date are left to the clerk.

    Word follows the unit's own template, where it has one; `built-in` in the address asks for the
    built-in layout all the same.
    """
    if form not in {FileKind.DOCX, FileKind.PDF}:
        raise Http404
    asked = _asked_to_chase(request)
    pairs = _pairs(request, asked)
    if not pairs:
        return redirect(f"{reverse('chase')}?{request.GET.urlencode()}")
    kind = FileKind(form)
    owing = [unit_id for _period, unit_id in pairs]
    facts = dunning_facts(asked.unit, asked.period, owing, acting_on(request).now)
    letter = dunning_letter(facts)
    template = None
    if kind is FileKind.DOCX and "built-in" not in request.GET:
        template = template_in_use(asked.unit.pk, asked.regime.pk, _LETTER)
    try:
        content = word_file(letter, facts, template) if template else renderer(kind)(letter)
    except RuleError as error:
        messages.error(request, sentence(error.problem))
        return redirect(f"{reverse('chase')}?{request.GET.urlencode()}")
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    named = country().phrases.frame.dunning_file
    name = f"{named}-{asked.regime.code}-{asked.period.key}.{form}".replace(":", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_units(readers: Sequence[Reader]) -> list[tuple[Reader, list[str]]]:
    """Each with the names of the units that the letter is about."""
    ids = [{unit_id for unit_id, _period in (*one.own, *one.below)} for one in readers]
    names = dict(Unit.objects.filter(pk__in=set().union(*ids)).values_list("pk", "name"))
    return [
        (reader, sorted(names[pk] for pk in units))
        for reader, units in zip(readers, ids, strict=True)
    ]


def _asked_to_chase(request: HttpRequest) -> Asked:
    require_anywhere(request, Permission.CHASE)
    asked = asked_of(request)
    if asked is None:
        raise Http404
    require(request, Permission.CHASE, asked.unit)
    return asked


def _pairs(request: HttpRequest, asked: Asked) -> list[tuple[Period, int]]:
    asked.period.regime = asked.regime
    return [(asked.period, unit_id) for unit_id in owing_units(request, asked)]


def _chased(
    request: HttpRequest, pairs: list[tuple[Period, int]], *, is_trial: bool = False
) -> ToldReaders:
    acting = acting_on(request)
    return chase_units(
        pairs=pairs,
        by=acting.person,
        today=acting.today,
        now=acting.now,
        site=site_of(request),
        is_trial=is_trial,
    )
