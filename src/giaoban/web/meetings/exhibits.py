"""Which figures, charts and lists belong to an item, each leading to where it comes from?"""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from giaoban.documents.reporting.report_charts import report_charts
from giaoban.documents.reporting.report_words import LANGUAGE
from giaoban.models import AgendaItem, Meeting
from giaoban.queries.meetings.agenda_facts import period_for
from giaoban.queries.meetings.agenda_seen import papers_upto
from giaoban.queries.meetings.arising import arising_for
from giaoban.queries.reporting.chair import briefing
from giaoban.rules.meetings.agenda import ItemKind
from giaoban.rules.meetings.passages import Reach, may_read
from giaoban.rules.people.permissions import Permission
from giaoban.web.frame.acting import Acting
from giaoban.web.meetings.item_origins import origin_of
from giaoban.web.reporting.chair import trends_of
from giaoban.web.reporting.chair_directives import late_with
from giaoban.web.tasks.words import COUNTS, TASK_STATES

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
            "state": TASK_STATES[one.facts.state],
            "count": COUNTS[one.count] if one.count is not None else None,
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
    return late_with(acting, meeting.committee.unit_id) | {"is_late": True}


EXHIBITS: Mapping[ItemKind, Callable[[Acting, Meeting], dict[str, Any] | None]] = {
    ItemKind.MATTERS_ARISING: _arising,
    ItemKind.REPORT: _figures,
    ItemKind.CHAIR_PAGE: _figures,
    ItemKind.LATE_DIRECTIVES: _late,
}
