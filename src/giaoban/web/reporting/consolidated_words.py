"""What is said of a report that cannot go out yet, and of a figure that means nothing?"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from giaoban.rules.problems import Problem
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.prose import Count, ProseProblem, View
from giaoban.web.frame.labels import Badge
from giaoban.web.reporting.section_words import SECTION_REFUSALS

STAGES: Mapping[str, Badge] = {
    Stage.DRAFT: Badge(
        "neutral", "pencil-line", pgettext_lazy("state of a consolidated report", "being drafted")
    ),
    Stage.FIXED: Badge(
        "term", "lock", pgettext_lazy("state of a consolidated report", "waiting for approval")
    ),
    Stage.APPROVED: Badge(
        "done", "stamp", pgettext_lazy("state of a consolidated report", "approved")
    ),
    Stage.ISSUED: Badge("done", "send", pgettext_lazy("state of a consolidated report", "issued")),
}

VIEWS: Mapping[str, Promise] = {
    View.NOW: gettext_lazy("this period"),
    View.PREVIOUS: gettext_lazy("the period before"),
    View.LAST_YEAR: gettext_lazy("the same period of last year"),
    View.CHANGE: gettext_lazy("change from the period before"),
    View.CHANGE_FROM_LAST_YEAR: gettext_lazy("change from last year"),
    View.CUMULATIVE: gettext_lazy("since the year's start"),
    View.TARGET: gettext_lazy("the year's target"),
    View.PERCENT_OF_TARGET: gettext_lazy("share of the target"),
}
COUNTS: Mapping[str, Promise] = {
    Count.COVERAGE: gettext_lazy("units that reported, of those asked"),
    Count.RECEIVED: gettext_lazy("number of units that reported"),
    Count.EXPECTED: gettext_lazy("number of units asked"),
    Count.ON_TIME: gettext_lazy("number of units on time"),
    Count.LATE: gettext_lazy("number of units late"),
    Count.MISSING: gettext_lazy("number of units missing"),
    Count.RETURNED: gettext_lazy("number of units mending their report"),
}
NAMED: Mapping[str, Promise] = {
    f"{Count.LATE}|{View.NAMES}": gettext_lazy("names of the units late"),
    f"{Count.MISSING}|{View.NAMES}": gettext_lazy("names of the units missing"),
}

_SENTENCES: Mapping[str, Promise] = {
    "gap_no_figures": gettext_lazy("No unit has reported a figure for this period yet."),
    "gap_stale": gettext_lazy(
        "The newest reports are still being added up. Wait a moment and reload the page."
    ),
    "gap_number": gettext_lazy("The number and symbol are not given."),
    "gap_date": gettext_lazy("The date is not given."),
    "report_not_a_draft": gettext_lazy(
        "The report is no longer a draft, perhaps since another window. Reload the page."
    ),
    "report_step_not_allowed": gettext_lazy(
        "The report has moved on meanwhile. Reload the page to see how it stands."
    ),
    "section_changed_meanwhile": gettext_lazy(
        "Somebody else changed this section while you were writing. Your text is still here; "
        "theirs stands below. Put the two together and save."
    ),
    "section_unknown": gettext_lazy("This section has been removed meanwhile."),
    "section_without_title": gettext_lazy("Give the section a title."),
    "report_without_title": gettext_lazy("Give the report a title."),
    "report_issued": gettext_lazy("The report has been issued: its number stays."),
    "file_missing": gettext_lazy("Choose a file first."),
    "file_too_large": gettext_lazy("The file is larger than %(megabytes)s MB."),
    "file_kind_not_allowed": gettext_lazy("Choose a Word or PDF file."),
    "date_unreadable": gettext_lazy("The date cannot be read."),
    "prose_not_closed": gettext_lazy("“%(source)s” is not closed: a figure ends with ]]."),
    "prose_unknown_name": gettext_lazy("“%(name)s” is no indicator of this report and no count."),
    "prose_unknown_view": gettext_lazy(
        "“%(view)s” is nothing that can be shown of a figure: choose from the list."
    ),
    "prose_view_not_for_name": gettext_lazy("“%(name)s” has no “%(view)s”."),
    "prose_unknown_unit": gettext_lazy(
        "“%(unit)s” is no code of this unit or of one directly under it."
    ),
    "prose_part_in_line": gettext_lazy("“%(name)s” must stand alone on its line."),
    **SECTION_REFUSALS,
}


@dataclass(frozen=True)
class ShownGap:
    sentence: str
    stops: bool
    code: str


def shown_gap(problem: Problem) -> ShownGap:
    return ShownGap(sentence(problem), problem.is_error, problem.code)


def sentence(problem: Problem) -> str:
    """What is wrong and how to mend it."""
    count = problem.params.get("count")
    words: dict[str, object] = dict(problem.params)
    match problem.code:
        case "gap_units":
            return _counted(
                ngettext("%(count)s unit is missing.", "%(count)s units are missing.", _int(count)),
                words,
            )
        case "gap_unaccepted":
            return _counted(
                ngettext(
                    "%(count)s report is not accepted yet.",
                    "%(count)s reports are not accepted yet.",
                    _int(count),
                ),
                words,
            )
        case "gap_warnings":
            return _counted(
                ngettext(
                    "%(count)s warning has no explanation.",
                    "%(count)s warnings have no explanation.",
                    _int(count),
                ),
                words,
            )
        case "gap_prose":
            return _counted(
                ngettext(
                    "%(count)s figure in the text means nothing.",
                    "%(count)s figures in the text mean nothing.",
                    _int(count),
                ),
                words,
            )
        case "gap_authors":
            return _counted(
                ngettext(
                    "%(count)s section is still with its author.",
                    "%(count)s sections are still with their authors.",
                    _int(count),
                ),
                words,
            )
        case "gap_comments":
            return _counted(
                ngettext(
                    "%(count)s comment is not settled.",
                    "%(count)s comments are not settled.",
                    _int(count),
                ),
                words,
            )
        case "gap_regimes":
            regimes = problem.params["regimes"]
            assert isinstance(regimes, tuple)
            return _("No figures until then of: %(regimes)s.") % {"regimes": "; ".join(regimes)}
        case "gap_sections":
            titles = problem.params["titles"]
            assert isinstance(titles, tuple)
            return _("Nothing is written yet under: %(titles)s.") % {"titles": "; ".join(titles)}
    return str(_SENTENCES[problem.code]) % words


def prose_sentence(found: ProseProblem) -> str:
    """With its place, as an editor counts lines."""
    return _("Line %(line)s: %(sentence)s") % {
        "line": found.line,
        "sentence": sentence(found.problem),
    }


def _counted(words: str, params: dict[str, object]) -> str:
    return words % params


def _int(count: object) -> int:
    assert isinstance(count, int)
    return count
