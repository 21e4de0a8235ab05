"""Which columns has the explorer's table, on the page and as a file?"""

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.queries.reporting.explorer import Explored
from giaoban.web.frame.columns import ColumnChoice, column_choice

_LABELS: dict[str, str | Promise] = {
    "coverage": gettext_lazy("Reported"),
    "previous": gettext_lazy("Period before"),
    "last_year": gettext_lazy("Year before"),
    "change": pgettext_lazy("of a figure", "Change"),
    "cumulative": gettext_lazy("Since the year's start"),
    "target": gettext_lazy("Target"),
    "share": gettext_lazy("Share of target"),
    "past": gettext_lazy("Past periods"),
}


def explorer_columns(request: HttpRequest, explored: Explored) -> ColumnChoice:
    """Beside the unit and its figure, which always stand; only what there is to show."""
    absent = set() if explored.has_cumulative else {"cumulative"}
    absent |= set() if explored.has_targets else {"target", "share"}
    return column_choice(
        request, {code: label for code, label in _LABELS.items() if code not in absent}
    )
