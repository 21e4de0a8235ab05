"""Which regimes are there, and what does one say?"""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from giaoban.models import Form, Period, Regime, Unit
from giaoban.queries.reporting.deadlines import deadline_rules, delivery_rule
from giaoban.queries.reporting.forms import form_in_the_making, form_text, published_forms
from giaoban.queries.reporting.periods import expected_units_of, reported_periods
from giaoban.queries.reporting.regimes import regime_settings, regimes_under
from giaoban.queries.reporting.upcoming_deadlines import upcoming_deadlines, upcoming_spans
from giaoban.queries.reporting.workbook_maps import workbook_in_use
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.form_changes import form_differences
from giaoban.rules.reporting.form_structure import depths, expanded
from giaoban.rules.reporting.period_years import year_on
from giaoban.rules.reporting.periods import Calendar
from giaoban.rules.reporting.row_numbers import row_numbers
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.reporting.change_words import change_in_words
from giaoban.web.reporting.regime_labels import (
    CALENDARS,
    FREQUENCIES,
    KINDS,
    MONTHS,
    deadline_in_words,
    reporters_in_words,
)
from giaoban.web.reporting.reminder_words import AUDIENCES, reminder_words


def managed_regime(request: HttpRequest, pk: int) -> Regime:
    """The regime, where the person may manage regimes at its unit; else "not found"."""
    regime = get_object_or_404(Regime.objects.select_related("unit", "committee"), pk=pk)
    require(request, Permission.MANAGE_REGIMES, regime.unit_id)
    return regime


@signed_in
def regimes(request: HttpRequest) -> HttpResponse:
    """The regimes that the person manages, with what is open and what is being made."""
    require_anywhere(request, Permission.MANAGE_REGIMES)
    acting = acting_on(request)
    rows = regimes_under(acting.units_where(Permission.MANAGE_REGIMES), acting.today).annotate(
        open_count=Count(
            "periods",
            filter=Q(periods__is_reported=True, periods__locked_at=None),
            distinct=True,
        ),
        published_count=Count("forms", filter=Q(forms__published_at__isnull=False), distinct=True),
        draft_count=Count("forms", filter=Q(forms__published_at=None), distinct=True),
    )
    listed = [{"regime": regime, "frequency": FREQUENCIES[regime.frequency]} for regime in rows]
    return render(request, "reporting/regimes/list.html", {"rows": listed})


@signed_in
def regime(request: HttpRequest, pk: int) -> HttpResponse:
    """The regime as a decision would set it out, with its form and versions."""
    found = managed_regime(request, pk)
    acting = acting_on(request)
    settings = regime_settings(found)
    spans = upcoming_spans(settings, acting.today, 2)
    rules = deadline_rules(found)
    delivery = delivery_rule(found)
    published = published_forms(found.pk)
    form = published[-1] if published else None
    context: dict[str, Any] = {
        "regime": found,
        "frequency": FREQUENCIES[found.frequency],
        "calendar": CALENDARS[found.calendar],
        "year_starts": MONTHS[found.year_starts] if found.calendar == Calendar.FISCAL else "",
        "reporters": reporters_in_words(found.reporters),
        "reporter_count": len(expected_units_of(found, acting.today)),
        "is_default_deadline": not settings.deadlines,
        "deadlines": [
            {
                "rule": rule,
                "words": deadline_in_words(rule),
                "next": upcoming_deadlines(rule, spans[:1]),
            }
            for rule in rules
        ],
        "delivery": deadline_in_words(delivery) if delivery else None,
        "reminders": [(reminder_words(rule), AUDIENCES[rule.to]) for rule in settings.reminders],
        "form": form,
        "sections": shown_sections(form) if form else [],
        "draft": form_in_the_making(found),
        "versions": list(reversed(published)),
        "open_periods": [p for p in reported_periods(found) if p.locked_at is None],
        "period_count": Period.objects.filter(regime=found, is_reported=True).count(),
        "outline": _outline(found),
        "target_year": year_on(acting.today, found.year_starts),
        "workbook": workbook_in_use(found.pk),
        "history": history_seen(acting, found, found.unit_id),
    }
    return render(request, "reporting/regimes/regime.html", context)


def _outline(regime: Regime) -> list[dict[str, str]]:
    """The sections with the names of who writes them and of the regimes they draw on."""
    sections = list(regime.outline.all())
    drawn_on = Regime.objects.filter(code__in={section.draws_on for section in sections})
    names = dict(drawn_on.values_list("code", "name"))
    authors = Unit.objects.filter(code__in={section.author for section in sections})
    units = dict(authors.order_by("opened_on").values_list("code", "name"))
    return [
        {
            "title": section.title,
            "author": units.get(section.author, section.author),
            "draws_on": names.get(section.draws_on, section.draws_on),
        }
        for section in sections
    ]


@signed_in
def form_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One published version, and what it changed."""
    found = managed_regime(request, pk)
    form = get_object_or_404(Form, regime=found, number=number, published_at__isnull=False)
    before = Form.objects.filter(regime=found, number__lt=number, published_at__isnull=False).last()
    changes = form_differences(form_text(before), form_text(form)) if before else []
    return render(
        request,
        "reporting/regimes/version.html",
        {
            "regime": found,
            "form": form,
            "before": before,
            "changes": [change_in_words(change) for change in changes],
            "sections": shown_sections(form),
            "checks": list(form.checks.all()),
        },
    )


def shown_sections(form: Form) -> list[dict[str, Any]]:
    """The form as a reader sees it: titles, under each its numbered indicators, tables, lists."""
    text = form_text(form)
    shown: list[dict[str, Any]] = []
    items = expanded(text)
    numbers = row_numbers((item.asked.code, item.place) for item in items)
    of_blocks = {
        item.place.table or item.place.list: numbers[item.asked.code]
        for item in items
        if item.place.table or item.place.list
    }
    names = {item.asked.code: item.asked.name for item in items}
    categories = {breakdown.code: breakdown for breakdown in text.breakdowns}
    depth_of = depths(text)
    for title in ("", *text.sections):
        asked = []
        for entry, depth in zip(text.asked, depth_of, strict=True):
            if entry.section != title:
                continue
            asked.append(
                {
                    "number": numbers[entry.code],
                    "asked": entry,
                    "depth": min(depth, 4),
                    "kind": KINDS[entry.kind].label,
                    "numerator": names.get(entry.numerator, entry.numerator),
                    "denominator": names.get(entry.denominator, entry.denominator),
                    "breakdowns": [categories[c] for c in entry.breakdowns if c in categories],
                }
            )
        tables, lists = (
            [(of_blocks.get(block.code, ""), block) for block in blocks if block.section == title]
            for blocks in (text.tables, text.lists)
        )
        if title or asked or tables or lists:
            shown.append({"title": title, "asked": asked, "tables": tables, "lists": lists})
    return shown
