"""Which consolidated reports are there, and with which figures: those kept, or those of now?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.models import (
    AssignedSection,
    ConsolidatedReport,
    Explanation,
    Finding,
    Period,
    ReportComment,
    Unit,
    Value,
)
from giaoban.queries.reporting.consolidation import consolidated_facts, versions_under
from giaoban.queries.reporting.drawn_facts import drawn_periods, with_drawn
from giaoban.queries.reporting.drawn_tasks import with_tasks
from giaoban.queries.reporting.listed_rows import listed_rows
from giaoban.queries.units.lineage import subtree
from giaoban.rules.reporting.assigned_sections import OPEN
from giaoban.rules.reporting.checks import FindingLevel
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, restored
from giaoban.rules.reporting.consolidation import ReadinessFacts
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.prose import ProseProblem, prose_problems
from giaoban.rules.reporting.report_content import ReportContent, content_of
from giaoban.rules.reporting.report_figures import facts_behind, known_names


@dataclass(frozen=True)
class ReportFigures:
    """`earlier` are the kept figures of the report before this one; None for the first."""

    facts: ConsolidatedFacts
    earlier: ConsolidatedFacts | None


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What a unit wrote in a text cell of a report that counts."""

    value_id: int
    version_id: int
    unit_id: int
    unit: str
    indicator: str
    indicator_name: str
    period: str
    text: str


def reports_seen(
    unit_ids: Iterable[int], on: date, own_unit_ids: Iterable[int] = ()
) -> QuerySet[ConsolidatedReport]:
    """The reports of these units and everything under them, the newest period first.

    A unit's own report to its superior is seen once it is sent; before, only by those who make
    reports of that unit (`own_unit_ids` and everything under them).
    """
    own = Q(to_superior=False) | Q(sent_at__isnull=False)
    if making := list(own_unit_ids):
        own |= Q(unit__in=subtree(making, on))
    return (
        ConsolidatedReport.objects.filter(own, unit__in=subtree(unit_ids, on))
        .select_related("unit", "period__regime", "period__incident", "created_by")
        .order_by("-period__ends_on", "unit__sort_key", "-number")
    )


def newest_report(
    unit: Unit, period: Period, *, to_superior: bool = False
) -> ConsolidatedReport | None:
    return (
        ConsolidatedReport.objects.filter(unit=unit, period=period, to_superior=to_superior)
        .select_related("unit", "period__regime", "period__incident")
        .order_by("-number")
        .first()
    )


def own_report_before(unit: Unit, period: Period) -> ConsolidatedReport | None:
    """The unit's newest own report to its superior in the same regime, of an earlier period."""
    return (
        ConsolidatedReport.objects.filter(
            unit=unit,
            period__regime=period.regime_id,
            period__ends_on__lt=period.ends_on,
            to_superior=True,
        )
        .order_by("-period__ends_on", "-number")
        .first()
    )


def report_before(report: ConsolidatedReport) -> ConsolidatedReport | None:
    """The report that this one was made again from, with the figures it kept."""
    if report.number == 1:
        return None
    return (
        ConsolidatedReport.objects.filter(
            unit=report.unit_id,
            period=report.period_id,
            to_superior=report.to_superior,
            number__lt=report.number,
            figures__isnull=False,
        )
        .order_by("-number")
        .first()
    )


def figures_of(report: ConsolidatedReport, today: date | None = None) -> ReportFigures:
    """The kept figures of a fixed report; those of now while it is a draft.

    Until the period is over, its tasks are judged by `today`; None: it is over.
    """
    before = report_before(report)
    earlier = restored(before.figures) if before and before.figures else None
    if report.figures is not None:
        return ReportFigures(restored(report.figures), earlier)
    since = before.fixed_at if before else None
    facts = consolidated_facts(report.unit, report.period, corrected_since=since)
    return ReportFigures(_complete(facts, report, today), earlier)


def figures_now(report: ConsolidatedReport) -> ConsolidatedFacts:
    """The figures of now, also where the report keeps earlier ones."""
    return _complete(consolidated_facts(report.unit, report.period), report, None)


def _complete(
    facts: ConsolidatedFacts, report: ConsolidatedReport, today: date | None
) -> ConsolidatedFacts:
    """With what the report draws on beside its own figures, as its content asks."""
    content = content_of(report.content)
    facts = with_tasks(facts, content, report.unit, report.period, today)
    if content.has_list_rows:
        facts = replace(facts, listed=listed_rows(report.unit, report.period))
    return with_drawn(facts, report.unit, report.period, _drawn_on(report))


def unreadable_prose(
    content: ReportContent, facts: ConsolidatedFacts
) -> dict[str, list[ProseProblem]]:
    """By section, the figures in the prose that mean nothing."""
    found = {
        section.key: prose_problems(section.text, known_names(behind))
        for section in content.sections
        if (behind := facts_behind(section, facts)) is not None
    }
    return {key: problems for key, problems in found.items() if problems}


def readiness(report: ConsolidatedReport, facts: ConsolidatedFacts) -> ReadinessFacts:
    """How the draft stands before it goes out; seven queries."""
    content = content_of(report.content)
    held = facts.unit.coverage
    return ReadinessFacts(
        missing_units=held.missing,
        unaccepted_reports=held.received - held.accepted,
        unexplained_warnings=_unexplained(report),
        prose_problems=sum(len(found) for found in unreadable_prose(content, facts).values()),
        empty_sections=tuple(
            section.title
            for section in content.sections
            if not section.text.strip() and not content.narratives_in(section.key)
        ),
        is_stale=facts.is_stale or any(held.facts.is_stale for held in facts.others),
        has_number="/" in report.symbol and bool(report.symbol.partition("/")[0].strip()),
        has_date=report.dated_on is not None,
        has_figures=any(held.now is not None for held in facts.unit.figures.values()),
        open_comments=ReportComment.objects.filter(
            report=report, answers=None, settled_at=None
        ).count(),
        open_sections=AssignedSection.objects.filter(report=report, state__in=OPEN).count(),
        undrawn_regimes=tuple(code for code in content.regimes if facts.drawn(code) is None),
    )


def text_answers(report: ConsolidatedReport) -> list[TextAnswer]:
    """What the units wrote in the period, by unit and in the form's order, then what they wrote
    for the other regimes that are drawn on; four queries for each."""
    periods = [report.period, *drawn_periods(report.unit, report.period, _drawn_on(report))]
    return [answer for period in periods for answer in answers_under(report.unit_id, period)]


def answers_under(unit_id: int, period: Period) -> list[TextAnswer]:
    """What the unit and those under it wrote in a period, as it counts; four queries."""
    versions = versions_under(unit_id, period)
    names = {
        item.indicator_id: item.name
        for form in period.regime.forms.exclude(published_at=None).prefetch_related("items")
        for item in form.items.all()
    }
    rows = (
        Value.objects.filter(indicator__kind=IndicatorKind.TEXT, version__in=versions)
        .exclude(text="")
        .select_related("version__submission__unit", "version__submission__period", "indicator")
        .order_by("version__submission__unit__sort_key", "version_id", "indicator_id")
    )
    return [_answer(value, names) for value in rows]


def _drawn_on(report: ConsolidatedReport) -> tuple[str, ...]:
    return content_of(report.content).regimes


def _answer(value: Value, names: dict[int, str]) -> TextAnswer:
    submission = value.version.submission
    return TextAnswer(
        value_id=value.pk,
        version_id=value.version_id,
        unit_id=submission.unit_id,
        unit=submission.unit.name,
        indicator=value.indicator.code,
        indicator_name=names.get(value.indicator_id, value.indicator.code),
        period=submission.period.key,
        text=value.text,
    )


def _unexplained(report: ConsolidatedReport) -> int:
    """Warnings of counted reports for which the unit gave no reason."""
    versions = versions_under(report.unit_id, report.period)
    said = Explanation.objects.filter(
        version=OuterRef("version_id"), check_rule=OuterRef("check_rule_id")
    )
    return (
        Finding.objects.filter(version__in=versions, level=FindingLevel.WARNING)
        .exclude(Exists(said))
        .count()
    )
