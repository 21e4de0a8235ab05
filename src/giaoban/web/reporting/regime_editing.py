"""Setting up a regime: a new one, its settings, its deadlines, its outline."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.actions.reporting.regimes import (
    RegimeRefused,
    create_regime,
    edit_regime,
)
from giaoban.documents.period_titles import with_period_title
from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.models import Committee, Regime
from giaoban.queries.country import country
from giaoban.queries.reporting.deadlines import working_calendar
from giaoban.queries.reporting.regimes import regime_settings
from giaoban.queries.reporting.upcoming_deadlines import upcoming_deadlines, upcoming_spans
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.deadlines import DeadlineRule, deadline_problems
from giaoban.rules.reporting.periods import Calendar
from giaoban.rules.reporting.regime_facts import (
    DEFAULT_DEADLINE,
    RegimeSettings,
)
from giaoban.web.audit.changed_meanwhile import event_seen, seen_context
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.reporting.regime_fields import (
    DeadlineForm,
    NewRegimeForm,
    SettingsForm,
    deadline_initial,
    explain,
    settings_initial,
)
from giaoban.web.reporting.regime_labels import deadline_in_words
from giaoban.web.reporting.regimes import managed_regime
from giaoban.web.units.fields import unit_meant, written

EDITING = frozenset({"create_regime", "edit_regime"})


@signed_in
def new_regime(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_REGIMES)
    acting = acting_on(request)
    initial: dict[str, Any] = {"reporters_choice": "leaves", "frequency": "month"}
    if acting.unit and acting.may(Permission.MANAGE_REGIMES, acting.unit.pk):
        initial["unit"] = written(acting.unit)
    form = NewRegimeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _created(request, form)
        if made is not None:
            messages.success(request, _("The regime is there. Now make its form."))
            return redirect("form_designer", pk=made.pk)
    return render(
        request, "reporting/regimes/edit.html", {"form": form, "has_decree": has_decree()}
    )


def _created(request: HttpRequest, form: NewRegimeForm) -> Regime | None:
    acting, given = acting_on(request), form.cleaned_data
    try:
        unit = unit_meant(given["unit"], acting.today)
        if not acting.may(Permission.MANAGE_REGIMES, unit.pk):
            raise forms.ValidationError(_("You do not manage the regimes of this unit."))
        return create_regime(
            settings=form.settings(None, given["code"]),
            unit=unit,
            committee=Committee.objects.filter(unit=unit).first(),
            by=acting.person,
            now=acting.now,
        )
    except forms.ValidationError as error:
        form.add_error("unit", error)
    except RegimeRefused as refused:
        explain(form, refused.problems)
    except RuleError as error:
        form.add_error("code", problem_in_words(error.problem))
    return None


@signed_in
def edit_settings(request: HttpRequest, pk: int) -> HttpResponse:
    regime = managed_regime(request, pk)
    before = regime_settings(regime)
    form = SettingsForm(request.POST or None, initial=settings_initial(before))
    meanwhile: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        settings = form.settings(before, before.code)
        try:
            if edited(request, regime, settings, form):
                messages.success(request, _("The regime is changed."))
                return redirect("regime", pk=pk)
        except ChangedMeanwhile as refused:
            meanwhile = refused
    context = {"form": form, "regime": regime, "has_decree": has_decree()}
    context |= seen_context(regime, EDITING, meanwhile)
    return render(request, "reporting/regimes/edit.html", context)


def has_decree() -> bool:
    """Whether NĐ 09/2019/NĐ-CP holds here: then a regime's particulars are those it names."""
    return country().calendar is Calendar.ND09


def edited(
    request: HttpRequest, regime: Regime, settings: RegimeSettings, form: forms.Form
) -> bool:
    acting = acting_on(request)
    try:
        edit_regime(
            regime=regime,
            settings=settings,
            by=acting.person,
            now=acting.now,
            seen=event_seen(request),
        )
    except RegimeRefused as refused:
        explain(form, refused.problems)
    except RuleError as error:
        field = "frequency" if "frequency" in form.fields else None
        form.add_error(field, problem_in_words(error.problem))
    else:
        return True
    return False


@signed_in
def edit_deadlines(request: HttpRequest, pk: int) -> HttpResponse:
    """The deadlines there are, with their next dates; one is added or taken away at a time."""
    regime = managed_regime(request, pk)
    settings = regime_settings(regime)
    wanted = request.POST.get("delivery") == "1"
    form = DeadlineForm(request.POST or None, initial=deadline_initial(DEFAULT_DEADLINE))
    meanwhile: ChangedMeanwhile | None = None
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                form = DeadlineForm(initial=deadline_initial(DEFAULT_DEADLINE))
                changed = _without(settings, request.POST["remove"])
                if edited(request, regime, changed, form):
                    messages.success(request, _("The deadline is taken away."))
                    return redirect("edit_deadlines", pk=pk)
            elif form.is_valid():
                changed = _with(settings, form.rule(), wanted)
                if edited(request, regime, changed, form):
                    messages.success(request, _("The deadline is set."))
                    return redirect("edit_deadlines", pk=pk)
        except ChangedMeanwhile as refused:
            meanwhile = refused
    context = {
        "regime": regime,
        "form": form,
        "is_default": not settings.deadlines,
        **_shown_deadlines(request, settings),
        **seen_context(regime, EDITING, meanwhile),
    }
    return render(request, "reporting/regimes/deadlines.html", context)


@signed_in
def preview_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """The next four deadlines of a rule that is being typed."""
    regime = managed_regime(request, pk)
    form = DeadlineForm(request.GET or None, initial=deadline_initial(DEFAULT_DEADLINE))
    rule = form.rule() if form.is_valid() else None
    spans = upcoming_spans(regime_settings(regime), acting_on(request).today)
    return render(
        request,
        "reporting/regimes/deadline_preview.html",
        {
            "upcoming": upcoming_deadlines(rule, spans) if rule else [],
            "words": deadline_in_words(rule) if rule else "",
            "warnings": _warnings([rule], spans) if rule else [],
        },
    )


def _shown_deadlines(request: HttpRequest, settings: RegimeSettings) -> dict[str, Any]:
    spans = upcoming_spans(settings, acting_on(request).today)
    rows = [(rule, False) for rule in settings.deadlines]
    if settings.delivery:
        rows.append((settings.delivery, True))
    return {
        "rows": [
            {
                "rule": rule,
                "is_delivery": is_delivery,
                "key": "delivery" if is_delivery else str(rule.level or ""),
                "words": deadline_in_words(rule),
                "upcoming": upcoming_deadlines(rule, spans),
            }
            for rule, is_delivery in rows
        ],
        "warnings": _warnings(list(settings.deadlines), spans),
    }


def _warnings(rules: list[DeadlineRule], spans: list[Any]) -> list[str]:
    if not spans:
        return []
    calendar = working_calendar(range(spans[0].ends_on.year, spans[-1].ends_on.year + 2))
    language = get_language() or "vi"
    return [
        problem_in_words(with_period_title(found, language))
        for found in deadline_problems(rules, spans, calendar)
    ]


def _with(settings: RegimeSettings, rule: DeadlineRule, is_delivery: bool) -> RegimeSettings:
    """The rule in place of the one for the same level, or as the committee's own delivery."""
    if is_delivery:
        return replace(settings, delivery=replace(rule, level=None))
    others = [kept for kept in settings.deadlines if kept.level != rule.level]
    ordered = sorted([*others, rule], key=lambda kept: (kept.level is not None, kept.level or 0))
    return replace(settings, deadlines=tuple(ordered))


def _without(settings: RegimeSettings, key: str) -> RegimeSettings:
    if key == "delivery":
        return replace(settings, delivery=None)
    kept = tuple(rule for rule in settings.deadlines if str(rule.level or "") != key)
    return replace(settings, deadlines=kept)
