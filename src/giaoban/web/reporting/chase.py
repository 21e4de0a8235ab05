"""Whom does chasing reach? One press tells everybody who is missing and makes the letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.actions.reporting.chasing import Chase, chase_and_write
from giaoban.actions.reporting.reminding import Reader, chase_units
from giaoban.documents.renderers import MEDIA_TYPES, FileKind, renderer
from giaoban.documents.reporting.dunning_facts import dunning_facts
from giaoban.documents.reporting.dunning_letter import dunning_letter
from giaoban.documents.word_templates.files import word_file
from giaoban.exchange.reporting.document_template_words import sentence
from giaoban.models import DocumentTemplate, Period, Unit
from giaoban.queries.country import country
from giaoban.queries.reporting.document_templates import template_in_use
from giaoban.queries.reporting.reminding import overdue_under
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.consolidated_files import attachment
from giaoban.web.reporting.home_rows import report_title
from giaoban.web.reporting.status import Asked as AskedPeriod
from giaoban.web.reporting.status import asked_of, owing_units

_LETTER = DocumentTemplate.Kind.LETTER


@dataclass(frozen=True)
class Asked:
    """What is chased: `pairs` under `unit`, as `title` says, by the page at `address`."""

    unit: Unit
    pairs: list[tuple[Period, int]]
    title: str
    address: str
    above: str  # the page from which one came
    period: AskedPeriod | None = None  # None: of every regime


@signed_in
def chase(request: HttpRequest) -> HttpResponse:
    """Of one period: GET shows whom it reaches, POST does it at once."""
    of_period = _asked_to_chase(request)
    query = request.GET.urlencode()
    return _chase(
        request,
        Asked(
            unit=of_period.unit,
            pairs=_pairs(request, of_period),
            title=report_title(of_period.period),
            address=f"{reverse('chase')}?{query}",
            above=f"{reverse('status')}?{query}",
            period=of_period,
        ),
    )


@signed_in
def chase_all(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The same of everything that is overdue under a unit, whatever regime asks for it."""
    unit = get_object_or_404(Unit, pk=unit_id)
    require(request, Permission.CHASE, unit)
    return _chase(
        request,
        Asked(
            unit=unit,
            pairs=overdue_under(unit, acting_on(request).now),
            title=_("All overdue reports"),
            address=reverse("chase_all", args=[unit_id]),
            above=reverse("unit", args=[unit_id]),
        ),
    )


def _chase(request: HttpRequest, asked: Asked) -> HttpResponse:
    acting = acting_on(request)
    if request.method == "POST":
        if not asked.pairs:
            messages.info(request, _("Nobody has to be chased."))
            return redirect(asked.above)
        done = chase_and_write(
            unit=asked.unit,
            pairs=asked.pairs,
            by=acting.person,
            today=acting.today,
            now=acting.now,
            site=site_of(request),
        )
        messages.success(request, _done_words(done))
        return redirect("dunning_letter", pk=done.letter.pk)
    told = chase_units(
        pairs=asked.pairs,
        by=acting.person,
        today=acting.today,
        now=acting.now,
        site=site_of(request),
        is_trial=True,
    )
    by_link = sum(reader.contact is not None for reader in told.readers)
    rows = stretch(request, told.readers)
    one = asked.period
    context = {
        "asked": asked,
        "is_made_up": any(period.regime.is_made_up for period, _unit in asked.pairs),
        "owing": len(asked.pairs),
        "by_account": len(told.readers) - by_link,
        "by_link": by_link,
        "rows": rows,
        "shown": _with_units(rows.rows),
        "unreached": told.unreached,
        "has_template": one is not None
        and template_in_use(one.unit.pk, one.regime.pk, _LETTER) is not None,
        "query": request.GET.urlencode(),
    }
    return render(request, "reporting/status/chase.html", context)


def _done_words(done: Chase) -> str:
    if not (done.is_new or done.told.readers):
        return _("Everybody who can be written to has been chased today.")
    count = len(done.told.readers)
    words = ngettext(
        "%(n)s letter is on its way; the official letter is made.",
        "%(n)s letters are on their way; the official letter is made.",
        count,
    )
    return words % {"n": count}


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
    named = country().phrases.frame.dunning_file
    name = f"{named}-{asked.regime.code}-{asked.period.key}.{form}".replace(":", "-")
    return attachment(content, name.replace("/", "-"), MEDIA_TYPES[kind])


def _with_units(readers: Sequence[Reader]) -> list[tuple[Reader, list[str]]]:
    """Each with the names of the units that the letter is about."""
    ids = [{unit_id for unit_id, _period in (*one.own, *one.below)} for one in readers]
    names = dict(Unit.objects.filter(pk__in=set().union(*ids)).values_list("pk", "name"))
    return [
        (reader, sorted(names[pk] for pk in units))
        for reader, units in zip(readers, ids, strict=True)
    ]


def _asked_to_chase(request: HttpRequest) -> AskedPeriod:
    require_anywhere(request, Permission.CHASE)
    asked = asked_of(request)
    if asked is None:
        raise Http404
    require(request, Permission.CHASE, asked.unit)
    return asked


def _pairs(request: HttpRequest, asked: AskedPeriod) -> list[tuple[Period, int]]:
    asked.period.regime = asked.regime
    return [(asked.period, unit_id) for unit_id in owing_units(request, asked)]
