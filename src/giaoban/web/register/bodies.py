"""Who keeps registers, how far are their numbers, and where does a series begin in mid-year?"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.register.bodies import BodyText, add_body, begin_series, edit_body
from giaoban.models import NumberedBody
from giaoban.queries.register.bodies import bodies_under, series_of
from giaoban.queries.register.kinds import kinds
from giaoban.rules.people.permissions import Permission
from giaoban.rules.problems import RuleError
from giaoban.rules.register.documents import Direction, Numbering
from giaoban.rules.register.symbols import FIRST_NUMBER, LARGEST_NUMBER
from giaoban.web.frame.access import acting_on, require_anywhere, signed_in
from giaoban.web.frame.document_labels import NUMBERINGS
from giaoban.web.register.scope import body_kept
from giaoban.web.register.words import (
    DIRECTIONS,
    TYPE_CHOICES,
    refuse,
    refused_field,
    register_refusal,
)
from giaoban.web.units.fields import UnitField, unit_meant, written


class BodyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("As in its documents; a committee apart from its host agency."),
    )
    symbol = forms.CharField(
        label=gettext_lazy("Symbol"),
        max_length=30,
        help_text=gettext_lazy("What stands in its numbers: BCS in 05/KH-BCS."),
    )
    numbering = forms.ChoiceField(
        label=gettext_lazy("Its numbers are"),
        choices=list(NUMBERINGS.items()),
        initial=Numbering.OWN,
        widget=forms.RadioSelect,
    )
    by_type = forms.BooleanField(
        label=gettext_lazy("Each type of document has numbers of its own"),
        required=False,
        initial=True,
    )
    outside_code = forms.CharField(
        label=gettext_lazy("Its code in the office's document system"),
        max_length=40,
        required=False,
    )


class NewBodyForm(BodyForm):
    unit = UnitField(label=gettext_lazy("At which unit?"))
    field_order = ["unit", "name", "symbol", "numbering", "by_type", "outside_code"]

    def __init__(self, on: date, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, **options)
        self._on = on

    def clean_unit(self) -> object:
        return unit_meant(self.cleaned_data["unit"], self._on)


class OldBodyForm(BodyForm):
    is_active = forms.BooleanField(
        label=gettext_lazy("Documents are still entered in its registers"), required=False
    )


class SeriesForm(forms.Form):
    direction = forms.ChoiceField(label=gettext_lazy("Documents"), choices=list(DIRECTIONS.items()))
    type_code = forms.ChoiceField(
        label=gettext_lazy("Type of document"),
        choices=TYPE_CHOICES,
        required=False,
        help_text=gettext_lazy("Of incoming ones all types have one series."),
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    number = forms.IntegerField(
        label=gettext_lazy("The next number"),
        min_value=FIRST_NUMBER,
        max_value=LARGEST_NUMBER,
        help_text=gettext_lazy("One more than the last in the register on paper."),
    )

    def __init__(self, on: date, typed: Any = None) -> None:
        super().__init__(typed, auto_id="series-%s", initial={"year": on.year})


@signed_in
def bodies(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_REGISTER)
    acting = acting_on(request)
    kept = bodies_under(acting.units_where(Permission.MANAGE_REGISTER), acting.today)
    return render(request, "register/bodies.html", {"bodies": kept})


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    require_anywhere(request, Permission.MANAGE_REGISTER)
    acting = acting_on(request)
    unit = acting.unit
    form = NewBodyForm(
        acting.today, request.POST or None, initial={"unit": written(unit) if unit else ""}
    )
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["unit"]
        if not acting.may(Permission.MANAGE_REGISTER, at.pk):
            form.add_error("unit", _("Choose a unit whose registers you keep."))
        else:
            try:
                body = add_body(unit=at, text=_text(form), by=acting.person, now=acting.now)
            except RuleError as error:
                refuse(form, error.problem)
            else:
                messages.success(request, _("%(name)s keeps registers now.") % {"name": body.name})
                return redirect("body", pk=body.pk)
    return render(request, "register/add_body.html", {"form": form})


@signed_in
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """Its particulars, its series, and where one begins that was on paper until now."""
    held, acting = body_kept(request, pk), acting_on(request)
    begins = request.method == "POST" and "begin" in request.POST
    series_form = SeriesForm(acting.today, request.POST if begins else None)
    form = OldBodyForm(
        request.POST if request.method == "POST" and not begins else None,
        initial={name: getattr(held, name) for name in OldBodyForm.base_fields},
    )
    if request.method == "POST":
        done = _begun(request, held, series_form) if begins else _edited(request, held, form)
        if done:
            messages.success(request, done)
            return redirect("body", pk=pk)
    series = series_of(held)
    return render(
        request,
        "register/body.html",
        {
            "body": held,
            "form": form,
            "series_form": series_form,
            "refused": series_form if begins else form,
            "series": [
                (
                    one,
                    DIRECTIONS[one.direction],
                    kinds().name_of(one.type_code) if _says_type(held, one.direction) else "",
                )
                for one in series
            ],
        },
    )


def _says_type(held: NumberedBody, direction: str) -> bool:
    return held.by_type and direction == Direction.OUTGOING


def _edited(request: HttpRequest, held: NumberedBody, form: OldBodyForm) -> str:
    """What to say where it was done; empty where it was refused."""
    acting = acting_on(request)
    if not form.is_valid():
        return ""
    try:
        edit_body(body=held, text=_text(form), by=acting.person, now=acting.now)
    except RuleError as error:
        is_begun = error.code == "series_has_begun"
        field = "by_type" if is_begun else refused_field(error.problem)
        form.add_error(field or None, register_refusal(error.problem))
        return ""
    return _("The particulars are saved.")


def _begun(request: HttpRequest, held: NumberedBody, form: SeriesForm) -> str:
    acting = acting_on(request)
    if not form.is_valid():
        return ""
    said = form.cleaned_data
    try:
        series = begin_series(
            body=held,
            direction=Direction(said["direction"]),
            type_code=said["type_code"],
            year=said["year"],
            number=said["number"],
            by=acting.person,
            now=acting.now,
        )
    except RuleError as error:
        refuse(form, error.problem)
        return ""
    return _("The next number of the series is %(number)s.") % {"number": series.next_number}


def _text(form: BodyForm) -> BodyText:
    said = form.cleaned_data
    return BodyText(
        name=said["name"],
        symbol=said["symbol"],
        numbering=Numbering(said["numbering"]),
        outside_code=said["outside_code"],
        by_type=said["by_type"],
        is_active=said.get("is_active", True),
    )
