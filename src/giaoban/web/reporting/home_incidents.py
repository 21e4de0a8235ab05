"""Which incidents go on where the person leads or keeps the secretariat, and who has reported?"""

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.models import Incident, Period
from giaoban.queries.reporting.incidents import incidents_seen
from giaoban.queries.reporting.totals import coverage_of
from giaoban.rules.people.permissions import Permission
from giaoban.rules.reporting.coverage import Coverage
from giaoban.web.frame.acting import Acting
from giaoban.web.frame.home import HomeBlocks, HomeRow
from giaoban.web.reporting.hour_words import hours_words

MOST_ROWS = 5


def incident_blocks(acting: Acting) -> HomeBlocks:
    """A row for each; three queries, none for those who only report."""
    unit_ids = acting.units_where(Permission.ASK_QUESTION)
    if not acting.at_home.incidents:
        return HomeBlocks()
    going_on = incidents_seen(unit_ids, acting.today).filter(ended_at=None)
    incidents = {incident.pk: incident for incident in going_on[:MOST_ROWS]}
    newest: dict[int, Period] = {}
    reported = Period.objects.filter(incident__in=incidents, is_reported=True)
    for period in reported.order_by("due_at"):
        if period.incident_id is not None:
            newest[period.incident_id] = period
    counts = coverage_of(
        {incident.regime.unit_id for incident in incidents.values()},
        [period.pk for period in newest.values()],
    )
    return HomeBlocks(
        owed=[
            _row(
                acting,
                incidents[pk],
                period,
                counts.coverage(incidents[pk].regime.unit_id, period.pk),
            )
            for pk, period in newest.items()
        ]
    )


def _row(acting: Acting, incident: Incident, period: Period, counts: Coverage) -> HomeRow:
    due_at = period.due_at or acting.now
    is_complete = counts.missing == 0
    return HomeRow(
        title=incident.name,
        address=reverse("incident", args=[incident.pk]),
        detail=_("%(received)s of %(expected)s units have reported in this round")
        % {"received": counts.received, "expected": counts.expected},
        tone="done" if is_complete else "late" if acting.now > due_at else "term",
        state=_("complete") if is_complete else hours_words(due_at, acting.now),
        action=_("See the incident"),
        due_at=None if is_complete else due_at,
        key=f"round-{period.pk}",
    )
