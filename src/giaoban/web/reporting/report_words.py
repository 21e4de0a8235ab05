"""What is said of a cell that is not right, and of a step that cannot be taken?"""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from giaoban.documents.numbers import format_number
from giaoban.documents.period_titles import with_period_title
from giaoban.exchange.reporting import problem_words
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.checks import Finding, FindingCode
from giaoban.rules.reporting.states import ReportState
from giaoban.web.frame.labels import BADGES

_REFUSALS: Mapping[str, Promise] = {
    "period_locked": gettext_lazy(
        "Figures of %(period)s are closed. Ask the secretariat to open the period again."
    ),
    "report_locked": gettext_lazy(
        "This report is closed. Ask the secretariat to open the period again."
    ),
    "unit_not_asked": gettext_lazy("The unit is not asked to report for %(period)s."),
    "no_contact": gettext_lazy("%(unit)s has no contact: name one first."),
    "withdraw_first": gettext_lazy("The report has been sent. Withdraw it before you change it."),
    "not_a_draft": gettext_lazy(
        "The report has been sent meanwhile, perhaps from another window. Reload the page to see "
        "how it stands."
    ),
    "correction_needs_reason": gettext_lazy("Say why the accepted report is corrected."),
    "only_estimates_without_reason": gettext_lazy(
        "This correction only replaces estimates, but these cells changed as well: %(codes)s. Set "
        "them back, or discard the draft and begin a correction with a reason."
    ),
    "no_error_to_accept_over": gettext_lazy(
        "The report has no errors: it can be sent in the usual way."
    ),
    "reopening_in_the_past": gettext_lazy("This moment has passed: choose a later one."),
    "step_not_allowed": gettext_lazy(
        "The report of %(unit)s has moved on meanwhile: it is now %(state)s. Reload the page."
    ),
    "has_errors": gettext_lazy("The report cannot be sent yet: mend the cells named below."),
    "warnings_need_reasons": gettext_lazy(
        "The report cannot be sent yet: give a reason for each warning below, or mend the cell."
    ),
    "return_needs_reason": gettext_lazy(
        "Write what is to be mended: beside a cell, or for the whole report."
    ),
    "signed_copy_too_early": gettext_lazy("Send the report first, then attach the signed copy."),
    "text_too_long": gettext_lazy("The text is longer than %(most)s characters: shorten it."),
    "file_is_empty": gettext_lazy("The file “%(name)s” is empty: choose another one."),
    "attached_file_too_large": gettext_lazy(
        "“%(name)s” is larger than %(megabytes)s MB: make it smaller, or send it in parts."
    ),
    "file_kind_not_allowed": gettext_lazy(
        "“%(name)s” is of a kind that is not taken here. Allowed: %(allowed)s."
    ),
    "file_is_not_what_it_says": gettext_lazy(
        "“%(name)s” is not really a %(ending)s file: save it again from its program."
    ),
    "nothing_offered": gettext_lazy(
        "Other reports hold nothing more that could be taken here. Reload the page."
    ),
    "cell_not_empty": gettext_lazy(
        "The cell has been filled meanwhile. Empty it first to take the figure of another report."
    ),
    "file_missing": gettext_lazy("Choose a file first."),
    "note_missing": gettext_lazy("Write who telephoned, or the number of the letter."),
    "question_is_empty": gettext_lazy("Write the question."),
    "due_in_the_past": gettext_lazy("The day by which to answer has passed: choose a later one."),
    "answer_is_empty": gettext_lazy("Write the answer."),
    "incident_report_not_open": gettext_lazy(
        "%(key)s is not open: reports of an incident open with the incident, by the hour."
    ),
    "regime_not_for_incidents": gettext_lazy(
        "“%(regime)s” is not reported for incidents: choose a regime whose frequency is that."
    ),
    "incident_code_malformed": gettext_lazy(
        "“%(code)s” cannot be a code: use letters, digits, dots and hyphens, at most 26."
    ),
    "incident_code_taken": gettext_lazy(
        "There is an incident with the code %(code)s already: choose another code."
    ),
    "incident_without_name": gettext_lazy("Write what the incident is called."),
    "incident_in_the_future": gettext_lazy("The incident cannot begin later than now."),
    "incident_hours_out_of_range": gettext_lazy(
        "The first report is due within 1 to %(longest)s hours."
    ),
    "incident_without_area": gettext_lazy("Choose at least one unit where it struck."),
    "incident_asks_nobody": gettext_lazy(
        "The regime asks none of these units: choose an area whose units report."
    ),
    "incident_ended": gettext_lazy("The incident has ended meanwhile. Reload the page."),
    "final_said_already": gettext_lazy("%(unit)s has given its final report already."),
    "final_without_report": gettext_lazy("%(unit)s has not sent this report yet: send it first."),
    "indicator_of_another_regime": gettext_lazy("This indicator belongs to another regime."),
}


def refusal_words(problem: Problem) -> str:
    """Why something could not be done, and what to do, as one or two sentences."""
    problem = with_period_title(problem, get_language() or "vi")
    words = _REFUSALS.get(problem.code)
    if words is None:
        return problem_words.sentence(problem)
    return str(words) % {name: _shown(name, value) for name, value in problem.params.items()}


def finding_words(finding: Finding) -> str:
    """What is wrong with a cell; of a check, the sentence that the form's maker gave it."""
    language = get_language() or "vi"
    if finding.code is FindingCode.CHECK_FAILED:
        message = str(finding.params.get("message") or "").strip()
        formula = str(finding.params.get("formula", ""))
        return message or _("This must hold: %(formula)s") % {"formula": formula}
    if finding.code is FindingCode.REQUIRED_MISSING:
        return _("Not filled in yet.")
    if finding.code is FindingCode.NOT_ASKED:
        return problem_words.sentence(Problem(finding.code, finding.params))
    if finding.code is FindingCode.IN_LIST_ROW:
        return problem_words.sentence(Problem(finding.code, finding.params))
    numbers = {
        name: format_number(value, language) if isinstance(value, int | float) else value
        for name, value in finding.params.items()
    }
    match finding.code:
        case FindingCode.CUMULATIVE_FALLS:
            return (
                _(
                    "Since the year began: %(value)s is less than what was reported before, "
                    "%(before)s."
                )
                % numbers
            )
        case FindingCode.NEGATIVE:
            return _("A count cannot be below 0.")
        case FindingCode.NOT_WHOLE:
            return _("A count is a whole number: %(value)s is none.") % numbers
        case FindingCode.BELOW_MINIMUM:
            return _("At least %(minimum)s is allowed here.") % numbers
        case FindingCode.ABOVE_MAXIMUM:
            return _("At most %(maximum)s is allowed here.") % numbers
        case FindingCode.PARTS_EXCEED if finding.params.get("name"):
            return _("“%(name)s” adds up to %(sum)s, more than %(value)s.") % numbers
        case FindingCode.PARTS_EXCEED:
            return _("The parts add up to %(sum)s, more than %(value)s.") % numbers
        case FindingCode.PARTS_DIFFER if finding.params.get("name"):
            return _("“%(name)s” adds up to %(sum)s, not to %(value)s.") % numbers
        case FindingCode.PARTS_DIFFER:
            return _("The parts add up to %(sum)s, not to %(value)s.") % numbers
        case FindingCode.NOT_A_CHOICE:
            return _("“%(value)s” is not one of the choices: choose from the list.") % numbers
        case _:
            return _("This is no number: type digits only.")


def problem_in_row(finding: Finding) -> str:
    """What is wrong with a cell in a row of a list, said beside it."""
    return finding_words(replace(finding, code=FindingCode(str(finding.params["problem"]))))


def _shown(name: str, value: object) -> object:
    if name == "state":
        return BADGES[ReportState(str(value))].label
    return value
