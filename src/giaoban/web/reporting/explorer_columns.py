"""Which columns has the explorer's table, on the page and as a file?"""

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from giaoban.models import Period
from giaoban.queries.reporting.explorer import Explored
from giaoban.web.frame.columns import ColumnChoice, column_choice

_LABELS: dict[str, str | Promise] = {
    "coverage": gettext_lazy("Reported"),
    "previous": gettext_lazy("Period before"),
    "last_year": gettext_lazy("Year before"),
    "change": pgettext_lazy("of a figure", "Change"),
    "cumulative": "",  # cumulative_label
    "target": gettext_lazy("Target"),
    "share": gettext_lazy("Share of target"),
    "past": gettext_lazy("Past periods"),
}


def cumulative_label(period: Period) -> str:
    """An incident has no year: what came together is since it began."""
    if period.incident_id is not None:
        return gettext("Since it began")
    return gettext("Since the year's start")


def explorer_columns(request: HttpRequest, period: Period, explored: Explored) -> ColumnChoice:
    """Beside the unit and its figure, which always stand; only what there is to show."""
    absent = set() if explored.has_cumulative else {"cumulative"}
    absent |= set() if period.incident_id is None else {"last_year"}
    absent |= set() if explored.has_targets else {"target", "share"}
    labels = _LABELS | {"cumulative": cumulative_label(period)}
    return column_choice(
        request, {code: label for code, label in labels.items() if code not in absent}
    )
