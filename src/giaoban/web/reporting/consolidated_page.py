"""What does the consolidated report say, and what is still missing before it goes out?"""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from giaoban.documents import wording
from giaoban.documents.content import AdministrativeDocument, Block
from giaoban.documents.profiles import LAYOUT
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.documents.reporting.report_sections import report_sections
from giaoban.models import AssignedSection, ConsolidatedReport, Regime
from giaoban.queries.reporting.assigned_sections import sections_of
from giaoban.queries.reporting.consolidated_reports import (
    ReportFigures,
    figures_now,
    figures_of,
    newest_report,
    readiness,
    unreadable_prose,
)
from giaoban.queries.reporting.consolidation import origin_periods
from giaoban.queries.reporting.document_templates import template_in_use
from giaoban.queries.reporting.drawn_facts import drawable_regimes
from giaoban.queries.reporting.workbook_maps import workbook_in_use
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts
from giaoban.rules.reporting.consolidation import Stage, gaps, may_be_fixed
from giaoban.rules.reporting.figure_changes import FigureChange, figure_changes
from giaoban.rules.reporting.report_content import Narrative, Section, content_of
from giaoban.rules.reporting.report_figures import facts_behind
from giaoban.web.audit.history_panel import history_seen
from giaoban.web.frame.access import acting_on, signed_in
from giaoban.web.frame.labels import Badge
from giaoban.web.reporting.compared_copy import shown_copies
from giaoban.web.reporting.consolidated_scope import is_draft, report_asked, rights
from giaoban.web.reporting.consolidated_words import (
    COUNTS,
    NAMED,
    STAGES,
    VIEWS,
    prose_sentence,
    shown_gap,
)
from giaoban.web.reporting.report_comments import threads
from giaoban.web.reporting.section_words import SECTION_STATES


@dataclass(frozen=True)
class ShownSection:
    section: Section
    blocks: list[Block]
    periods: dict[str, int]  # whose figures open their origin, by key
    problems: list[str]
    narratives: tuple[Narrative, ...]
    is_edited: bool
    is_first: bool
    is_last: bool
    assigned: AssignedSection | None
    author: Badge | None  # how far the author is


@signed_in
def consolidated_report(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_asked(request, pk)
    edited = request.GET.get("edit", "")
    return render_report(request, report, edited=edited)


def render_report(
    request: HttpRequest,
    report: ConsolidatedReport,
    *,
    edited: str = "",
    typed: dict[str, str] | None = None,
    conflict: dict[str, object] | None = None,
) -> HttpResponse:
    """The page; `typed` and `conflict` are a section's text that was not saved, and why."""
    found = figures_of(report, acting_on(request).today)
    document = report_document(report, found.facts, found.earlier)
    allowed = rights(request, report)
    may_edit = allowed.may_write and is_draft(report)
    problems = [shown_gap(p) for p in gaps(readiness(report, found.facts))]
    return render(
        request,
        "reporting/consolidated/page.html",
        {
            "report": report,
            "facts": found.facts,
            "stage": STAGES[report.state],
            "is_draft": is_draft(report),
            "rights": allowed,
            "may_edit": may_edit,
            "paper": paper(document),
            "sections": shown_sections(report, found, edited if may_edit else ""),
            "periods": origin_periods(found.facts, report.period.regime_id),
            "gaps": problems if is_draft(report) else [g for g in problems if _late_gap(g.code)],
            "may_be_fixed": may_be_fixed(gaps(readiness(report, found.facts))),
            "chosen": len(content_of(report.content).narratives),
            "typed": typed,
            "conflict": conflict,
            "choices": _choices_of(report, found.facts, edited),
            "regimes": drawable_regimes(report.unit, report.period) if edited and may_edit else [],
            "threads": threads(report) if allowed.may_comment else [],
            "may_comment": allowed.may_comment and report.state in (Stage.DRAFT, Stage.FIXED),
            "has_annex": workbook_in_use(report.period.regime_id) is not None,
            "copies": shown_copies(report),
            "template": template_in_use(report.unit_id, report.period.regime_id),
            "siblings": _siblings(report),
            "changes": _changed_since(report, found.facts),
            "history": history_seen(acting_on(request), report, report.unit_id),
        },
    )


@dataclass(frozen=True)
class Paper:
    """The document with its frame as it is printed, for the preview."""

    document: AdministrativeDocument
    frame: wording.Frame
    parent_agency: tuple[str, ...]
    agency: tuple[str, ...]
    capacity: tuple[str, ...]
    person: tuple[str, ...]
    closing: Block | None


def paper(document: AdministrativeDocument) -> Paper:
    letterhead = wording.wrapped_letterhead(document.letterhead, LAYOUT)
    signature = wording.wrapped_signature(document, LAYOUT)
    return Paper(
        document,
        wording.frame(document),
        letterhead.parent_agency,
        letterhead.agency,
        signature.capacity if signature else (),
        signature.person if signature else (),
        document.blocks[-1] if LAYOUT.closing else None,
    )


def shown_sections(
    report: ConsolidatedReport, found: ReportFigures, edited: str
) -> list[ShownSection]:
    content = content_of(report.content)
    problems = unreadable_prose(content, found.facts)
    blocks = report_sections(content, found.facts)
    periods = _periods_by_regime(report, found.facts)
    assigned = {one.section: one for one in sections_of(report)}
    last = len(content.sections) - 1
    return [
        ShownSection(
            section=section,
            blocks=blocks[number],
            periods=periods[section.regime],
            problems=[prose_sentence(problem) for problem in problems.get(section.key, [])],
            narratives=content.narratives_in(section.key),
            is_edited=section.key == edited,
            is_first=number == 0,
            is_last=number == last,
            assigned=(given := assigned.get(section.key)),
            author=SECTION_STATES[given.state] if given else None,
        )
        for number, section in enumerate(content.sections)
    ]


def _periods_by_regime(
    report: ConsolidatedReport, facts: ConsolidatedFacts
) -> dict[str, dict[str, int]]:
    """The periods behind the figures of each regime drawn on; the report's own under ""."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    found[""] = origin_periods(facts, report.period.regime_id)
    codes = [drawn.facts.regime for drawn in facts.others]
    regimes = dict(Regime.objects.filter(code__in=codes).values_list("code", "pk"))
    for drawn in facts.others:
        if (regime := regimes.get(drawn.facts.regime)) is not None:
            found[drawn.facts.regime] = origin_periods(drawn.facts, regime)
    return found


def choices(facts: ConsolidatedFacts) -> dict[str, object]:
    """What the writer may put into the text as a live figure."""
    return {
        "indicators": [(shown.code, shown.name) for shown in facts.indicators],
        "views": list(VIEWS.items()),
        "counts": [*COUNTS.items(), *NAMED.items()],
        "units": [(child.code, child.name) for child in facts.children],
    }


def _choices_of(
    report: ConsolidatedReport, facts: ConsolidatedFacts, edited: str
) -> dict[str, object]:
    """For the section that is edited: of the regime that it draws on."""
    section = next((s for s in content_of(report.content).sections if s.key == edited), None)
    return choices((facts_behind(section, facts) if section else None) or facts)


def _late_gap(code: str) -> bool:
    """Number and date are given after the figures are fixed; everything else is past."""
    return code in {"gap_number", "gap_date"}


def _siblings(report: ConsolidatedReport) -> list[ConsolidatedReport]:
    """The reports on the same unit and period, the newest first, this one left out."""
    return list(
        ConsolidatedReport.objects.filter(
            unit=report.unit_id, period=report.period_id, to_superior=report.to_superior
        )
        .exclude(pk=report.pk)
        .order_by("-number")
    )


def _changed_since(report: ConsolidatedReport, kept: ConsolidatedFacts) -> list[FigureChange]:
    """What would be different, were the newest fixed report made again now."""
    newest = newest_report(report.unit, report.period, to_superior=report.to_superior)
    if is_draft(report) or newest is None or newest.pk != report.pk:
        return []
    return figure_changes(kept, figures_now(report))
