"""Of whom, and over which days, is progress reported?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.models import Document, NumberedBody, Unit
from giaoban.rules.tasks.spans import Span
from giaoban.web.units.fields import DayField, UnitField, unit_meant

_YEARS_BACK = 2
MOST_YEARS = 10


class ProgressForm(forms.Form):
    """`unit` becomes a Unit or None, `span` a Span; None is a directive as a whole."""

    body = forms.ChoiceField(label=gettext_lazy("Tasks given by"))
    unit = UnitField(
        label=gettext_lazy("Only this unit and those under it"), required=False, help_text=""
    )
    first = DayField(label=pgettext_lazy("span of days", "From"), required=False)
    last = DayField(label=pgettext_lazy("span of days", "Until"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        bodies: Sequence[NumberedBody],
        *,
        document: Document | None,
        today: date,
    ) -> None:
        super().__init__(data)
        self.bodies = {str(one.pk): one for one in bodies}
        self.document, self.today = document, today
        if document is not None:
            del self.fields["body"]
        else:
            named = [(pk, f"{one.name} ({one.unit.name})") for pk, one in self.bodies.items()]
            self.fields["body"].choices = named  # type: ignore[attr-defined]
            self.fields["first"].required = self.fields["last"].required = True

    @property
    def body_chosen(self) -> NumberedBody:
        return self.document.body if self.document else self.bodies[self.cleaned_data["body"]]

    def clean_unit(self) -> Unit | None:
        given = self.cleaned_data["unit"]
        return unit_meant(given, self.today) if given else None

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        found["span"] = None
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        elif first and last and last.year - first.year >= MOST_YEARS:
            self.add_error("last", _("Choose at most %(count)s years.") % {"count": MOST_YEARS})
        elif first and last:
            found["span"] = Span(first, last)
        elif (first or last) and not self.errors:
            self.add_error("last" if first else "first", _("Choose a date."))
        return found


@dataclass(frozen=True)
class ShownSpan:
    words: str
    address: str
    is_chosen: bool


def spans_offered(
    today: date, kept: Mapping[str, str], chosen: tuple[str, str], *, with_whole: bool
) -> list[ShownSpan]:
    """Each with the address that keeps what else was chosen; of a directive the whole first."""
    quarter = (today.month - 1) // 3 * 3 + 1
    spans = [
        (_("This month"), _months(today.year, today.month, 1)),
        (_("This quarter"), _months(today.year, quarter, 3)),
        (_("This year"), year_of(today.year)),
        (_("Last year"), year_of(today.year - 1)),
        (
            f"{today.year - _YEARS_BACK}–{today.year}",
            Span(date(today.year - _YEARS_BACK, 1, 1), date(today.year, 12, 31)),
        ),
    ]
    found = []
    if with_whole:
        found.append(ShownSpan(_("As a whole"), f"?{urlencode(kept)}", not any(chosen)))
    for words, span in spans:
        days = (f"{span.starts_on}", f"{span.ends_on}")
        query = {**kept, "first": days[0], "last": days[1]}
        found.append(ShownSpan(words, f"?{urlencode(query)}", chosen == days))
    return found


def year_of(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def _months(year: int, month: int, count: int) -> Span:
    behind = year * 12 + month - 1 + count
    last = date(behind // 12, behind % 12 + 1, 1) - timedelta(days=1)
    return Span(date(year, month, 1), last)
