"""Does a unit's final report still stand once that report counts no more (docs/decisions/0014)?"""

from datetime import datetime

from giaoban.actions.audit.actors import Actor
from giaoban.actions.audit.events import record
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import FinalReport, Incident, Submission, Version
from giaoban.rules.reporting.period_keys import parse_key


def incident_held(version: Version) -> Incident | None:
    """The incident that the version reports on, under a lock; None for any other report.

    To be asked for before the version itself is held: whoever ends an incident holds it first and
    moves its reports afterwards.
    """
    period = version.submission.period
    if period.incident_id is None:
        return None
    return Incident.objects.select_for_update(of=("self",)).get(pk=period.incident_id)


def take_back_final(
    *, incident: Incident | None, submission: Submission, by: Actor, now: datetime
) -> None:
    """Ask the unit for the further reports again where its final one was returned or withdrawn.

    Part of the action that let the report count no more. What is ended stays as it was ended.
    """
    if incident is None or incident.ended_at is not None or submission.counted is not None:
        return
    number = parse_key(submission.period.key).number
    unit_id = submission.unit_id
    gone, _by_model = FinalReport.objects.filter(
        incident=incident, unit=unit_id, number=number
    ).delete()
    if not gone:
        return
    for period in incident.periods.filter(is_reported=True):
        if parse_key(period.key).number > number:
            append_marks_for(unit_ids=[unit_id], period=period)
    record(
        actor=by,
        action="take_back_final_report",
        on=incident,
        at=now,
        before={"unit": unit_id, "number": number},
    )
