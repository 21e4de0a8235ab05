"""Which periods are open, until when do units report, and who has more time?"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.actions.reporting.periods import (
    extend_deadline,
    lock_period,
    open_period,
    unlock_period,
    withdraw_extension,
)
from giaoban.actions.reporting.reopening import close_reopening, reopen_for_unit
from giaoban.documents.period_titles import with_period_title
from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.models import Extension, Period, Regime, Reopening, Total
from giaoban.queries.reporting.deadlines import delivery_deadline, usual_rule
from giaoban.queries.reporting.forms import published_forms
from giaoban.queries.reporting.periods import keys_to_open, period_span, reported_periods, span_of
from giaoban.queries.reporting.upcoming_deadlines import upcoming_deadlines
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.periods import PeriodKind
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.paging import stretch
from giaoban.web.people.reach import site_of
from giaoban.web.reporting.regimes import managed_regime
from giaoban.web.units.fields import DayField, UnitField, unit_meant


class ExtensionForm(forms.Form):
    unit = UnitField(label=gettext_lazy("For which unit, with everything under it"))
    due_on = DayField(label=gettext_lazy("New deadline"))
    at = forms.TimeField(
        label=gettext_lazy("Time of day"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        initial="17:00",
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Everybody who sees the deadline reads it."),
    )


class ReopeningForm(ExtensionForm):
    """The same questions, asked of a period that is locked."""

    unit = UnitField(label=gettext_lazy("For which unit"))
    due_on = DayField(label=gettext_lazy("Open until"))


_OF_THE_DAY = {"extension_before_cut_off", "reopening_in_the_past"}


@signed_in
def regime_periods(request: HttpRequest, pk: int) -> HttpResponse:
    regime = managed_regime(request, pk)
    acting = acting_on(request)
    rows = stretch(request, reported_periods(regime))
    shown = list(rows.rows)
    coverage = {
        total.period_id: total
        for total in Total.objects.filter(period__in=shown, unit=regime.unit_id).defer("figures")
    }
    extended: dict[int, list[Extension]] = {}
    for extension in Extension.objects.filter(period__in=shown).select_related("unit"):
        extended.setdefault(extension.period_id, []).append(extension)
    rule = usual_rule(regime, acting.today)
    upcoming = upcoming_deadlines(rule, [period_span(period) for period in reversed(shown)])
    due = {one.span.key: one.due_at for one in upcoming}
    return render(
        request,
        "reporting/regimes/periods.html",
        {
            "regime": regime,
            "rows": rows,
            "periods": [
                {
                    "period": period,
                    "coverage": coverage.get(period.pk),
                    "extensions": extended.get(period.pk, []),
                    "due_at": due.get(period.key),
                }
                for period in shown
            ],
            "to_open": [
                {"key": key, "span": span_of(regime, key)}
                for key in keys_to_open(regime, acting.today)
            ],
            "has_form": bool(published_forms(regime.pk)),
            "is_once": regime.frequency == PeriodKind.ONCE,
        },
    )


@require_POST
@signed_in
def open_regime_period(request: HttpRequest, pk: int) -> HttpResponse:
    regime = managed_regime(request, pk)
    acting = acting_on(request)
    key = request.POST.get("key", "").strip()
    if regime.frequency == PeriodKind.ONCE and key and not key.startswith("once:"):
        key = f"once:{key}"
    try:
        open_period(regime=regime, key=key, by=acting.person, today=acting.today, now=acting.now)
    except RuleError as error:
        messages.error(request, _said(error.problem))
    else:
        messages.success(request, _("The period is open. Units can report now."))
    return redirect("regime_periods", pk=pk)


@require_POST
@signed_in
def lock_regime_period(request: HttpRequest, pk: int, period: int) -> HttpResponse:
    """Lock, or with a reason unlock."""
    regime = managed_regime(request, pk)
    found = _period(regime, period)
    acting = acting_on(request)
    who: dict[str, Any] = {"by": acting.person, "now": acting.now}
    try:
        if request.POST.get("unlock"):
            unlock_period(period=found, reason=request.POST.get("reason", ""), **who)
            messages.success(request, _("The period is unlocked."))
        else:
            lock_period(period=found, **who)
            messages.success(request, _("The figures of the period are locked."))
    except RuleError as error:
        messages.error(request, _said(error.problem))
    if request.POST.get("back") == "status":
        query = urlencode({"regime": regime.code, "period": found.key})
        return redirect(f"{reverse('status')}?{query}")
    return redirect("regime_periods", pk=pk)


@signed_in
def extend_period(request: HttpRequest, pk: int, period: int) -> HttpResponse:
    """The extensions of a period; one more is given, or one withdrawn."""
    regime = managed_regime(request, pk)
    found = _period(regime, period)
    acting = acting_on(request)
    is_given = request.method == "POST" and "withdraw" not in request.POST
    form_of = ExtensionForm if found.locked_at is None else ReopeningForm
    form = form_of(request.POST if is_given else None)
    if request.method == "POST":
        is_done = (
            _withdrawn(request, found)
            if "withdraw" in request.POST
            else form.is_valid() and _given_time(request, found, form)
        )
        if is_done:
            return redirect("extend_period", pk=pk, period=period)
    usual = upcoming_deadlines(usual_rule(regime, found.ends_on), [period_span(found)])
    return render(
        request,
        "reporting/regimes/extension.html",
        {
            "regime": regime,
            "period": found,
            "form": form,
            "extensions": found.extensions.select_related("unit").order_by("unit__sort_key"),
            "reopenings": found.reopenings.filter(closed_at=None)
            .select_related("unit")
            .order_by("unit__sort_key"),
            "usual": usual[0] if usual else None,
            "delivery": delivery_deadline(found),
            "today": acting.today,
            "history": history_seen(acting, found, regime.unit_id),
        },
    )


def _given_time(request: HttpRequest, period: Period, form: ExtensionForm) -> bool:
    """More time in an open period; a locked one is opened again for one unit."""
    acting, given = acting_on(request), form.cleaned_data
    due_at = timezone.make_aware(datetime.combine(given["due_on"], given["at"]))
    try:
        unit = unit_meant(given["unit"], period.ends_on)
        if not acting.may(Permission.MANAGE_REGIMES, unit.pk):
            raise forms.ValidationError(_("You do not manage the regimes of this unit."))
        who: dict[str, Any] = {"by": acting.person, "now": acting.now}
        what: dict[str, Any] = {"period": period, "unit": unit, "reason": given["reason"]}
        if period.locked_at is None:
            extend_deadline(due_at=due_at, **what, **who)
        else:
            reopen_for_unit(until=due_at, today=acting.today, site=site_of(request), **what, **who)
    except forms.ValidationError as error:
        form.add_error("unit", error)
        return False
    except RuleError as error:
        field = "due_on" if error.code in _OF_THE_DAY else None
        form.add_error(field, _said(error.problem))
        return False
    if period.locked_at is None:
        messages.success(request, _("The unit has more time."))
    else:
        messages.success(request, _("The period is open again for this unit."))
    return True


def _withdrawn(request: HttpRequest, period: Period) -> bool:
    acting = acting_on(request)
    given = request.POST.get("withdraw", "")
    if period.locked_at is not None:
        reopening = get_object_or_404(
            Reopening, period=period, closed_at=None, pk=int(given) if given.isdecimal() else 0
        )
        close_reopening(reopening=reopening, by=acting.person, now=acting.now)
        messages.success(request, _("The period is closed for the unit again."))
        return True
    extension = get_object_or_404(
        Extension, period=period, pk=int(given) if given.isdecimal() else 0
    )
    try:
        withdraw_extension(extension=extension, by=acting.person, now=acting.now)
    except RuleError as error:
        messages.error(request, _said(error.problem))
    else:
        messages.success(request, _("The usual deadline holds again."))
    return True


def _period(regime: Regime, pk: int) -> Period:
    return get_object_or_404(Period, regime=regime, pk=pk, is_reported=True)


def _said(problem: Problem) -> str:
    return problem_in_words(with_period_title(problem, get_language() or "vi"))
