"""The report as it went out: put beside what it was made from, and what differs is kept."""

from datetime import datetime
from typing import Any

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.consolidation_held import held_report
from giaoban.actions.reporting.source_files import keep_bytes, source_rows
from giaoban.documents.issued_copies.comparing import compared
from giaoban.documents.reporting.consolidated_report import report_document
from giaoban.documents.word_templates.files import word_file
from giaoban.models import ConsolidatedReport, IssuedCopy, Person
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.queries.reporting.document_templates import template_in_use
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidation import ReportStep, Stage, stage_after


def add_issued_copy(
    *,
    report: ConsolidatedReport,
    name: str,
    content: bytes,
    note: str,
    by: Person | None,
    now: datetime,
) -> IssuedCopy:
    """Put the report as it went out beside it, with what differs from the report's own figures.

    Raises RuleError `report_step_not_allowed`. A difference stops nothing: it went out so.
    """
    read = ConsolidatedReport.objects.select_related("unit", "period__regime").get(pk=report.pk)
    stage_after(Stage(read.state), ReportStep.ADD_ISSUED_COPY)
    comparison = _comparison(read, content)  # seconds of work: before anything is locked
    with transaction.atomic():
        held = held_report(report)
        held.state = stage_after(Stage(held.state), ReportStep.ADD_ISSUED_COPY)
        file = source_rows([(name, content)], by=by, now=now)[0]
        keep_bytes(file, content)
        held.save(update_fields=["state"])
        copy = IssuedCopy.objects.create(
            report=held,
            file=file,
            note=note.strip()[:300],
            comparison=comparison,
            added_at=now,
            added_by=by,
        )
        record(
            actor=by,
            action="add_issued_copy",
            on=held,
            at=now,
            after={
                "file": file.name,
                "sha256": file.sha256,
                "figures_missed": len(comparison.get("missed", ())),
            },
        )
    return copy


def note_issued_copy(
    *, copy: IssuedCopy, note: str, by: Person | None, now: datetime
) -> IssuedCopy:
    """Say why a copy differs; raises RuleError `note_missing`."""
    words = note.strip()[:300]
    if not words:
        raise RuleError("note_missing")
    with transaction.atomic():
        held = (
            IssuedCopy.objects.select_for_update(of=("self",))
            .select_related("report")
            .get(pk=copy.pk)
        )
        before, held.note = held.note, words
        held.save(update_fields=["note"])
        record(
            actor=by,
            action="note_issued_copy",
            on=held.report,
            at=now,
            before={"note": before},
            after={"note": words},
        )
    return held


def _comparison(report: ConsolidatedReport, content: bytes) -> dict[str, Any]:
    found = figures_of(report)
    document = report_document(report, found.facts, found.earlier)
    template = template_in_use(report.unit_id, report.period.regime_id)
    own = None
    if template is not None:
        try:
            own = word_file(document, found.facts, template)
        except RuleError:
            own = None  # it fails on this report: nobody can have had a file of it
    return compared(document, own, content)
