"""Judging anew whether reports were late, after a deadline has changed."""

from collections.abc import Collection

from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Period, Submission
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.rules.reporting.deadlines import is_late


def refresh_lateness(*, period: Period, unit_ids: Collection[int] | None = None) -> int:
    """Set `is_late` of the reports of these units, or of all, by the deadline as it now is.

    Part of the action that changes a deadline; how many changed. Those are marked.
    """
    reports = Submission.objects.filter(period=period, first_submitted_at__isnull=False)
    if unit_ids is not None:
        reports = reports.filter(unit__in=unit_ids)
    held = list(reports)
    due = deadlines_of(period, [report.unit_id for report in held])
    changed = []
    for report in held:
        assert report.first_submitted_at is not None
        late = is_late(due[report.unit_id], report.first_submitted_at)
        if late != report.is_late:
            report.is_late = late
            changed.append(report)
    Submission.objects.bulk_update(changed, ["is_late"], batch_size=1000)
    append_marks_for(unit_ids=[report.unit_id for report in changed], period=period)
    return len(changed)
