"""Which figures, charts and lists belong to an item, each leading to where it comes from?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from giaoban.documents.meetings.review_report import review_sections
from giaoban.documents.reporting.report_charts import report_charts
from giaoban.documents.reporting.report_words import LANGUAGE
from giaoban.models import AgendaItem, Document, Meeting
from giaoban.queries.meetings.agenda_facts import period_for
from giaoban.queries.meetings.agenda_seen import papers_upto
from giaoban.queries.meetings.arising import arising_for
from giaoban.queries.meetings.review import review_of
from giaoban.queries.reporting.chair import briefing
from giaoban.queries.tasks.late_directives import LateDirective
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.people.permissions import Permission
from giaoban.rules.register.documents import Access
from giaoban.rules.tasks.spans import Span
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.arising_card import state_shown
from giaoban.web.meetings.item_origins import origin_of
from giaoban.web.reporting.chair import trends_of
from giaoban.web.reporting.chair_directives import late_with

MOST_CHARTS = 2


def exhibit(acting: Acting, meeting: Meeting, item: AgendaItem) -> SafeString:
    """Drawn, with the item's papers and the page that it opens; empty where there is nothing."""
    found = EXHIBITS.get(ItemKind(item.kind))
    context = (found(acting, meeting) if found else None) or {}
    papers = [one for one in papers_upto(meeting, Reach.MEMBERS) if one.item_id == item.pk]
    sees = acting.may(Permission.VIEW, meeting.committee.unit_id)
    origin = origin_of(meeting, item) if sees else None
    if not (context or papers or origin):
        return SafeString("")
    given = {"meeting": meeting, "item": item, "papers": papers, "origin": origin}
    return render_to_string("meetings/exhibit.html", given | context)


def _arising(acting: Acting, meeting: Meeting) -> dict[str, Any]:
    """What was concluded before and is open on the meeting's day; no conclusion of narrow reach."""
    rows = [
        {
            "conclusion": one.conclusion,
            "state": state_shown(one),
            "due_on": one.facts.due_on,
        }
        for one in arising_for(meeting, acting.today)
        if may_read(one.reach, Reach.MEMBERS)
    ]
    return {"arising": rows, "is_arising": True}


def _figures(acting: Acting, meeting: Meeting) -> dict[str, Any] | None:
    """Of the period that the meeting hears, for whoever may see the unit's figures."""
    period, unit = period_for(meeting), meeting.committee.unit
    if period is None or not acting.may(Permission.VIEW, unit.pk):
        return None
    found = briefing(unit, period, acting.today)
    return {
        "period": period,
        "unit": unit,
        "facts": found.facts,
        "trends": trends_of(found, unit, period),
        "document_language": LANGUAGE,
        "charts": report_charts(found.facts, None)[:MOST_CHARTS],
    }


def _late(acting: Acting, meeting: Meeting) -> dict[str, Any]:
    found = late_with(acting, meeting.committee.unit_id)
    lines = [for_the_room(line) for line in found["late_directives"]]
    return found | {"is_late": True, "late_directives": lines}


def for_the_room(line: LateDirective) -> LateDirective:
    """Of a limited document the room hears no more than that there is one, whoever shows it."""
    document = line.document
    if document is None or document.access != Access.LIMITED:
        return line
    unnamed = Document(pk=document.pk, title=_("Document for other units"), access=document.access)
    return replace(line, document=unnamed)


def _review(acting: Acting, meeting: Meeting) -> dict[str, Any] | None:
    """The span's figures, directives, meetings and units as its report has them."""
    if meeting.review_from is None or meeting.review_to is None:
        return None
    span = Span(meeting.review_from, meeting.review_to)
    review = review_of(meeting.committee, span, today=acting.today)
    opens = acting.may(Permission.VIEW, meeting.committee.unit_id)
    points = (point for each in review.series for point in each.points)
    return {
        "sections": review_sections(review)[:-1],  # the last is for remarks
        "periods": {str(one.period_id): one.period_id for one in points if one.period_id and opens},
        "document_language": LANGUAGE,
    }


EXHIBITS: Mapping[ItemKind, Callable[[Acting, Meeting], dict[str, Any] | None]] = {
    ItemKind.MATTERS_ARISING: _arising,
    ItemKind.REPORT: _figures,
    ItemKind.CHAIR_PAGE: _figures,
    ItemKind.LATE_DIRECTIVES: _late,
    ItemKind.REVIEW: _review,
}
