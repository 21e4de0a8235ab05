"""Over which span, of which committee, and with which figures is looked back?"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.models import Committee
from giaoban.queries.meetings.review_series import series_choices
from giaoban.rules.meetings.reviewing import MOST_SERIES, MOST_YEARS, is_too_long
from giaoban.rules.reporting.period_years import year_on
from giaoban.rules.tasks.spans import Span
from giaoban.web.units.fields import DayField


class ReviewForm(forms.Form):
    """`span` is there once it is valid; without indicators the usual ones are shown."""

    first = DayField(label=pgettext_lazy("span of days", "From"))
    last = DayField(label=pgettext_lazy("span of days", "Until"))
    indicator = forms.MultipleChoiceField(
        label=gettext_lazy("Figures"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: QueryDict | dict[str, Any], committee: Committee, *, today: date
    ) -> None:
        super().__init__(data)
        self.committee, self.today = committee, today
        every = series_choices(committee)
        is_of_several = len({choice.regime for choice in every}) > 1
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            (choice.key, f"{choice.name} ({choice.regime})" if is_of_several else choice.name)
            for choice in every
        ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        elif first and first > self.today:
            self.add_error("first", _("The span has not begun: there is nothing to look back on."))
        elif first and last and is_too_long(first, last):
            self.add_error("last", _("Choose at most %(count)s years.") % {"count": MOST_YEARS})
        if len(found.get("indicator") or ()) > MOST_SERIES:
            self.add_error(
                "indicator", _("Choose at most %(count)s figures.") % {"count": MOST_SERIES}
            )
        return found

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["first"], self.cleaned_data["last"])

    @property
    def chosen(self) -> list[str] | None:
        return self.cleaned_data["indicator"] or None


def spans_offered(today: date, year_starts: int) -> Sequence[tuple[str, Span]]:
    """A year, three, five: the usual ones of preliminary and final reviews."""
    year = year_on(today, year_starts)
    return [
        (_("This year"), _years(year, year, year_starts)),
        (_("Last year"), _years(year - 1, year - 1, year_starts)),
        (_("Three years"), _years(year - 2, year, year_starts)),
        (_("Five years"), _years(year - 4, year, year_starts)),
    ]


def _years(first: int, last: int, year_starts: int) -> Span:
    behind = date(last + 1, year_starts, 1)
    return Span(date(first, year_starts, 1), behind - timedelta(days=1))
