"""How is a report taken hold of, so that no two people write into it or move it on at once?"""

from datetime import datetime

from giaoban.models import ConsolidatedReport
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidation import Stage
from giaoban.rules.reporting.report_content import ReportContent, stored


def held_report(report: ConsolidatedReport) -> ConsolidatedReport:
    """Read again under a lock, so that two people do not take the same step."""
    return (
        ConsolidatedReport.objects.select_for_update(of=("self",))
        .select_related("unit", "period__regime")
        .get(pk=report.pk)
    )


def draft_held(report: ConsolidatedReport) -> ConsolidatedReport:
    held = held_report(report)
    if held.state != Stage.DRAFT:
        raise RuleError("report_not_a_draft", stage=held.state)
    return held


def write_content(
    held: ConsolidatedReport, content: ReportContent, now: datetime
) -> ConsolidatedReport:
    held.content = stored(content)
    held.revision += 1
    held.saved_at = now
    held.save(update_fields=["content", "revision", "saved_at", "title", "place"])
    return held
