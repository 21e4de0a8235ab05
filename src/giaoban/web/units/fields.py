"""Fields that forms on units and people share: a day, and a unit found by typing."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.models import Unit
from giaoban.queries.units.picking import unit_named
from giaoban.queries.written_days import day_text
from giaoban.rules.country.dates import EARLIEST, LATEST


class DayField(forms.DateField):
    """A calendar day; the browser's own picker shows it in the reader's way."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault(
            "error_messages",
            {
                "invalid": gettext_lazy("Type a date, such as 20/11/2026."),
                "required": gettext_lazy("Choose a date."),
            },
        )
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            words = _("Choose a day between %(first)s and %(last)s.")
            raise forms.ValidationError(
                words % {"first": day_text(EARLIEST), "last": day_text(LATEST)}
            )
        return day


class UnitInput(forms.TextInput):
    """Typing asks for matching units; choosing one writes its code and name."""

    template_name = "units/unit_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["pick_address"] = reverse_lazy("pick_unit")
        return context


class UnitField(forms.CharField):
    """The text that means a unit; `unit_meant` finds it, since a code needs a day."""

    widget = UnitInput

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text", gettext_lazy("Type a part of the name or the code, then choose.")
        )
        super().__init__(max_length=260, **options)


def unit_meant(text: str, on: date) -> Unit:
    """The unit that the text means on the day; a ValidationError says what to type."""
    unit = unit_named(text, on)
    if unit is None:
        raise forms.ValidationError(
            _("No unit open on %(day)s is called that. Type its code or its full name.")
            % {"day": day_text(on)}
        )
    return unit


def written(unit: Unit) -> str:
    """How a chosen unit stands in the field: code, then name."""
    return f"{unit.code} {unit.name}"
