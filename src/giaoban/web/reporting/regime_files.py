"""A regime as a file: download it, or upload one and see what it would do first."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.reporting.regime_files import take_regime
from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.regime_file import read_regime
from giaoban.exchange.reporting.regime_file_writer import write_regime
from giaoban.exchange.reporting.regime_wording import in_words, problem_in_words
from giaoban.models import Regime
from giaoban.queries.reporting.dictionary import links_of
from giaoban.queries.reporting.forms import form_text, published_forms
from giaoban.queries.reporting.periods import next_period_without_report
from giaoban.queries.reporting.regime_units import regime_units
from giaoban.queries.reporting.regimes import regime_facts
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.dictionary import keeping_links
from giaoban.rules.reporting.form_changes import form_differences
from giaoban.rules.reporting.regime_facts import RegimeFacts
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.reporting.change_words import change_in_words
from giaoban.web.reporting.regimes import managed_regime

LARGEST_FILE = 2_000_000


class RegimeFileForm(forms.Form):
    """The file itself, or on the second step its text, which was read from it."""

    file = forms.FileField(label=gettext_lazy("TOML file"), required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = not self.is_bound  # then either of the two will do


@signed_in
def download_regime(request: HttpRequest, pk: int) -> HttpResponse:
    regime = managed_regime(request, pk)
    response = HttpResponse(write_regime(regime_facts(regime)), content_type="application/toml")
    response["Content-Disposition"] = f'attachment; filename="{regime.code}.toml"'
    return response


@signed_in
def upload_regime(request: HttpRequest) -> HttpResponse:
    """First the preview: every problem, or what would change; then, on confirmation, the change."""
    require_anywhere(request, Permission.MANAGE_REGIMES)
    form = RegimeFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content = _content(form)
        if not content:
            form.add_error("file", _("Choose a file."))
            return render(request, "reporting/regimes/upload.html", context)
        facts, problems = read_regime(content)
        told = [in_words(problem) for problem in problems if problem.is_error]
        if facts is not None and not told:
            told = _out_of_reach(request, facts)
        if facts is not None and not told and request.POST.get("step") == "confirm":
            done = _taken(request, facts, told)
            if done is not None:
                return redirect("regime", pk=done.pk)
        context["problems"] = told
        if facts is not None and not told:
            context |= {"preview": _preview(facts), "text": content.decode("utf-8-sig")}
    return render(request, "reporting/regimes/upload.html", context)


def _content(form: RegimeFileForm) -> bytes:
    given = form.cleaned_data
    if given["file"]:
        content: bytes = given["file"].read(LARGEST_FILE)
        return content
    return str(given["text"]).encode()


def _out_of_reach(request: HttpRequest, facts: RegimeFacts) -> list[str]:
    """What the database says against the file, and whether the person may change this regime."""
    acting = acting_on(request)
    units = regime_units(facts, acting.today)
    if units.problems:
        return [in_words(problem) for problem in units.problems]
    existing = Regime.objects.filter(code=facts.settings.code).first()
    unit_id = existing.unit_id if existing else units.unit_id
    if unit_id is None or not acting.may(Permission.MANAGE_REGIMES, unit_id):
        return [_("You do not manage the regimes of the unit that the file names.")]
    return []


def _taken(request: HttpRequest, facts: RegimeFacts, told: list[str]) -> Regime | None:
    acting = acting_on(request)
    try:
        taken = take_regime(facts=facts, by=acting.person, today=acting.today, now=acting.now)
    except RegimeRefused as refused:
        told += [in_words(problem) for problem in refused.problems]
        return None
    except RuleError as error:
        told.append(problem_in_words(error.problem))
        return None
    done = _("The regime is as the file says.") if taken.is_changed else _("Nothing changed.")
    messages.success(request, done)
    return taken.regime


def _preview(facts: RegimeFacts) -> dict[str, Any]:
    existing = Regime.objects.filter(code=facts.settings.code).first()
    preview: dict[str, Any] = {
        "facts": facts,
        "existing": existing,
        "year_starts": facts.settings.year_starts,
    }
    if existing is not None:
        published = published_forms(existing.pk)
        if published:
            form = keeping_links(facts.form, links_of(existing))
            changes = form_differences(form_text(published[-1]), form)
            preview["changes"] = [change_in_words(change) for change in changes]
            preview["effective_from"] = facts.effective_from or next_period_without_report(existing)
    return preview
