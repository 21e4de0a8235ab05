"""What is asked when a unit is added, renamed, moved or closed, and when a file comes in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.rules.units.naming import LONGEST_CODE, LONGEST_KIND, LONGEST_NAME
from giaoban.web.units.fields import DayField, UnitField, unit_meant

REASON_HELP = _("Needed where the date is past: name the decision or the mistake that is mended.")


class ChangeForm(forms.Form):
    """A change that holds from a day on."""

    on = DayField(label=_("In force from"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=REASON_HELP
    )


class AddForm(ChangeForm):
    code = forms.CharField(label=_("Code"), max_length=LONGEST_CODE)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    kind = forms.CharField(
        label=_("Kind"),
        max_length=LONGEST_KIND,
        help_text=_("Such as site or office: regimes can ask units of one kind."),
    )
    field_order = ["code", "name", "kind", "on", "reason"]


class RenameForm(ChangeForm):
    name = forms.CharField(label=_("New name"), max_length=LONGEST_NAME)
    kind = forms.CharField(label=_("Kind"), max_length=LONGEST_KIND, required=False)
    field_order = ["name", "kind", "on", "reason"]


class MoveForm(ChangeForm):
    parent = UnitField(label=_("New unit above"))
    field_order = ["parent", "on", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on: date | None = cleaned.get("on")
        if on and cleaned.get("parent"):
            try:
                cleaned["parent"] = unit_meant(cleaned["parent"], on)
            except forms.ValidationError as error:
                self.add_error("parent", error)
        return cleaned


class CloseForm(ChangeForm):
    on = DayField(label=_("First day on which it no longer exists"))


class ImportForm(forms.Form):
    """A file, and where rows without a unit above are to hang."""

    file = forms.FileField(label=_("File (CSV)"))
    under = UnitField(
        label=_("Place under"),
        required=False,
        help_text=_("Only where the file itself names no unit above: type a name or code."),
    )
