"""What is a letter that chases missing reports made from: the units, how late, of how many?"""

from collections.abc import Collection
from datetime import datetime

from giaoban.documents.period_titles import period_title
from giaoban.documents.reporting.dunning_letter import DunningFacts, MissingReport, SeveralFacts
from giaoban.documents.reporting.report_words import LANGUAGE, SAID
from giaoban.models import Period, Submission, Unit
from giaoban.queries.reporting.consolidation_heading import letter_heading, report_heading
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
    regime = period.regime
    return DunningFacts(
        regime=regime.name,
        period_key=period.key,
        year_starts=regime.year_starts,
        incident=incident_name(period),
        heading=report_heading(unit, regime),
        missing=_missing([(period, unit_id) for unit_id in owing], now),
        expected=coverage_of([unit.pk], [period.pk]).coverage(unit.pk, period.pk).expected,
        at=now,
        is_made_up=regime.is_made_up,
    )


def letter_facts(
    unit: Unit, pairs: Collection[tuple[Period, int]], now: datetime
) -> DunningFacts | SeveralFacts:
    """Of one period, or of several that may be of several regimes; a constant number of queries."""
    periods = {period.pk: period for period, _ in pairs}
    if len(periods) == 1:
        return dunning_facts(unit, next(iter(periods.values())), [pk for _, pk in pairs], now)
    regimes = list({period.regime_id: period.regime for period in periods.values()}.values())
    return SeveralFacts(
        heading=letter_heading(unit, regimes),
        missing=_missing(pairs, now),
        units=len({unit_id for _, unit_id in pairs}),
        at=now,
        is_made_up=any(regime.is_made_up for regime in regimes),
    )


def _missing(pairs: Collection[tuple[Period, int]], now: datetime) -> list[MissingReport]:
    """By unit, and of each unit what was due first."""
    owed = owed_of(list(pairs), load_dated_tree(), now)
    returned = set(
        Submission.objects.filter(
            period__in={period.pk for period, _ in pairs}, latest__state=ReportState.RETURNED
        ).values_list("period_id", "unit_id")
    )
    return [
        MissingReport(
            report.unit.name,
            report.due.at,
            _late_by(report, now),
            (report.period.pk, report.unit.pk) in returned,
            report=_named(report.period),
            is_by_hours=report.period.incident_id is not None,
        )
        for report in sorted(
            owed, key=lambda report: (report.unit.sort_key, report.unit.pk, report.due.at)
        )
    ]


def _named(period: Period) -> str:
    title = period_title(
        period.key, LANGUAGE, period.regime.year_starts, incident=incident_name(period)
    )
    return SAID.dunning.report.format(regime=period.regime.name, period=title)


def _late_by(report: OwedReport, now: datetime) -> int | None:
    """Working days, None on the day itself and before; of an incident hours, by the moment."""
    if report.period.incident_id is not None:
        return -hours_left(report.due.at, now) if report.due.is_overdue else None
    return -report.due.working_days if report.due.working_days < 0 else None
