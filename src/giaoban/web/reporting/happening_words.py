"""How is told in a sentence what lately happened to a report, a period or a question?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from giaoban.documents.period_titles import period_title
from giaoban.models import Event
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.recent_changes import Happening
from giaoban.rules.reporting.period_years import year_start_of
from giaoban.rules.reporting.states import Channel

_REPORTS: Mapping[str, Promise] = {
    "submit_report": _("%(unit)s sent its report: %(regime)s, %(period)s"),
    "withdraw_report": _("%(unit)s withdrew its report: %(regime)s, %(period)s"),
    "approve_report": _("The head of %(unit)s approved the report: %(regime)s, %(period)s"),
    "accept_report": _("The report of %(unit)s was accepted: %(regime)s, %(period)s"),
    "return_report": _("The report of %(unit)s was returned to be mended: %(regime)s, %(period)s"),
    "add_signed_copy": _("%(unit)s attached the signed copy: %(regime)s, %(period)s"),
}
_TAKEN_FROM_A_FILE = _("The report of %(unit)s was read in from a file: %(regime)s, %(period)s")
_TAKEN: Mapping[str, Promise] = {
    Channel.PAGE: _REPORTS["submit_report"],
    Channel.WORKBOOK: _TAKEN_FROM_A_FILE,
    Channel.CSV: _TAKEN_FROM_A_FILE,
    Channel.TELEPHONE: _(
        "The report of %(unit)s was written down from a telephone call: %(regime)s, %(period)s"
    ),
    Channel.LETTER: _(
        "The report of %(unit)s was written down from a letter: %(regime)s, %(period)s"
    ),
}
_TAKEN_SOMEHOW = _("The report of %(unit)s came in: %(regime)s, %(period)s")
_PERIODS: Mapping[str, Promise] = {
    "open_period": _("Open for reporting: %(regime)s, %(period)s"),
    "lock_period": _("Figures are closed: %(regime)s, %(period)s"),
    "unlock_period": _("Figures are open again: %(regime)s, %(period)s"),
}
_QUESTIONS: Mapping[str, Promise] = {
    "ask_question": _("%(unit)s was asked about a figure: %(regime)s, %(period)s"),
    "answer_question": _("%(unit)s answered a question: %(regime)s, %(period)s"),
}


def _words_of(event: Event) -> Promise | None:
    """Of a report that was taken, how it came in decides."""
    if event.action == "take_report":
        channel = (event.after or {}).get("channel", "")
        return _TAKEN.get(channel, _TAKEN_SOMEHOW)
    return _REPORTS.get(event.action) or _PERIODS.get(event.action) or _QUESTIONS.get(event.action)


def happening_words(happening: Happening) -> str | None:
    """None for what has no sentence, or whose record is gone."""
    event = happening.event
    about = happening.submission or happening.question
    period = about.period if about is not None else happening.period
    if period is None:
        return None
    words = _words_of(event)
    if words is None:
        return None
    return str(words) % {
        "unit": about.unit.name if about is not None else "",
        "regime": period.regime.name,
        "period": period_title(
            period.key,
            get_language() or "vi",
            year_start_of(period),
            incident=incident_name(period),
        ),
    }
