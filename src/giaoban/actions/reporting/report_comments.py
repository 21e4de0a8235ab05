"""Saying something about a report before it is approved: written, answered, settled."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from giaoban.actions.audit.events import record
from giaoban.actions.messages.queue import put_in_inbox
from giaoban.actions.reporting.consolidation_held import held_report
from giaoban.mail.report_notices import comment_answered, report_returned
from giaoban.models import ConsolidatedReport, Person, ReportComment
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidation import ReportStep, Stage, stage_after
from giaoban.rules.reporting.report_content import content_of


@transaction.atomic
def write_comment(
    *,
    report: ConsolidatedReport,
    section: str,
    text: str,
    by: Person,
    now: datetime,
    answers: ReportComment | None = None,
) -> ReportComment:
    """Comment on a section, or on the whole where `section` is empty; or answer a comment.

    An answer opens a settled thread again. Raises RuleError `report_approved_already`,
    `comment_is_empty`, `section_unknown` (section).
    """
    held = _open_report(report)
    if not text.strip():
        raise RuleError("comment_is_empty")
    if answers is not None:
        section = answers.section
        ReportComment.objects.filter(pk=answers.pk).update(settled_at=None, settled_by=None)
    elif section:
        content_of(held.content).section(section)
    comment = ReportComment.objects.create(
        report=held,
        section=section,
        answers=answers,
        text=text.strip(),
        written_at=now,
        written_by=by,
    )
    record(
        actor=by,
        action="comment_report" if answers is None else "answer_comment",
        on=held,
        at=now,
        after={"section": _title(held, section), "text": comment.text},
    )
    if answers is not None and answers.written_by_id != by.pk:
        _tell_of_answer(answers, comment, held, now)
    return comment


@transaction.atomic
def settle_comment(*, comment: ReportComment, by: Person, now: datetime) -> None:
    """Mark a thread as dealt with. Raises RuleError `report_approved_already`."""
    held = _open_report(comment.report)
    is_open = ReportComment.objects.filter(pk=comment.pk, answers=None, settled_at=None)
    if is_open.update(settled_at=now, settled_by=by):
        about = {"section": _title(held, comment.section)}
        record(actor=by, action="settle_comment", on=held, at=now, after=about)


@transaction.atomic
def return_consolidated(
    *, report: ConsolidatedReport, text: str, by: Person, now: datetime
) -> ConsolidatedReport:
    """Give a fixed report back with a comment instead of approving it; its figures are live again.

    Raises RuleError `report_step_not_allowed`, `comment_is_empty`.
    """
    held = held_report(report)
    before = {"digest": held.figures_digest}
    held.state = stage_after(Stage(held.state), ReportStep.REOPEN)
    if not text.strip():
        raise RuleError("comment_is_empty")
    held.figures, held.figures_digest, held.fixed_at = None, "", None
    held.save(update_fields=["figures", "figures_digest", "fixed_at", "state"])
    ReportComment.objects.create(report=held, text=text.strip(), written_at=now, written_by=by)
    record(
        actor=by,
        action="return_consolidated_report",
        on=held,
        at=now,
        before=before,
        after={"reason": text.strip()},
    )
    if held.created_by is not None:
        notice = report_returned(
            title=held.title, reason=text.strip(), language=held.created_by.language
        )
        put_in_inbox(
            person=held.created_by,
            subject=notice.subject,
            text=notice.text,
            address=reverse("consolidated_report", args=[held.pk]),
            now=now,
        )
    return held


def _open_report(report: ConsolidatedReport) -> ConsolidatedReport:
    held = held_report(report)
    if held.state not in {Stage.DRAFT, Stage.FIXED}:
        raise RuleError("report_approved_already")
    return held


def _title(held: ConsolidatedReport, section: str) -> str:
    return next((s.title for s in content_of(held.content).sections if s.key == section), "")


def _tell_of_answer(
    answered: ReportComment, answer: ReportComment, held: ConsolidatedReport, now: datetime
) -> None:
    """An author is led to the page of the section, everybody else to the report."""
    reader = answered.written_by
    notice = comment_answered(
        name=answer.written_by.name, title=held.title, text=answer.text, language=reader.language
    )
    written = held.assigned_sections.filter(section=answered.section, saved_by=reader).first()
    address = reverse("consolidated_report", args=[held.pk])
    if written is not None:
        address = reverse("write_section", args=[written.pk])
    put_in_inbox(person=reader, subject=notice.subject, text=notice.text, address=address, now=now)
