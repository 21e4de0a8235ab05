"""How is it said in words how a figure is worked out, and how it compares?"""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from giaoban.documents.numbers import format_number, format_percent
from giaoban.queries.reporting.explorer import ExplorerRow
from giaoban.queries.reporting.measures import Measure
from giaoban.rules.reporting.indicators import OverTime, OverUnits

OVER_TIME_WORDS: dict[OverTime, Promise] = {
    OverTime.SUM: _("Each unit's reports of the period are added up."),
    OverTime.AVERAGE: _("Of each unit's reports of the period the average is taken."),
    OverTime.LAST: _("Of each unit's reports of the period the last one counts."),
    OverTime.FIRST: _("Of each unit's reports of the period the first one counts."),
    OverTime.LEAST: _("Of each unit's reports of the period the smallest value counts."),
    OverTime.MOST: _("Of each unit's reports of the period the largest value counts."),
    OverTime.NONE: _("The indicator is not combined over longer periods."),
}
OVER_UNITS_WORDS: dict[OverUnits, Promise] = {
    OverUnits.SUM: _("The units are added up."),
    OverUnits.AVERAGE: _("The average of the reporting units is taken."),
    OverUnits.LEAST: _("The smallest value of the units counts."),
    OverUnits.MOST: _("The largest value of the units counts."),
    OverUnits.NONE: _("The indicator is not combined over units: each unit has its own value."),
}


def method_words(measure: Measure) -> list[str]:
    """The rules over time and over units, a sentence each; a ratio says what is divided."""
    if measure.is_ratio:
        return [
            gettext("Both parts are totalled first, and then one is divided by the other."),
        ]
    return [
        str(OVER_TIME_WORDS[measure.over_time]),
        str(OVER_UNITS_WORDS[measure.over_units]),
    ]


def figure_text(measure: Measure, value: float | None) -> str:
    """A ratio as a percentage, anything else as a number, in the reader's language."""
    language = get_language() or "vi"
    if measure.is_ratio:
        return format_percent(value, language)
    return format_number(value, language, decimals=measure.decimals)


def headline(measure: Measure, row: ExplorerRow, compare: str) -> str:
    """The answer as the page's title: how the figure compares, in a sentence."""
    words = {"indicator": measure.name}
    if row.now.value is None:
        return gettext("%(indicator)s: no figure yet") % words
    if compare == "target":
        if row.share_of_target is not None:
            words["percent"] = _percent(row.share_of_target)
            return gettext("%(indicator)s: %(percent)s of the year's target") % words
    else:
        is_year = compare == "last_year"
        change = row.change_from_last_year if is_year else row.change_from_previous
        if change is not None:
            words["percent"] = _percent(abs(change))
            return _compared(change, is_year) % words
    words["value"] = figure_text(measure, row.now.value)
    return gettext("%(indicator)s: %(value)s") % words


def _compared(change: float, is_year: bool) -> str:
    if is_year:
        if round(change, 3) > 0:
            return gettext("%(indicator)s: %(percent)s higher than a year before")
        if round(change, 3) < 0:
            return gettext("%(indicator)s: %(percent)s lower than a year before")
        return gettext("%(indicator)s: the same as a year before")
    if round(change, 3) > 0:
        return gettext("%(indicator)s: %(percent)s higher than the period before")
    if round(change, 3) < 0:
        return gettext("%(indicator)s: %(percent)s lower than the period before")
    return gettext("%(indicator)s: the same as the period before")


def _percent(fraction: float) -> str:
    return format_percent(fraction, get_language() or "vi")
