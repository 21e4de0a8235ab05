"""How is a section called that somebody else writes, and why was a step with it refused?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from giaoban.rules.reporting.assigned_sections import SectionState
from giaoban.web.frame.labels import Badge

SECTION_STATES: Mapping[str, Badge] = {
    SectionState.ASSIGNED: Badge(
        "neutral", "circle-dashed", pgettext_lazy("state of a section", "not begun")
    ),
    SectionState.WRITING: Badge(
        "neutral", "pencil-line", pgettext_lazy("state of a section", "being written")
    ),
    SectionState.HANDED_IN: Badge(
        "term", "inbox", pgettext_lazy("state of a section", "handed in")
    ),
    SectionState.TAKEN: Badge(
        "done", "circle-check", pgettext_lazy("state of a section", "in the report")
    ),
    SectionState.RETURNED: Badge(
        "returned", "undo-2", pgettext_lazy("state of a section", "returned")
    ),
    SectionState.WITHDRAWN: Badge(
        "neutral", "ban", pgettext_lazy("state of a section", "called off")
    ),
}

SECTION_REFUSALS: Mapping[str, Promise] = {
    "section_given_out": gettext_lazy(
        "Somebody writes this section already. Call that off first, under “Section authors”."
    ),
    "section_step_not_allowed": gettext_lazy(
        "The section has moved on meanwhile. Reload the page to see how it stands."
    ),
    "section_called_off": gettext_lazy(
        "The secretariat has called this section off: nothing more is to be written. What you "
        "typed is still here to be copied."
    ),
    "no_contact": gettext_lazy("%(unit)s has no contact: name one first."),
    "section_is_empty": gettext_lazy("Nothing is written yet. Write the section, then hand it in."),
    "author_out_of_reach": gettext_lazy(
        "Choose the unit that the report is about, or one under it."
    ),
    "due_in_the_past": gettext_lazy("Choose today or a later day."),
    "reason_missing": gettext_lazy("Say what is to be mended."),
    "regime_out_of_reach": gettext_lazy("This regime has no figures of the unit."),
    "comment_is_empty": gettext_lazy("Write the comment first."),
    "report_approved_already": gettext_lazy("The report is approved: comments are closed."),
    "report_not_own": gettext_lazy("Only a unit's own report is sent to the unit above it."),
    "report_sent_already": gettext_lazy("The report was sent already."),
    "no_unit_above": gettext_lazy("No unit stands above this one: there is nobody to send to."),
    "report_not_sent": gettext_lazy("The report has not been sent."),
}
