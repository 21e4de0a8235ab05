"""Which totals of earlier years are carried over? Loading them from a CSV file."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from giaoban.actions.reporting.carried_totals import CarriedTotalsRefused, load_carried_totals
from giaoban.exchange.reporting.carried_csv import read_carried_lines
from giaoban.models import CarriedTotal, Regime
from giaoban.queries.reporting.measures import measures_of
from giaoban.queries.reporting.regimes import regimes_under
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.web.frame.access import acting_on, require, require_anywhere, signed_in
from giaoban.web.frame.acting import Acting

MOST_SHOWN = 200
LARGEST_FILE = 20 * 1024 * 1024

_WORDS = {
    "carried_not_utf8": _("The file is not UTF-8 text. Save it as “CSV UTF-8”."),
    "carried_columns_missing": _("Columns are missing: %(columns)s. The first line names them."),
    "carried_columns_unknown": _("These columns are not known: %(columns)s. Leave them out."),
    "carried_line_length": _("Line %(line)s does not have four cells. Check commas."),
    "carried_file_empty": _("The file has no lines below the head."),
    "carried_source_missing": _("Say which document the totals were taken from."),
    "carried_source_too_long": _("The source is longer than %(longest)s characters. Shorten it."),
    "carried_unit_unknown": _("No unit bears the code %(code)s. Check the code."),
    "carried_unit_outside": _("The regime does not reach the unit %(code)s. Leave the line out."),
    "carried_period_running": _("%(key)s has not ended. Only past periods are carried over."),
    "carried_indicator_unknown": _("The regime has no figure with the code %(code)s."),
    "carried_twice": _("The same figure stands in line %(line)s already. Keep one of them."),
    "carried_value_no_number": _("“%(value)s” is not a number. Write it with a point: 1234.5."),
    "period_not_of_frequency": _("The regime does not keep periods such as %(key)s."),
    "period_key_unknown_form": _("%(key)s is not a period. Write 2024-07, 2024Q3 or 2024."),
    "period_year_out_of_range": _("The year of %(key)s lies outside %(first)s to %(last)s."),
    "period_number_out_of_range": _("There is no period %(key)s."),
    "period_name_malformed": _("%(key)s is not the name of a period."),
    "period_once_without_dates": _("The regime does not say from when to when %(key)s runs."),
}


class CarriedForm(forms.Form):
    regime = forms.ModelChoiceField(Regime.objects.none(), label=_("Reporting regime"))
    source = forms.CharField(
        label=_("Taken from"),
        max_length=300,
        help_text=_("Number, date and issuer of the report or yearbook that holds the totals."),
    )
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns unit,period,indicator,value; numbers with a point; UTF-8."),
    )

    def clean_file(self):  # type: ignore[no-untyped-def]
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it."))
        return file


@dataclass(frozen=True)
class ShownProblem:
    line: int
    column: str
    text: str


@signed_in
def carried_totals(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.LOAD_TOTALS)
    acting = acting_on(request)
    regimes = regimes_under(acting.units_where(Permission.LOAD_TOTALS), acting.today)
    form = CarriedForm(request.POST or None, request.FILES or None)
    form.fields["regime"].queryset = regimes  # type: ignore[attr-defined]
    if regimes.count() == 1:
        form.fields["regime"].initial = regimes[0]
    problems: list[ShownProblem] = []
    if request.method == "POST" and form.is_valid():
        require(request, Permission.LOAD_TOTALS, form.cleaned_data["regime"].unit_id)
        problems = _load(form, acting)
        if not problems and form.is_valid():
            count = form.cleaned_data["count"]
            messages.success(
                request,
                ngettext("%(n)s total was loaded.", "%(n)s totals were loaded.", count)
                % {"n": count},
            )
            return redirect("carried_totals")
    loaded = (
        CarriedTotal.objects.filter(period__regime__in=regimes)
        .values("period__regime__name", "source")
        .annotate(totals=Count("pk"), periods=Count("period", distinct=True), at=Max("loaded_at"))
        .order_by("-at")[:MOST_SHOWN]
    )
    return render(
        request,
        "reporting/results/carried.html",
        {
            "form": form,
            "has_regimes": regimes.exists(),
            "may_manage": acting.may_anywhere(Permission.MANAGE_REGIMES),
            "problems": problems[:MOST_SHOWN],
            "problem_count": len(problems),
            "loaded": loaded,
            "example": _example(regimes.first(), acting.today.year - 1),
        },
    )


def _example(regime: Regime | None, year: int) -> str:
    """A file of three lines with the codes of a regime; empty where it asks for no figure yet."""
    if regime is None:
        return ""
    codes = [measure.code for measure in measures_of(regime) if not measure.is_ratio][:2]
    lines = [f"{regime.unit.code},{year},{code},1234.5" for code in codes]
    return "\n".join(["unit,period,indicator,value", *lines]) if lines else ""


def _load(form: CarriedForm, acting: Acting) -> list[ShownProblem]:
    """The problems of single cells; what concerns the whole file becomes an error of the form."""
    asked = form.cleaned_data
    try:
        asked["count"] = load_carried_totals(
            regime=asked["regime"],
            lines=read_carried_lines(asked["file"].read()),
            source=asked["source"],
            by=acting.person,
            today=acting.today,
            now=acting.now,
        )
    except CarriedTotalsRefused as refused:
        return [
            ShownProblem(problem.line, problem.column, _said(problem.error))
            for problem in refused.problems
        ]
    except RuleError as error:
        form.add_error("file", _said(error))
    return []


def _said(error: RuleError) -> str:
    return str(_WORDS[error.code]) % error.params
