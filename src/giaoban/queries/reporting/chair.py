"""What should the chair know and decide about a period, on one sheet?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from giaoban.models import ConsolidatedReport, Explanation, FormItem, Period, Question, Unit
from giaoban.queries.reporting.consolidated_reports import figures_of, newest_report
from giaoban.queries.reporting.consolidation import consolidated_facts, versions_under
from giaoban.queries.units.lineage import subtree
from giaoban.rules.reporting.consolidated_facts import (
    Compared,
    ConsolidatedFacts,
    ShownIndicator,
    UnitFigures,
)
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.exceptions import Outlier, Pace, outliers, pace, year_gone
from giaoban.rules.reporting.indicators import Better
from giaoban.rules.reporting.period_keys import count_in_year
from giaoban.rules.reporting.periods import PeriodKind, cumulative_parts, parse_key
from giaoban.rules.reporting.report_content import Section, content_of

MOST_SHOWN = 6
"""Rows of each block: what is beyond them is counted, so that the page stays one sheet."""


@dataclass(frozen=True, slots=True)
class StandingOut:
    indicator: ShownIndicator
    unit: UnitFigures
    outlier: Outlier


@dataclass(frozen=True, slots=True)
class Behind:
    indicator: ShownIndicator
    held: Compared
    pace: Pace


@dataclass(frozen=True, slots=True)
class Explained:
    """A warning that a unit explained: what the check says, and the unit's reason."""

    unit_id: int
    unit: str
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrendCard:
    indicator: ShownIndicator
    held: Compared
    series: tuple[float | None, ...]


@dataclass(frozen=True)
class Briefing:
    """Each list holds at most MOST_SHOWN; the `…_count` say how many there are."""

    facts: ConsolidatedFacts
    standing_out: list[StandingOut]
    standing_out_count: int
    behind: list[Behind]
    explained: list[Explained]
    explained_count: int
    trends: list[TrendCard]
    waiting: list[ConsolidatedReport]
    proposals: list[Section]
    proposals_facts: ConsolidatedFacts | None
    proposals_report: ConsolidatedReport | None
    questions: list[Question]  # with `indicator_name`, None where it is about no indicator
    questions_count: int


def briefing(unit: Unit, period: Period, today: date) -> Briefing:
    """About forty queries, however many units, reports and indicators there are."""
    facts = consolidated_facts(unit, period)
    out = _standing_out(facts)
    explained, explained_count = _explained(unit, period)
    waiting = list(
        ConsolidatedReport.objects.filter(
            unit__in=subtree([unit.pk], today), state=Stage.FIXED, to_superior=False
        )
        .select_related("unit", "period")
        .order_by("fixed_at")[:MOST_SHOWN]
    )
    report = newest_report(unit, period)
    proposals = _proposals(report)
    asked = Question.objects.filter(
        unit__in=subtree([unit.pk], today), answered_at=None
    ).select_related("unit", "indicator", "period")
    named = asked.annotate(indicator_name=Subquery(_newest_name()))
    return Briefing(
        facts=facts,
        standing_out=out[:MOST_SHOWN],
        standing_out_count=len(out),
        behind=_behind(facts, period),
        explained=explained,
        explained_count=explained_count,
        trends=_trends(facts),
        waiting=waiting,
        proposals=proposals,
        proposals_facts=figures_of(report).facts if report and proposals else None,
        proposals_report=report,
        questions=list(named.order_by("due_on", "pk")[:MOST_SHOWN]),
        questions_count=asked.count(),
    )


def _newest_name() -> QuerySet[FormItem, str]:
    """What the newest published form calls the indicator that a question is about."""
    items = FormItem.objects.filter(indicator=OuterRef("indicator"))
    published = items.exclude(form__published_at=None).order_by("-form__number")
    return published.values_list("name", flat=True)[:1]


def _standing_out(facts: ConsolidatedFacts) -> list[StandingOut]:
    """Units whose reports are all in: a sum over half of them has fallen for another reason."""
    complete = {child.unit_id: child for child in facts.children if child.coverage.is_complete}
    found = [
        StandingOut(indicator, complete[outlier.unit_id], outlier)
        for indicator in facts.indicators
        for outlier in outliers(
            {
                unit_id: (child.of(indicator.code).previous, child.of(indicator.code).now)
                for unit_id, child in complete.items()
            },
            is_ratio=indicator.is_ratio,
        )
    ]
    return sorted(found, key=lambda row: -row.outlier.share)


def _behind(facts: ConsolidatedFacts, period: Period) -> list[Behind]:
    frequency = PeriodKind(period.regime.frequency)
    gone = year_gone(
        cumulative_parts(period.key, frequency, period.regime.year_starts),
        count_in_year(frequency, parse_key(period.key).year) if parse_key(period.key).year else 0,
    )
    found = []
    for indicator in facts.indicators:
        held = facts.unit.of(indicator.code)
        better = Better(indicator.better)
        stands = pace(held.share_of_target, gone, adds_up=indicator.adds_up, better=better)
        if stands is not None and stands.is_behind:
            found.append(Behind(indicator, held, stands))
    return sorted(found, key=lambda row: -row.pace.badness)[:MOST_SHOWN]


def _explained(unit: Unit, period: Period) -> tuple[list[Explained], int]:
    versions = versions_under(unit.pk, period)
    rows = (
        Explanation.objects.filter(version__in=versions, check_rule__level="warning")
        .select_related("version__submission__unit", "check_rule")
        .order_by("version__submission__unit__sort_key", "pk")
    )
    shown = [
        Explained(
            unit_id=row.version.submission.unit_id,
            unit=row.version.submission.unit.name,
            message=row.check_rule.message,
            reason=row.text,
        )
        for row in rows[:MOST_SHOWN]
    ]
    return shown, rows.count()


def _trends(facts: ConsolidatedFacts) -> list[TrendCard]:
    """Indicators with a target come first, then in the form's order."""
    there: Sequence[ShownIndicator] = [
        shown for shown in facts.indicators if facts.unit.of(shown.code).now is not None
    ]
    ranked = sorted(there, key=lambda shown: facts.unit.of(shown.code).target is None)
    return [
        TrendCard(shown, facts.unit.of(shown.code), facts.trend.now.get(shown.code, ()))
        for shown in ranked[:MOST_SHOWN]
    ]


def _proposals(report: ConsolidatedReport | None) -> list[Section]:
    if report is None:
        return []
    sections = content_of(report.content).sections
    return [section for section in sections if section.holds_proposals and section.text.strip()]
