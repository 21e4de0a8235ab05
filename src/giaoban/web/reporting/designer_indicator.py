"""One indicator of the form in the making: asked, judged, stored."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.exchange.reporting.regime_wording import problem_in_words
from giaoban.models import SharedIndicator
from giaoban.queries.country import country
from giaoban.queries.reporting.forms import form_text, known_meanings
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.form_changes import broken_meanings
from giaoban.rules.reporting.form_editing import put_indicator
from giaoban.rules.reporting.form_problems import form_problems, with_default_rules
from giaoban.rules.reporting.form_structure import expanded
from giaoban.rules.reporting.indicators import TYPED_NUMBERS, Better
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.structure_texts import ADDED_KINDS, PartsRule
from giaoban.web.frame.access import signed_in
from giaoban.web.reporting.designer import draft_of, mark_of, store, was_changed
from giaoban.web.reporting.designer_fields import (
    NumberTyped,
    choices_field,
    lines,
    over_time_field,
    over_units_field,
    written_number,
)
from giaoban.web.reporting.regime_labels import (
    BETTER,
    KINDS,
    PARTS_RULES,
    explained_kinds,
)
from giaoban.web.reporting.regimes import managed_regime

_KEYS = {"min": "minimum", "max": "maximum", "required": "is_required", "shared": ""}


class IndicatorForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What is asked"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy(
            "Letters without diacritics, digits and _, such as processed_online. Formulas and "
            "files use it, and its series runs through all versions of the form."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        widget=forms.RadioSelect,
        choices=[(kind, shown.label) for kind, shown in KINDS.items()],
    )
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    measure = forms.CharField(
        label=gettext_lazy("Unit of measure"),
        max_length=60,
        required=False,
    )
    help = forms.CharField(
        label=gettext_lazy("Help for the officer"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("What counts and what does not, and where the figure is found."),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    minimum = NumberTyped(label=gettext_lazy("Least allowed"))
    maximum = NumberTyped(label=gettext_lazy("Most allowed"))
    decimals = forms.IntegerField(
        label=gettext_lazy("Decimals shown"), required=False, min_value=0, max_value=9
    )
    better = forms.ChoiceField(
        label=gettext_lazy("Which is better?"),
        required=False,
        choices=list(BETTER.items()),
        initial=Better.HIGHER,
        help_text=gettext_lazy(
            "By this the target is judged: as something to reach, or as something not to exceed."
        ),
    )
    choices = choices_field(lines_shown=4)
    numerator = forms.ChoiceField(label=gettext_lazy("Numerator"), required=False)
    denominator = forms.ChoiceField(label=gettext_lazy("Denominator"), required=False)
    over_time = over_time_field()
    over_units = over_units_field()

    part_of = forms.ChoiceField(
        label=gettext_lazy("Is a part of"),
        required=False,
        help_text=gettext_lazy("“Of which”: the figure that it is a part of."),
    )
    parts = forms.ChoiceField(
        label=gettext_lazy("The figures that are parts of it"),
        choices=list(PARTS_RULES.items()),
        widget=forms.RadioSelect,
        required=False,
        initial="at_most",
    )
    breakdowns = forms.MultipleChoiceField(
        label=gettext_lazy("Broken down by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    shared = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        text: FormText,
        is_fixed: bool,
        entry: SharedIndicator | None,
        *args: Any,
        **options: Any,
    ) -> None:
        """`entry` is that of the dictionary that the indicator is a use of."""
        super().__init__(*args, **options)
        money = country().currency
        self.fields["measure"].help_text = _(
            "Such as files or people; of money %(measure)s (%(currency)s)."
        ) % {"measure": money.measure, "currency": money.code}
        self.fields["kind"].choices = explained_kinds(KINDS)  # type: ignore[attr-defined]
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", _("no section")),
            *((title, title) for title in text.sections),
        ]
        asked = [item.asked for item in expanded(text)]
        numbers = [_offered(entry) for entry in asked if entry.kind in TYPED_NUMBERS]
        for name in ("numerator", "denominator"):
            self.fields[name].choices = [("", _("choose")), *numbers]  # type: ignore[attr-defined]
        wholes = [_offered(entry) for entry in text.asked if entry.kind in ADDED_KINDS]
        self.fields["part_of"].choices = [  # type: ignore[attr-defined]
            ("", _("of nothing: it stands by itself")),
            *wholes,
        ]
        self.fields["breakdowns"].choices = [  # type: ignore[attr-defined]
            (breakdown.code, breakdown.name) for breakdown in text.breakdowns
        ]
        if is_fixed:
            # Published: another meaning is a new code (docs/contracts.md).
            for name in (
                "code",
                "kind",
                "measure",
                "numerator",
                "denominator",
                "over_time",
                "over_units",
            ):
                self.fields[name].disabled = True
        if entry is not None:
            for name in ("kind", "measure", "over_time", "over_units"):
                self.fields[name].disabled = True
        self.fields["shared"].disabled = True  # as the page was opened with

    def asked(self) -> Asked:
        """What was typed, without the settings that the kind does not have."""
        given = self.cleaned_data
        kind = given["kind"]
        adds_up, is_ratio = kind in TYPED_NUMBERS, kind == "ratio"
        has_bounds = kind in {"count", "amount"}
        return with_default_rules(
            Asked(
                code=given["code"].strip(),
                name=given["name"].strip(),
                kind=kind,
                measure=given["measure"].strip(),
                section=given["section"],
                help=given["help"].replace("\r\n", "\n").strip(),
                is_required=given["is_required"] and not is_ratio,
                minimum=given["minimum"] if has_bounds else None,
                maximum=given["maximum"] if has_bounds else None,
                choices=lines(given["choices"]) if kind == "choice" else (),
                decimals=given["decimals"] if kind in {"amount", "ratio"} else None,
                better=(given["better"] if adds_up or is_ratio else "") or Better.HIGHER,
                over_time=given["over_time"] if adds_up else "",
                over_units=given["over_units"] if adds_up else "",
                numerator=given["numerator"] if is_ratio else "",
                denominator=given["denominator"] if is_ratio else "",
                part_of=given["part_of"] if has_bounds else "",
                parts=(given["parts"] if has_bounds else "") or PartsRule.AT_MOST,
                breakdowns=tuple(given["breakdowns"]) if has_bounds else (),
                shared=given["shared"],
            )
        )


@signed_in
def edit_indicator(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """Add an indicator, or change the one of the code."""
    regime = managed_regime(request, pk)
    draft = draft_of(regime)
    text = form_text(draft)
    before = next((asked for asked in text.asked if asked.code == code), None)
    if code and before is None:
        raise Http404
    known = known_meanings(regime)
    is_fixed = code in known
    entry = _entry(before, request)
    initial = _initial(before) if before else _first(text, request, entry)
    form = IndicatorForm(text, is_fixed, entry, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.asked()
        changed = put_indicator(text, asked, code)
        place = [entry.code for entry in changed.asked].index(asked.code) + 1
        problems = [
            found
            for found in [*form_problems(changed), *broken_meanings(known, changed)]
            if found.place[:2] == ("indicators", place)
            or found.problem.params.get("code") == asked.code
        ]
        for problem in problems:
            name = _KEYS.get(str(problem.place[-1]), str(problem.place[-1]))
            form.add_error(name if name in form.fields else None, problem_in_words(problem.problem))
        if not problems and was_changed(request, before):
            form.add_error(None, problem_in_words(Problem("form_changed_meanwhile")))
        elif not problems:
            try:
                store(request, draft, changed, begun_from=text)
            except RuleError as error:
                form.add_error(None, problem_in_words(error.problem))
            else:
                return _back_to_designer(pk, f"indicator-{asked.code}")
    return render(
        request,
        "reporting/regimes/indicator.html",
        {
            "regime": regime,
            "form": form,
            "before": before,
            "is_fixed": is_fixed,
            "entry": entry,
            "shown": mark_of(before),
        },
    )


def _back_to_designer(pk: int, anchor: str) -> HttpResponse:
    response = redirect("form_designer", pk=pk)
    response["Location"] += f"#{anchor}"
    return response


def _entry(before: Asked | None, request: HttpRequest) -> SharedIndicator | None:
    """The entry of the dictionary: the indicator's own, or the one chosen for a new one."""
    code = request.GET.get("shared", "") if before is None else before.shared
    return SharedIndicator.objects.filter(code=code).first() if code else None


def _first(text: FormText, request: HttpRequest, entry: SharedIndicator | None) -> dict[str, Any]:
    """A new indicator in its section, as the dictionary has it; a new part is counted like its
    whole."""
    if entry is not None:
        meaning = ("code", "name", "kind", "measure", "over_time", "over_units")
        return {
            **{name: getattr(entry, name) for name in meaning},
            "section": request.GET.get("section", ""),
            "help": entry.definition,
            "shared": entry.code,
        }
    whole = next((a for a in text.asked if a.code == request.GET.get("part_of")), None)
    if whole is None:
        return {"section": request.GET.get("section", ""), "kind": "count"}
    alike = ("kind", "measure", "section", "decimals", "over_time", "over_units")
    return {"part_of": whole.code, **{name: getattr(whole, name) for name in alike}}


def _offered(asked: Asked) -> tuple[str, str]:
    return asked.code, f"{asked.name} ({asked.code})"


def _initial(asked: Asked) -> dict[str, Any]:
    initial: dict[str, Any] = {
        name: getattr(asked, name)
        for name in IndicatorForm.base_fields
        if name not in {"choices", "minimum", "maximum", "breakdowns"}
    }
    for name in ("minimum", "maximum"):
        initial[name] = written_number(getattr(asked, name))
    return {
        **initial,
        "choices": "\n".join(asked.choices),
        "breakdowns": list(asked.breakdowns),
    }
