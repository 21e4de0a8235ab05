"""Something has happened: what, since when, where, and by what form do units report?"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.reporting.folding import fold_now_if_small
from giaoban.actions.reporting.incidents import IncidentText, open_incident
from giaoban.models import Incident, Regime, Unit
from giaoban.queries.reporting.incidents import regimes_for_incidents
from giaoban.queries.units.lineage import subtree_ids
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.incidents import LONGEST_FIRST_HOURS, Rhythm
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting
from giaoban.web.reporting.report_words import refusal_words
from giaoban.web.units.fields import UnitField, unit_meant

_MOMENT = "%Y-%m-%dT%H:%M"


class IncidentForm(forms.Form):
    regime = forms.ModelChoiceField(Regime.objects.none(), label=gettext_lazy("Reporting regime"))
    name = forms.CharField(
        label=gettext_lazy("What has happened"),
        max_length=200,
        help_text=gettext_lazy("As in “Storm no. 13”."),
    )
    code = forms.CharField(
        label=gettext_lazy("Short code"),
        max_length=26,
        help_text=gettext_lazy("Letters, digits, dots and hyphens, such as BAO-13."),
    )
    began_at = forms.DateTimeField(
        label=gettext_lazy("Since when"),
        input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(format=_MOMENT, attrs={"type": "datetime-local"}),
    )
    area = UnitField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("A unit with everything under it: type a part of its name or code."),
    )
    more = forms.CharField(
        label=gettext_lazy("Further units"),
        required=False,
        help_text=gettext_lazy("Code or full name, one a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    first_hours = forms.IntegerField(
        label=gettext_lazy("First report within how many hours"),
        required=False,
        help_text=gettext_lazy("Left empty: as the reporting regime says."),
        min_value=1,
        max_value=LONGEST_FIRST_HOURS,
    )
    daily_at = forms.TimeField(
        label=gettext_lazy("Then every day before"),
        required=False,
        help_text=gettext_lazy("Left empty: as the reporting regime says."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def __init__(self, *args: Any, regimes: list[Regime], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today
        choice = self.fields["regime"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Regime.objects.filter(pk__in=[regime.pk for regime in regimes])

    def clean_area(self) -> Unit:
        return unit_meant(self.cleaned_data["area"], self._today)

    def clean_more(self) -> list[Unit]:
        lines = self.cleaned_data["more"].splitlines()
        return [unit_meant(line.strip(), self._today) for line in lines if line.strip()]


@signed_in
def new_incident(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_REGIMES)
    acting = acting_on(request)
    regimes = regimes_for_incidents(acting.units_where(Permission.MANAGE_REGIMES), acting.today)
    form = IncidentForm(
        request.POST or None,
        regimes=regimes,
        today=acting.today,
        initial=_initial(regimes),
    )
    if request.method == "POST" and form.is_valid():
        try:
            opened = _opened(form, acting)
        except RuleError as error:
            form.add_error(None, refusal_words(error.problem))
        else:
            fold_now_if_small()
            messages.success(
                request, _("The incident is open: its units find the report on their home page.")
            )
            return redirect("incident", pk=opened.pk)
    return render(
        request, "reporting/incidents/open.html", {"form": form, "has_regime": bool(regimes)}
    )


def _initial(regimes: list[Regime]) -> dict[str, Any]:
    """The rhythm of the only regime; of several the one that is chosen fills it in."""
    if len(regimes) != 1:
        return {"regime": regimes[0]} if regimes else {}
    only = regimes[0]
    return {"regime": only, "first_hours": only.first_hours, "daily_at": only.daily_at}


def _opened(form: IncidentForm, acting: Acting) -> Incident:
    """Raises RuleError as open_incident does; `incident_asks_nobody` too for a foreign area."""
    given = form.cleaned_data
    areas = [given["area"], *given["more"]]
    within = subtree_ids([given["regime"].unit_id], acting.today)
    if any(unit.pk not in within for unit in areas):
        raise RuleError("incident_asks_nobody")
    return open_incident(
        regime=given["regime"],
        incident=IncidentText(
            code=given["code"].strip(),
            name=given["name"],
            began_at=given["began_at"],
            areas=areas,
            rhythm=Rhythm(
                given["first_hours"] or given["regime"].first_hours,
                given["daily_at"] or given["regime"].daily_at,
            ),
        ),
        by=acting.person,
        now=acting.now,
    )
