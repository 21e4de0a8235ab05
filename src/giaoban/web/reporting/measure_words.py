"""How is it said in words how a figure is worked out, and how it compares?"""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from giaoban.documents.numbers import format_change, format_number, format_percent
from giaoban.queries.reporting.explorer import ExplorerRow
from giaoban.queries.reporting.measures import Measure
from giaoban.rules.reporting.change import Change
from giaoban.rules.reporting.indicators import Better, OverTime, OverUnits

OVER_TIME_WORDS: dict[OverTime, Promise] = {
    OverTime.SUM: _("Each unit's reports of the period are added up."),
    OverTime.AVERAGE: _("Of each unit's reports of the period the average is taken."),
    OverTime.LAST: _("Of each unit's reports of the period the last one counts."),
    OverTime.FIRST: _("Of each unit's reports of the period the first one counts."),
    OverTime.LEAST: _("Of each unit's reports of the period the smallest value counts."),
    OverTime.MOST: _("Of each unit's reports of the period the largest value counts."),
    OverTime.CUMULATIVE: _(
        "Units report the figure since the year began; that of a period is the difference from the "
        "period before."
    ),
    OverTime.NONE: _("The indicator is not combined over longer periods."),
}
OVER_UNITS_WORDS: dict[OverUnits, Promise] = {
    OverUnits.SUM: _("The units are added up."),
    OverUnits.AVERAGE: _("The average of the reporting units is taken."),
    OverUnits.LEAST: _("The smallest value of the units counts."),
    OverUnits.MOST: _("The largest value of the units counts."),
    OverUnits.NONE: _("The indicator is not combined over units: each unit has its own value."),
}


COMPLETE_ENOUGH = 0.9
"""Of fewer reports than this a total is not held against another period's in the title."""


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
        decimals = 1 if measure.decimals is None else measure.decimals
        return format_percent(value, language, decimals=decimals)
    return format_number(value, language, decimals=measure.decimals)


def headline(measure: Measure, row: ExplorerRow, compare: str) -> str:
    """The answer as the page's title: how the figure compares, in a sentence.

    While many reports are missing a sum is no lower than last year's, it is not there yet.
    """
    words = {"indicator": measure.name}
    if measure.over_time is OverTime.CUMULATIVE:
        words["indicator"] = gettext("%(indicator)s, in the period") % words
    if row.now.value is None:
        return gettext("%(indicator)s: no figure yet") % words
    if row.coverage.received < COMPLETE_ENOUGH * row.coverage.expected:
        words["value"] = figure_text(measure, row.now.value)
        return gettext("%(indicator)s: %(value)s so far") % words
    if compare == "target":
        if row.share_of_target is not None:
            words["percent"] = _percent(row.share_of_target)
            if measure.better is Better.LOWER:
                return gettext("%(indicator)s: %(percent)s of the year's limit") % words
            return gettext("%(indicator)s: %(percent)s of the year's target") % words
    else:
        is_year = compare == "last_year"
        change = row.change_from_last_year if is_year else row.change_from_previous
        if change is not None:
            words["percent"] = format_change(change, get_language() or "vi", is_signed=False)
            return _compared(change, is_year) % words
    words["value"] = figure_text(measure, row.now.value)
    return gettext("%(indicator)s: %(value)s") % words


def line_title(measure: Measure, row: ExplorerRow, series: Sequence[float | None]) -> str:
    """What the line over time shows, in a sentence."""
    known = [value for value in series if value is not None]
    words: dict[str, str | int] = {"unit": row.name, "n": len(known)}
    if len(known) < 3 or row.now.value is None:
        return gettext("%(unit)s over time") % words
    if max(known) == min(known):
        return gettext("%(unit)s: the same in all %(n)s periods") % words
    if row.now.value == max(known):
        return gettext("%(unit)s: the highest of %(n)s periods") % words
    if row.now.value == min(known):
        return gettext("%(unit)s: the lowest of %(n)s periods") % words
    words["least"] = figure_text(measure, min(known))
    words["most"] = figure_text(measure, max(known))
    return gettext("%(unit)s: between %(least)s and %(most)s in %(n)s periods") % words


def bars_title(measure: Measure, children: Sequence[ExplorerRow]) -> str:
    """Who stands highest and who lowest, in a sentence; `children` highest first."""
    first, last = children[0], children[-1]
    return gettext("Highest: %(first)s with %(most)s; lowest: %(last)s with %(least)s") % {
        "first": first.name,
        "most": figure_text(measure, first.now.value),
        "last": last.name,
        "least": figure_text(measure, last.now.value),
    }


def _compared(change: Change, is_year: bool) -> str:
    """The placeholder holds per cent or, of a ratio, points with their name."""
    if is_year:
        if change.direction > 0:
            return gettext("%(indicator)s: %(percent)s higher than a year before")
        if change.direction < 0:
            return gettext("%(indicator)s: %(percent)s lower than a year before")
        return gettext("%(indicator)s: the same as a year before")
    if change.direction > 0:
        return gettext("%(indicator)s: %(percent)s higher than the period before")
    if change.direction < 0:
        return gettext("%(indicator)s: %(percent)s lower than the period before")
    return gettext("%(indicator)s: the same as the period before")


def _percent(fraction: float) -> str:
    return format_percent(fraction, get_language() or "vi")
