"""What is a letter that chases missing reports made from: the units, how late, of how many?"""

from collections.abc import Collection
from datetime import datetime

from giaoban.documents.reporting.dunning_letter import DunningFacts, MissingReport
from giaoban.models import Period, Submission, Unit
from giaoban.queries.reporting.consolidation_heading import report_heading
from giaoban.queries.reporting.incidents import incident_name
from giaoban.queries.reporting.reminding import OwedReport, owed_of
from giaoban.queries.reporting.totals import coverage_of
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.incidents import hours_left
from giaoban.rules.reporting.states import ReportState


def dunning_facts(
    unit: Unit, period: Period, owing: Collection[int], now: datetime
) -> DunningFacts:
    """Of the `owing` units under the unit that writes the letter; a constant number of queries."""
    owed = owed_of([(period, unit_id) for unit_id in owing], load_dated_tree(), now)
    returned = set(
        Submission.objects.filter(period=period, latest__state=ReportState.RETURNED).values_list(
            "unit_id", flat=True
        )
    )
    regime = period.regime
    return DunningFacts(
        regime=regime.name,
        period_key=period.key,
        year_starts=regime.year_starts,
        incident=incident_name(period),
        heading=report_heading(unit, regime),
        missing=[
            MissingReport(
                report.unit.name,
                report.due.at,
                _late_by(report, now),
                report.unit.pk in returned,
            )
            for report in sorted(owed, key=lambda report: report.unit.sort_key)
        ],
        expected=coverage_of([unit.pk], [period.pk]).coverage(unit.pk, period.pk).expected,
        at=now,
        is_made_up=regime.is_made_up,
    )


def _late_by(report: OwedReport, now: datetime) -> int | None:
    """Working days, None on the day itself and before; of an incident hours, by the moment."""
    if report.period.incident_id is not None:
        return -hours_left(report.due.at, now) if report.due.is_overdue else None
    return -report.due.working_days if report.due.working_days < 0 else None
