"""What are frequencies, kinds of indicators and their rules called on screen?"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from giaoban.rules.reporting.deadlines import DeadlineRule, Roll
from giaoban.rules.reporting.indicators import Better, IndicatorKind, OverTime, OverUnits
from giaoban.rules.reporting.periods import Calendar, PeriodKind
from giaoban.rules.reporting.reporters import ReporterChoice, parse_reporters
from giaoban.rules.reporting.structure_texts import ColumnKind, PartsRule

FREQUENCIES: dict[str, Promise] = {
    PeriodKind.WEEK: gettext_lazy("every week"),
    PeriodKind.MONTH: gettext_lazy("every month"),
    PeriodKind.QUARTER: gettext_lazy("every quarter"),
    PeriodKind.HALF: gettext_lazy("every half year"),
    PeriodKind.NINE_MONTHS: gettext_lazy("nine months of each year"),
    PeriodKind.YEAR: gettext_lazy("every year"),
    PeriodKind.ONCE: gettext_lazy("once"),
    PeriodKind.INCIDENT: gettext_lazy("for each incident, by the hour"),
}
CALENDARS: dict[str, Promise] = {
    Calendar.ND09: gettext_lazy("From the 15th to the 14th (Decree 09/2019)"),
    Calendar.CALENDAR: gettext_lazy("From the first to the last day of the month"),
    Calendar.FISCAL: gettext_lazy(
        "From the first to the last day of the month, in financial years"
    ),
}
MONTHS: dict[int, Promise] = {
    1: gettext_lazy("January"),
    2: gettext_lazy("February"),
    3: gettext_lazy("March"),
    4: gettext_lazy("April"),
    5: gettext_lazy("May"),
    6: gettext_lazy("June"),
    7: gettext_lazy("July"),
    8: gettext_lazy("August"),
    9: gettext_lazy("September"),
    10: gettext_lazy("October"),
    11: gettext_lazy("November"),
    12: gettext_lazy("December"),
}
ROLLS: dict[str, Promise] = {
    Roll.FORWARD: gettext_lazy("the next working day"),
    Roll.BACKWARD: gettext_lazy("the working day before"),
}


@dataclass(frozen=True)
class Explained:
    """A name and what it means, in plain words with an example."""

    label: Promise
    explanation: Promise


KINDS: dict[str, Explained] = {
    IndicatorKind.COUNT: Explained(
        gettext_lazy("Count"), gettext_lazy("How many: whole numbers, such as 1,284 files.")
    ),
    IndicatorKind.AMOUNT: Explained(
        gettext_lazy("Amount"), gettext_lazy("How much: money, area, weight; with decimals.")
    ),
    IndicatorKind.RATIO: Explained(
        gettext_lazy("Ratio"),
        gettext_lazy("Worked out from two other indicators; nobody types it."),
    ),
    IndicatorKind.YES_NO: Explained(
        gettext_lazy("Yes or no"),
        gettext_lazy("Done or not done; above, the number of units that said yes."),
    ),
    IndicatorKind.CHOICE: Explained(
        gettext_lazy("Choice"), gettext_lazy("One of several answers that you list.")
    ),
    IndicatorKind.TEXT: Explained(
        gettext_lazy("Text"), gettext_lazy("Difficulties, proposals: in the unit's own words.")
    ),
    IndicatorKind.FILE: Explained(
        gettext_lazy("File"), gettext_lazy("A document that the unit attaches.")
    ),
}


def explained_kinds(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """The choices of a field of kinds, in the order of KINDS whatever that of `kinds`."""
    offered = set(kinds)
    return [
        (kind, f"{shown.label}: {shown.explanation}")
        for kind, shown in KINDS.items()
        if kind in offered
    ]


OVER_TIME: dict[str, Promise] = {
    OverTime.SUM: gettext_lazy("add the periods up (what happened in the period)"),
    OverTime.LAST: gettext_lazy("take the last period (how things stand at the end)"),
    OverTime.FIRST: gettext_lazy("take the first period (how things stood at the start)"),
    OverTime.AVERAGE: gettext_lazy("take the average of the periods"),
    OverTime.LEAST: gettext_lazy("take the least of the periods"),
    OverTime.MOST: gettext_lazy("take the most of the periods"),
    OverTime.CUMULATIVE: gettext_lazy("reported since the year began: the last one holds"),
    OverTime.NONE: gettext_lazy("no figure for longer periods"),
}
OVER_UNITS: dict[str, Promise] = {
    OverUnits.SUM: gettext_lazy("add the units up"),
    OverUnits.AVERAGE: gettext_lazy("take the average of the units"),
    OverUnits.LEAST: gettext_lazy("take the least of the units"),
    OverUnits.MOST: gettext_lazy("take the most of the units"),
    OverUnits.NONE: gettext_lazy("no figure above the units"),
}
BETTER: dict[str, Promise] = {
    Better.HIGHER: gettext_lazy("a higher figure (files processed, people trained)"),
    Better.LOWER: gettext_lazy("a lower figure (accidents, files overdue)"),
}
PARTS_RULES: dict[str, Promise] = {
    PartsRule.AT_MOST: gettext_lazy("add up to at most the whole (“of which”)"),
    PartsRule.EQUAL: gettext_lazy("add up to exactly the whole"),
}
COLUMN_KINDS: dict[str, Promise] = {
    ColumnKind.COUNT: gettext_lazy("Count"),
    ColumnKind.AMOUNT: gettext_lazy("Amount"),
    ColumnKind.YES_NO: gettext_lazy("Yes or no"),
    ColumnKind.CHOICE: gettext_lazy("Choice"),
    ColumnKind.TEXT: gettext_lazy("Text"),
    ColumnKind.DATE: gettext_lazy("Date"),
}
LEVELS: dict[str, Promise] = {
    "error": pgettext_lazy("check", "Error: the report cannot be sent"),
    "warning": pgettext_lazy("check", "Warning: the unit gives a reason"),
}


def reporters_in_words(written: str) -> str:
    """Who reports, as a sentence's end: "all units at level 3"."""
    reporters = parse_reporters(written)
    match reporters.choice:
        case ReporterChoice.ALL:
            return _("every unit, at all levels")
        case ReporterChoice.LEVEL:
            return _("the units of level %(level)s") % {"level": reporters.level}
        case ReporterChoice.KIND:
            return _("the units of the kind “%(kind)s”") % {"kind": reporters.kind}
        case ReporterChoice.UNDER:
            return _("the units under %(code)s") % {"code": reporters.codes[0]}
        case ReporterChoice.LISTED:
            return ngettext(
                "%(count)s unit by name", "%(count)s units by name", len(reporters.codes)
            ) % {"count": len(reporters.codes)}
        case _:
            return _("the units at the bottom of the tree")


def deadline_in_words(rule: DeadlineRule) -> str:
    """ "17:00, 2 working days after the cut-off" or "17:00 on the 20th of the last month"."""
    words: dict[str, object] = {"time": f"{rule.at:%H:%M}", "day": rule.day}
    if rule.working_days is not None:
        words["count"] = rule.working_days
        return (
            ngettext(
                "%(time)s, %(count)s working day after the cut-off",
                "%(time)s, %(count)s working days after the cut-off",
                rule.working_days,
            )
            % words
        )
    if rule.month_offset == 0:
        return _("%(time)s on day %(day)s of the period's last month") % words
    words["count"] = rule.month_offset
    return (
        ngettext(
            "%(time)s on day %(day)s, %(count)s month after the period's last month",
            "%(time)s on day %(day)s, %(count)s months after the period's last month",
            rule.month_offset,
        )
        % words
    )
