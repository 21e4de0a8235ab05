"""One check of the form in the making: written, tried out on values, stored."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from giaoban.actions.reporting.regimes import RegimeRefused
from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.queries.reporting.forms import form_text
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.cell_input import typed_number
from giaoban.rules.reporting.form_editing import put_check
from giaoban.rules.reporting.form_problems import kinds_asked
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.formulas import (
    Formula,
    FormulaError,
    Reference,
    When,
    evaluate,
    parse,
)
from giaoban.rules.reporting.indicators import NUMERIC_KINDS
from giaoban.rules.reporting.regime_facts import CheckText, FormText
from giaoban.web.frame.access import signed_in
from giaoban.web.reporting.designer import draft_of, mark_of, store, was_changed
from giaoban.web.reporting.regime_labels import LEVELS
from giaoban.web.reporting.regimes import managed_regime


class CheckForm(forms.Form):
    formula = forms.CharField(
        label=gettext_lazy("What must hold"),
        max_length=500,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Such as processed_online <= processed, or abs(staff - previous(staff)) <= 0.5 * "
            "previous(staff)."
        ),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("If it does not hold"),
        choices=list(LEVELS.items()),
        widget=forms.RadioSelect,
        initial="error",
    )
    message = forms.CharField(
        label=gettext_lazy("What the officer reads"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Say what is wrong and what to look at."),
    )


@signed_in
def edit_check(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """Add a check, or change the one at the place; it can be tried on values first."""
    regime = managed_regime(request, pk)
    draft = draft_of(regime)
    text = form_text(draft)
    if number is not None and number >= len(text.checks):
        raise Http404
    before = text.checks[number] if number is not None else None
    initial = (
        {"formula": before.formula, "level": before.level, "message": before.message}
        if before
        else {"level": "error"}
    )
    form = CheckForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {
        "regime": regime,
        "form": form,
        "before": before,
        "shown": mark_of(before),
    }
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            parse(given["formula"], _kinds(text))
        except FormulaError as error:
            form.add_error("formula", problem_in_words(error.problem))
        else:
            check = CheckText(given["formula"].strip(), given["level"], given["message"].strip())
            try:
                if was_changed(request, before):
                    raise RuleError("form_changed_meanwhile")
                store(request, draft, put_check(text, check, number), begun_from=text)
            except RuleError as error:
                form.add_error(None, problem_in_words(error.problem))
            except RegimeRefused as refused:
                for problem in refused.problems:
                    form.add_error(None, problem_in_words(problem.problem))
            else:
                response = redirect("form_designer", pk=pk)
                response["Location"] += "#checks"
                return response
    written = request.POST.get("formula") or initial.get("formula", "")
    context |= _tried(request, written, text)
    asked = [item.asked for item in expanded(text)]
    context["codes"] = [entry for entry in asked if entry.kind in NUMERIC_KINDS]
    return render(request, "reporting/regimes/check.html", context)


@signed_in
def try_check(request: HttpRequest, pk: int) -> HttpResponse:
    """What the formula says of the values typed beside it, or where its mistake stands."""
    regime = managed_regime(request, pk)
    text = form_text(draft_of(regime))
    context = _tried(request, request.GET.get("formula", ""), text)
    return render(request, "reporting/regimes/check_trial.html", {"regime": regime, **context})


def _tried(request: HttpRequest, written: str, text: FormText) -> dict[str, Any]:
    if not written.strip():
        return {}
    try:
        formula = parse(written, _kinds(text))
    except FormulaError as error:
        column = min(error.column, len(written) + 1)
        return {
            "mistake": problem_in_words(Problem(error.code, error.params)),
            "before_mistake": written[: column - 1],
            "at_mistake": written[column - 1 : column] or "␣",
            "after_mistake": written[column:],
        }
    return {"operands": _operands(request, formula, text), "outcome": _outcome(request, formula)}


def _operands(request: HttpRequest, formula: Formula, text: FormText) -> list[dict[str, Any]]:
    names = {item.asked.code: item.asked.name for item in expanded(text)}
    periods = {
        When.THIS: _("this period"),
        When.PREVIOUS: _("the period before"),
        When.LAST_YEAR: _("the same period last year"),
    }
    return [
        {
            "field": _field(reference),
            "label": f"{names.get(reference.code, reference.code)} · {periods[reference.when]}",
            "value": request.GET.get(_field(reference), ""),
        }
        for reference in formula.references
    ]


def _outcome(request: HttpRequest, formula: Formula) -> str:
    values: dict[When, dict[str, float]] = {when: {} for when in When}
    for reference in formula.references:
        try:
            number = typed_number(request.GET.get(_field(reference), ""), get_language() or "vi")
        except RuleError:
            number = None
        if number is not None:
            values[reference.when][reference.code] = number
    if not any(values.values()):
        return ""
    return evaluate(formula, values[When.THIS], values[When.PREVIOUS], values[When.LAST_YEAR]).value


def _field(reference: Reference) -> str:
    return f"{reference.when}:{reference.code}"


def _kinds(text: FormText) -> dict[str, str]:
    return kinds_asked(text)
