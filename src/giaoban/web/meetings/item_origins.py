"""Where does an item of an agenda open what it is about: a report, a page, the tasks?"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import AgendaItem, Meeting
from giaoban.queries.meetings.agenda_facts import period_for, report_heard
from giaoban.queries.meetings.meeting_page import Agenda
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting
from giaoban.web.templatetags.figures import period as period_words


@dataclass(frozen=True)
class Origin:
    words: str
    address: str


def origins_of(acting: Acting, meeting: Meeting, agenda: Agenda) -> Mapping[int, Origin]:
    """By item; none for whoever may not view the committee's figures."""
    if not acting.may(Permission.VIEW, meeting.committee.unit_id):
        return {}
    items = [row.item for row in agenda.rows if row.item is not None]
    found = {item.pk: origin_of(meeting, item) for item in items}
    return {pk: origin for pk, origin in found.items() if origin is not None}


def origin_of(meeting: Meeting, item: AgendaItem) -> Origin | None:
    unit_id = meeting.committee.unit_id
    if item.kind == ItemKind.REPORT:
        return _report(meeting)
    if item.kind == ItemKind.CHAIR_PAGE:
        return _chair_page(meeting)
    if item.kind == ItemKind.LATE_DIRECTIVES:
        return Origin(_("Who has not answered?"), f"{reverse('task_load')}?unit={unit_id}")
    if item.kind == ItemKind.REVIEW and meeting.review_from and meeting.review_to:
        return Origin(_("The figures of the period"), reverse("meeting_review", args=[meeting.pk]))
    return None


def _report(meeting: Meeting) -> Origin | None:
    """Where it is drafted, as long as it is not."""
    period = period_for(meeting)
    if period is None:
        return None
    report = report_heard(meeting)
    if report is not None:
        return Origin(report.title, reverse("consolidated_report", args=[report.pk]))
    words = _("No report of %(period)s is drafted yet") % {"period": period_words(period)}
    address = f"{reverse('consolidated_reports')}?unit={meeting.committee.unit_id}"
    return Origin(words, address)


def _chair_page(meeting: Meeting) -> Origin | None:
    period = period_for(meeting)
    if period is None:
        return None
    asked = {
        "regime": period.regime.code,
        "period": period.key,
        "unit": meeting.committee.unit_id,
    }
    return Origin(_("What needs the chair's attention?"), f"{reverse('chair')}?{urlencode(asked)}")
