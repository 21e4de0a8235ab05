"""Opening, locking and unlocking periods, and giving a unit or an area more time."""

from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record
from giaoban.actions.reporting.decisions import lock_reports, unlock_reports
from giaoban.actions.reporting.lateness import refresh_lateness
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.models import Extension, Period, Person, Regime, Unit
from giaoban.queries.reporting.forms import published_forms
from giaoban.queries.reporting.periods import (
    expected_units,
    keys_to_open,
    period_span,
    span_of,
)
from giaoban.queries.units.lineage import subtree_ids
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.period_years import told_period
from giaoban.rules.reporting.periods import PeriodKind, PeriodSpan, enclosing_keys, kind_of


@transaction.atomic
def open_period(
    *, regime: Regime, key: str, by: Person | None, today: date, now: datetime
) -> Period:
    """Ask the units for a period; the longer periods that it helps to fill come with it.

    Every unit that is asked is marked, so that the counts of who owes what exist from the start. A
    period that is open already is given back as it is. Raises RuleError as period_to_report does.
    """
    wanted = period_to_report(regime, key, today)
    if wanted.pk is not None:
        return wanted
    period = _stored(regime, period_span(wanted), now, is_reported=True)
    frequency = PeriodKind(regime.frequency)
    for longer in enclosing_keys(key, frequency, regime.year_starts):
        _stored(regime, span_of(regime, longer), now, is_reported=False)
    asked = expected_units(period)
    append_marks_for(unit_ids=asked, period=period)
    record(
        actor=by,
        action="open_period",
        on=period,
        at=now,
        after={"key": key, "units": len(asked)},
    )
    return period


def period_to_report(regime: Regime, key: str, today: date) -> Period:
    """The period as it is open, or as it would be opened today and is not stored yet.

    Raises RuleError: those of a malformed key, `period_not_of_frequency`, `period_not_begun` (key,
    starts_on), `regime_ended` (key, ended_on), `regime_without_form` (regime).
    """
    frequency = PeriodKind(regime.frequency)
    if kind_of(key) is not frequency:
        raise RuleError("period_not_of_frequency", key=key, frequency=frequency)
    existing = Period.objects.filter(regime=regime, key=key).select_related("regime").first()
    if existing is not None and existing.is_reported:
        return existing
    days = span_of(regime, key, today)
    if days.starts_on > today:
        raise RuleError("period_not_begun", key=key, starts_on=days.starts_on)
    if regime.ended_on is not None and days.starts_on >= regime.ended_on:
        raise RuleError("regime_ended", key=key, ended_on=regime.ended_on)
    if not published_forms(regime.pk):
        raise RuleError("regime_without_form", regime=regime.name)
    return Period(
        regime=regime,
        key=days.key,
        kind=days.kind,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        is_reported=True,
    )


def open_due_periods(*, regime: Regime, today: date, now: datetime) -> list[Period]:
    """Open what has begun since the regime's first period; each period in its own transaction.

    A regime without a first period is opened by hand; one without a form waits.
    """
    if not regime.first_period or not published_forms(regime.pk):
        return []
    opened = []
    for key in keys_to_open(regime, today):
        if span_of(regime, key).starts_on <= today:
            opened.append(open_period(regime=regime, key=key, by=None, today=today, now=now))
    return opened


@transaction.atomic
def lock_period(*, period: Period, by: Person | None, now: datetime) -> int:
    """Lock the accepted reports and take no more; how many were locked.

    Raises RuleError `period_locked` or `period_not_reported`.
    """
    held = _held(period)
    if held.locked_at is not None:
        raise RuleError("period_locked", **told_period(held))
    held.locked_at = now
    held.save(update_fields=["locked_at"])
    locked = lock_reports(period=held)
    _mark_reports(held)
    record(
        actor=by,
        action="lock_period",
        on=held,
        at=now,
        after={"key": held.key, "reports": locked},
    )
    return locked


@transaction.atomic
def unlock_period(*, period: Period, reason: str, by: Person | None, now: datetime) -> int:
    """Let reports of a locked period be corrected again; how many were unlocked.

    Raises RuleError `period_not_locked` or `reason_missing`.
    """
    held = _held(period)
    if held.locked_at is None:
        raise RuleError("period_not_locked", **told_period(held))
    if not reason.strip():
        raise RuleError("reason_missing")
    held.locked_at = None
    held.save(update_fields=["locked_at"])
    held.reopenings.filter(closed_at=None).update(closed_at=now)
    unlocked = unlock_reports(period=held)
    _mark_reports(held)
    record(
        actor=by,
        action="unlock_period",
        on=held,
        at=now,
        after={"key": held.key, "reports": unlocked, "reason": reason.strip()},
    )
    return unlocked


@transaction.atomic
def extend_deadline(
    *,
    period: Period,
    unit: Unit,
    due_at: datetime,
    reason: str,
    by: Person | None,
    now: datetime,
) -> Extension:
    """Give a unit and everything under it until `due_at`; given again, it replaces the first.

    Reports that are thereby on time are no longer late. Raises RuleError `reason_missing`,
    `reason_too_long` (longest), `period_locked`, `extension_before_cut_off` (ends_on).
    """
    held = _held(period)
    if held.locked_at is not None:
        raise RuleError("period_locked", **told_period(held))
    if not reason.strip():
        raise RuleError("reason_missing")
    if len(reason.strip()) > 300:
        raise RuleError("reason_too_long", longest=300)
    if due_at.date() < held.ends_on:
        raise RuleError("extension_before_cut_off", ends_on=held.ends_on)
    extension, _ = Extension.objects.update_or_create(
        period=held, unit=unit, defaults={"due_at": due_at, "reason": reason.strip()}
    )
    refresh_lateness(period=held, unit_ids=subtree_ids([unit.pk], held.ends_on))
    record(
        actor=by,
        action="extend_deadline",
        on=held,
        at=now,
        after={
            "key": held.key,
            "unit": unit.pk,
            "due_at": due_at.isoformat(),
            "reason": reason.strip(),
        },
    )
    return extension


@transaction.atomic
def withdraw_extension(*, extension: Extension, by: Person | None, now: datetime) -> None:
    """The usual deadline holds again, and reports are judged by it.

    Raises RuleError `period_locked`.
    """
    held = _held(extension.period)
    if held.locked_at is not None:
        raise RuleError("period_locked", **told_period(held))
    unit_id = extension.unit_id
    extension.delete()
    refresh_lateness(period=held, unit_ids=subtree_ids([unit_id], held.ends_on))
    record(
        actor=by,
        action="withdraw_extension",
        on=held,
        at=now,
        before={"key": held.key, "unit": unit_id},
    )


def _stored(regime: Regime, days: PeriodSpan, now: datetime, *, is_reported: bool) -> Period:
    """The period's row; one that was only there for carried-over totals becomes a reported one."""
    period, is_new = Period.objects.get_or_create(
        regime=regime,
        key=days.key,
        defaults={
            "kind": days.kind,
            "starts_on": days.starts_on,
            "ends_on": days.ends_on,
            "is_reported": is_reported,
            "opened_at": now,
        },
    )
    if not is_new and is_reported and not period.is_reported:
        period.is_reported, period.opened_at = True, now
        period.save(update_fields=["is_reported", "opened_at"])
    return period


def _held(period: Period) -> Period:
    """The period, locked for this transaction; raises RuleError `period_not_reported`."""
    held = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk=period.pk)
    if not held.is_reported:
        raise RuleError("period_not_reported", **told_period(held))
    return held


def _mark_reports(period: Period) -> None:
    append_marks_for(
        unit_ids=period.submissions.order_by().values_list("unit_id", flat=True), period=period
    )
