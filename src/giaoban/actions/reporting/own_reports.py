"""A unit's own report goes to the unit above it, whose secretariat confirms that it arrived."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from giaoban.actions.audit.events import record
from giaoban.actions.messages.queue import put_in_inbox
from giaoban.actions.reporting.consolidation_held import held_report
from giaoban.mail.report_notices import own_report_arrived
from giaoban.models import ConsolidatedReport, Person, Unit
from giaoban.queries.reporting.own_reports import receivers
from giaoban.queries.units.lineage import unit_and_ancestors
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.consolidation import ReportStep, Stage, stage_after


@transaction.atomic
def send_to_superior(
    *, report: ConsolidatedReport, by: Person, today: date, now: datetime
) -> ConsolidatedReport:
    """Send an approved report to the unit above, as the tree is today.

    Raises RuleError `report_step_not_allowed`, `report_not_own`, `report_sent_already`,
    `no_unit_above`.
    """
    held = held_report(report)
    stage_after(Stage(held.state), ReportStep.SEND)
    if not held.to_superior:
        raise RuleError("report_not_own")
    if held.sent_at is not None:
        raise RuleError("report_sent_already")
    above = unit_and_ancestors(held.unit_id, today)[1:]
    if not above:
        raise RuleError("no_unit_above")
    held.sent_to, held.sent_at, held.sent_by = Unit.objects.get(pk=above[0]), now, by
    held.save(update_fields=["sent_to", "sent_at", "sent_by"])
    record(actor=by, action="send_own_report", on=held, at=now, after={"parent": above[0]})
    for reader in receivers(above[0], today):
        notice = own_report_arrived(unit=held.unit.name, title=held.title, language=reader.language)
        put_in_inbox(
            person=reader,
            subject=notice.subject,
            text=notice.text,
            address=reverse("consolidated_report", args=[held.pk]),
            now=now,
        )
    return held


@transaction.atomic
def confirm_receipt(*, report: ConsolidatedReport, by: Person, now: datetime) -> ConsolidatedReport:
    """Note that the report arrived, once. Raises RuleError `report_not_sent`."""
    held = held_report(report)
    if held.sent_at is None:
        raise RuleError("report_not_sent")
    if held.received_at is None:
        held.received_at, held.received_by = now, by
        held.save(update_fields=["received_at", "received_by"])
        record(actor=by, action="confirm_receipt", on=held, at=now)
    return held
