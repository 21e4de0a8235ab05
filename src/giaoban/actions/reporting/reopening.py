"""Opening a locked period again for one unit, until a moment; after it the report is locked."""

from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.reopening_told import tell_of_reopening
from giaoban.models import Period, Person, Reopening, Unit, Version
from giaoban.queries.reporting.periods import is_expected
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.period_years import told_period
from giaoban.rules.reporting.states import ReportState, Step, next_state

_LONGEST_REASON = 300


@transaction.atomic
def reopen_for_unit(
    *,
    period: Period,
    unit: Unit,
    until: datetime,
    reason: str,
    by: Person | None,
    today: date,
    now: datetime,
    site: str,
) -> Reopening:
    """Let one unit send or correct its report of a locked period; given again, it replaces.

    The unit is told, once. `site` (https://host) begins the addresses in its letter.

    Raises RuleError `period_not_locked` (period), `reason_missing`, `reason_too_long` (longest),
    `reopening_in_the_past`, `unit_not_asked` (period).
    """
    held = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk=period.pk)
    if held.locked_at is None:
        raise RuleError("period_not_locked", **told_period(held))
    if not reason.strip():
        raise RuleError("reason_missing")
    if len(reason.strip()) > _LONGEST_REASON:
        raise RuleError("reason_too_long", longest=_LONGEST_REASON)
    if until <= now:
        raise RuleError("reopening_in_the_past")
    has_report = held.submissions.filter(unit=unit).exists()
    if not has_report and not is_expected(unit.pk, held):
        raise RuleError("unit_not_asked", **told_period(held))
    reopening, _ = Reopening.objects.update_or_create(
        period=held,
        unit=unit,
        closed_at=None,
        defaults={
            "until": until,
            "reason": reason.strip(),
            "opened_at": now,
            "opened_by": by,
        },
    )
    _move(held, unit.pk, ReportState.LOCKED, Step.UNLOCK)
    record(
        actor=by,
        action="reopen_for_unit",
        on=held,
        at=now,
        after={
            "key": held.key,
            "unit": unit.pk,
            "until": until.isoformat(),
            "reason": reason.strip(),
        },
    )
    tell_of_reopening(reopening, by=by, today=today, now=now, site=site)
    return reopening


@transaction.atomic
def close_reopening(*, reopening: Reopening, by: Person | None, now: datetime) -> bool:
    """Close the period for the unit again and lock what was accepted; False where it is closed.

    What was sent and not decided stays so: it is decided when the unit is given time once more.
    """
    held = (
        Reopening.objects.select_for_update(of=("self",))
        .select_related("period__regime")
        .get(pk=reopening.pk)
    )
    if held.closed_at is not None:
        return False
    held.closed_at = now
    held.save(update_fields=["closed_at"])
    if held.period.locked_at is not None:
        _move(held.period, held.unit_id, ReportState.ACCEPTED, Step.LOCK)
    record(
        actor=by,
        action="close_reopening",
        on=held.period,
        at=now,
        after={"key": held.period.key, "unit": held.unit_id},
    )
    return True


def close_ended_reopenings(*, now: datetime) -> int:
    """Close what has come to its end, each in its own transaction; how many."""
    ended = Reopening.objects.filter(closed_at=None, until__lte=now).order_by("pk")
    return sum(close_reopening(reopening=one, by=None, now=now) for one in ended)


def _move(period: Period, unit_id: int, source: ReportState, step: Step) -> None:
    target = next_state(source, step, needs_approval=period.regime.needs_approval)
    newest = period.submissions.filter(unit=unit_id, latest__state=source).values("latest")
    Version.objects.filter(pk__in=newest).update(state=target)
    append_marks_for(unit_ids=[unit_id], period=period)
