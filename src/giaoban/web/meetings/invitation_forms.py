"""What is typed to answer an invitation, to invite a guest, and to refuse a substitute?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from giaoban.models import Invitee
from giaoban.rules.meetings.inviting import Answer, Part
from giaoban.web.meetings.words import ANSWER_CHOICES, PARTS
from giaoban.web.units.fields import UnitField, unit_meant

_GUESTS = (Part.GUEST, Part.RAPPORTEUR, Part.SECRETARIAT)


class AnswerForm(forms.Form):
    """One of the answers that the form of the meeting offers; for a substitute who it is."""

    answer = forms.ChoiceField(label=gettext_lazy("Your answer"), widget=forms.RadioSelect)
    substitute_name = forms.CharField(
        label=gettext_lazy("Who comes for you?"), max_length=120, required=False
    )
    substitute_post = forms.CharField(
        label=gettext_lazy("Their post and agency"), max_length=160, required=False
    )
    substitute_email = forms.EmailField(
        label=gettext_lazy("Their e-mail"),
        required=False,
        help_text=gettext_lazy("The invitation goes there once it is agreed."),
    )
    words = forms.CharField(
        label=gettext_lazy("Reason or remark"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, answers: Iterable[Answer], typed: Any = None, **options: Any) -> None:
        super().__init__(typed, **options)
        choices = [(each.value, ANSWER_CHOICES[each]) for each in answers]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        for name in ("substitute_name", "substitute_post", "substitute_email"):
            self.fields[name].shown_when = "when-substitute"  # type: ignore[attr-defined]


class GuestForm(forms.Form):
    """Somebody without a seat, of a unit or from elsewhere."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    post = forms.CharField(label=gettext_lazy("Post"), max_length=160, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("To answer by a link. Without one they get the paper alone."),
    )
    unit = UnitField(label=gettext_lazy("Of which unit?"), required=False)
    agency = forms.CharField(
        label=gettext_lazy("Or of another agency"), max_length=200, required=False
    )
    part = forms.ChoiceField(
        label=gettext_lazy("As what?"), choices=[(each.value, PARTS[each]) for each in _GUESTS]
    )

    def __init__(self, on: date, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, auto_id="guest-%s", **options)
        self._on = on

    def clean_unit(self) -> object:
        given = self.cleaned_data["unit"]
        return unit_meant(given, self._on) if given else None


class RefusalForm(forms.Form):
    """Why a substitute is not agreed; the form of one place among several on a page."""

    words = forms.CharField(label=gettext_lazy("Why not?"), max_length=300)

    def __init__(self, place_id: int, typed: Any = None) -> None:
        super().__init__(typed, auto_id=f"refuse-{place_id}-%s")


class SubstituteForm(forms.Form):
    """Whom somebody sends, as they said by telephone; the form of one place among several."""

    substitute_name = forms.CharField(label=gettext_lazy("Who comes for them?"), max_length=120)
    substitute_post = forms.CharField(
        label=gettext_lazy("Their post and agency"), max_length=160, required=False
    )
    substitute_email = forms.EmailField(
        label=gettext_lazy("Their e-mail"),
        required=False,
        help_text=gettext_lazy("The invitation goes there once it is agreed."),
    )

    def __init__(self, place_id: int, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, auto_id=f"propose-{place_id}-%s", **options)


class AddressForm(forms.Form):
    """The right address of one who is invited."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))

    def __init__(self, place_id: int, typed: Any = None, **options: Any) -> None:
        super().__init__(typed, auto_id=f"mend-{place_id}-%s", **options)


PlaceForm = RefusalForm | SubstituteForm | AddressForm
"""What is typed about one place of the list."""


def substitute_offered(place: Invitee) -> dict[str, str]:
    """Whoever was proposed last, else the standing substitute of the seat: what the fields show
    before anything is typed.
    """
    seat = place.appointment
    standing = seat.substitute if seat is not None else None
    if place.substitute_name or standing is None or not standing.is_active:
        return {
            "substitute_name": place.substitute_name,
            "substitute_post": place.substitute_post,
            "substitute_email": place.substitute_email,
        }
    return {
        "substitute_name": standing.name,
        "substitute_post": standing.post,
        "substitute_email": standing.email,
    }
