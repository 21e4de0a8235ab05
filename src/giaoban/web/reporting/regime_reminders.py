"""When are units reminded? The schedule of a regime, and how long its links work."""

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.actions.audit.unchanged import ChangedMeanwhile
from giaoban.queries.reporting.regimes import regime_settings
from giaoban.queries.reporting.unreachable import unreachable
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.links import LONGEST_LINK_DAYS
from giaoban.rules.reporting.period_keys import PeriodKind
from giaoban.rules.reporting.regime_facts import RegimeSettings
from giaoban.rules.reporting.reminders import (
    LONGEST,
    LONGEST_HOURS,
    Audience,
    ReminderRule,
    in_order,
)
from giaoban.web.audit.changed_meanwhile import seen_context
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.reporting.regime_editing import EDITING, edited
from giaoban.web.reporting.regimes import managed_regime
from giaoban.web.reporting.reminder_words import AUDIENCES, reminder_words

WHEN = [
    ("before", gettext_lazy("before the deadline")),
    ("on", gettext_lazy("on the day of the deadline")),
    ("after", gettext_lazy("after the deadline")),
]


class ReminderForm(forms.Form):
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=WHEN,
        widget=forms.RadioSelect,
        initial="before",
    )
    working_days = forms.IntegerField(
        label=gettext_lazy("Working days"), min_value=0, max_value=LONGEST, initial=2
    )
    hours = forms.IntegerField(
        label=pgettext_lazy("of a reminder", "Hours"),
        min_value=0,
        max_value=LONGEST_HOURS,
        initial=3,
        help_text=gettext_lazy("Sent at night and on days off too."),
    )
    to = forms.ChoiceField(
        label=gettext_lazy("Who is reminded"),
        choices=list(AUDIENCES.items()),
        widget=forms.RadioSelect,
        initial=Audience.UNIT,
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("For units of"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", gettext_lazy("every level without reminders of its own")),
            *(
                (level, pgettext_lazy("tree", "level %(level)s") % {"level": level})
                for level in range(1, 6)
            ),
        ],
    )

    def __init__(self, *args: Any, by_the_hour: bool, **kwargs: Any) -> None:
        """Reports of incidents are reminded of by the hour, all others by working days."""
        super().__init__(*args, **kwargs)
        del self.fields["working_days" if by_the_hour else "hours"]
        if by_the_hour:
            when = cast("forms.ChoiceField", self.fields["when"])
            when.choices = [
                (key, gettext_lazy("at the deadline") if key == "on" else words)
                for key, words in WHEN
            ]

    def rule(self) -> ReminderRule:
        given = self.cleaned_data
        sign = {"before": -1, "on": 0, "after": 1}[given["when"]]
        to, level = Audience(given["to"]), given["level"]
        if "hours" in given:
            return ReminderRule(None, to, level, sign * given["hours"])
        return ReminderRule(sign * given["working_days"], to, level)


class LinkDaysForm(forms.Form):
    link_days = forms.IntegerField(
        label=gettext_lazy("A link works so many days after the deadline"),
        min_value=1,
        max_value=LONGEST_LINK_DAYS,
    )


@signed_in
def edit_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """The reminders there are; one is added or taken away at a time."""
    regime = managed_regime(request, pk)
    acting = acting_on(request)
    settings = regime_settings(regime)
    step = request.POST.get("step", "")
    by_the_hour = settings.frequency is PeriodKind.INCIDENT
    form = ReminderForm(request.POST if step == "add" else None, by_the_hour=by_the_hour)
    days = LinkDaysForm(
        request.POST if step == "days" else None, initial={"link_days": settings.link_days}
    )
    meanwhile: ChangedMeanwhile | None = None
    wanted = _wanted(settings, request, form, days) if request.method == "POST" else None
    if wanted is not None:
        try:
            if edited(request, regime, wanted, days if step == "days" else form):
                messages.success(request, _("The reminders are changed."))
                return redirect("edit_reminders", pk=pk)
        except ChangedMeanwhile as refused:
            meanwhile = refused
    context = {
        "regime": regime,
        "form": form,
        "by_the_hour": by_the_hour,
        "unreachable": unreachable(regime, acting.today),
        "may_name_contacts": acting.may(Permission.CHASE, regime.unit_id),
        "days": days,
        "rows": [
            (rule_key(rule), reminder_words(rule), AUDIENCES[rule.to], rule.level)
            for rule in settings.reminders
        ],
        **seen_context(regime, EDITING, meanwhile),
    }
    return render(request, "reporting/regimes/reminders.html", context)


def rule_key(rule: ReminderRule) -> str:
    unit = "" if rule.hours is None else "h"
    return f"{rule.level or ''}:{rule.steps}{unit}:{rule.to}"


def _wanted(
    settings: RegimeSettings, request: HttpRequest, form: ReminderForm, days: LinkDaysForm
) -> RegimeSettings | None:
    """The settings as they shall be; None where what was typed cannot be taken."""
    if "remove" in request.POST:
        kept = [rule for rule in settings.reminders if rule_key(rule) != request.POST["remove"]]
        return replace(settings, reminders=tuple(kept))
    if days.is_bound:
        return (
            replace(settings, link_days=days.cleaned_data["link_days"]) if days.is_valid() else None
        )
    if not form.is_valid():
        return None
    return replace(settings, reminders=in_order({*settings.reminders, form.rule()}))
