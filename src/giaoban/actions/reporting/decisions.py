"""The secretariat's steps: accept reports, return one with reasons cell by cell, lock, unlock."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from giaoban.actions.audit.events import record, record_many
from giaoban.actions.reporting.drafts import draft_held
from giaoban.actions.reporting.final_reports import incident_held, take_back_final
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.return_told import tell_of_return
from giaoban.actions.reporting.submitting import count_newest, moved, send, submitted_held
from giaoban.models import Indicator, Period, Person, Remark, Version
from giaoban.queries.reporting.answers import answers_of
from giaoban.queries.reporting.findings import findings_of
from giaoban.queries.reporting.locks import require_unlocked
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.over_errors import LONGEST_REASON, may_be_accepted_over
from giaoban.rules.reporting.states import ReportState, Step, next_state


@transaction.atomic
def accept_reports(
    *, versions: Sequence[Version], by: Person | None, now: datetime
) -> list[Version]:
    """Accept every version or none, with a constant number of queries for each period.

    Raises RuleError `step_not_allowed` naming the unit, `period_locked`.
    """
    held = list(
        Version.objects.select_for_update(of=("self",))
        .select_related("submission__period__regime", "submission__unit")
        .filter(pk__in=[version.pk for version in versions])
        .order_by("pk")
    )
    by_period: dict[Period, list[int]] = {}
    for version in held:
        period = version.submission.period
        version.state = moved(version, Step.ACCEPT)
        version.decided_at, version.decided_by = now, by
        by_period.setdefault(period, []).append(version.submission.unit_id)
    for period, unit_ids in by_period.items():
        require_unlocked(period, unit_ids, now)
    Version.objects.bulk_update(held, ["state", "decided_at", "decided_by"], batch_size=500)
    for period, unit_ids in by_period.items():
        append_marks_for(unit_ids=unit_ids, period=period)
    record_many(
        actor=by,
        action="accept_report",
        at=now,
        on=[(version.submission, {"version": version.number}) for version in held],
    )
    return held


@transaction.atomic
def accept_over_errors(
    *, version: Version, reason: str, by: Person | None, now: datetime
) -> Version:
    """Send a draft for its unit and accept it although a check that is an error fails.

    The reason is kept with the version, and answers its warnings as well. Where the unit's head
    approves reports it is sent and waits for that. Raises RuleError `not_a_draft`,
    `period_locked`, `reason_missing`, `reason_too_long` (longest), `no_error_to_accept_over`,
    and `has_errors` (findings) for values that are not of their kind.
    """
    if not reason.strip():
        raise RuleError("reason_missing")
    if len(reason.strip()) > LONGEST_REASON:
        raise RuleError("reason_too_long", longest=LONGEST_REASON)
    held = draft_held(version)
    answers = answers_of(held)
    found = findings_of(held, answers=answers)
    errors = [finding for finding in found if finding.is_error]
    if not errors:
        raise RuleError("no_error_to_accept_over")
    grave = [finding for finding in errors if not may_be_accepted_over(finding)]
    if grave:
        raise RuleError("has_errors", findings=grave)
    held.over_error = reason.strip()
    held = send(held, answers, found, by, now)
    record(
        actor=by,
        action="accept_over_errors",
        on=held.submission,
        at=now,
        after={
            "version": held.number,
            "reason": held.over_error,
            "cells": sorted({finding.indicator for finding in errors}),
        },
    )
    if held.submission.period.regime.needs_approval:
        return held
    return accept_reports(versions=[held], by=by, now=now)[0]


@transaction.atomic
def return_report(
    *,
    version: Version,
    remarks: Mapping[str, str],
    overall: str,
    mend_by: datetime | None,
    by: Person | None,
    today: date,
    now: datetime,
    site: str,
) -> Version:
    """Return a report with a reason for each cell (by indicator code), for the whole, or both.

    The unit is told; `site` (https://host) begins the addresses in its letter.

    The version stays readable as it was sent; until it is mended the one before it counts. Where
    none counts and it was the unit's final one of an incident, the unit is asked again. Raises
    RuleError `return_needs_reason`, `unknown_indicator` (code), `step_not_allowed`.
    """
    reasons = {code: text.strip() for code, text in remarks.items() if text.strip()}
    if not reasons and not overall.strip():
        raise RuleError("return_needs_reason")
    incident = incident_held(version)
    held = submitted_held(version)
    indicators = {
        indicator.code: indicator
        for indicator in Indicator.objects.filter(items__form=held.form, code__in=reasons)
    }
    for code in reasons:
        if code not in indicators:
            raise RuleError("unknown_indicator", code=code)
    held.state = moved(held, Step.RETURN)
    held.decided_at = now
    held.decided_by = by
    held.mend_by = mend_by
    held.save(update_fields=["state", "decided_at", "decided_by", "mend_by"])
    Remark.objects.bulk_create(
        [
            *(Remark(version=held, indicator=indicators[c], text=t) for c, t in reasons.items()),
            *([Remark(version=held, text=overall.strip())] if overall.strip() else []),
        ]
    )
    count_newest(held.submission)
    append_marks_for(unit_ids=[held.submission.unit_id], period=held.submission.period)
    record(
        actor=by,
        action="return_report",
        on=held.submission,
        at=now,
        after={"version": held.number, "cells": sorted(reasons)},
    )
    tell_of_return(
        held,
        reason=overall.strip(),
        cells=len(reasons),
        by=by,
        today=today,
        now=now,
        site=site,
    )
    take_back_final(incident=incident, submission=held.submission, by=by, now=now)
    return held


def lock_reports(*, period: Period) -> int:
    """Lock every accepted report of a period; part of `lock_period`, which records it."""
    return _move_all(period, ReportState.ACCEPTED, Step.LOCK)


def unlock_reports(*, period: Period) -> int:
    """Make every locked report of a period an accepted one again; part of `unlock_period`."""
    return _move_all(period, ReportState.LOCKED, Step.UNLOCK)


def _move_all(period: Period, source: ReportState, step: Step) -> int:
    """The newest states only: what an accepted version replaced keeps the state that it had."""
    target = next_state(source, step, needs_approval=period.regime.needs_approval)
    if target is None:
        raise RuleError("step_not_allowed", step=step, state=source)
    newest = period.submissions.filter(latest__state=source).values("latest")
    return Version.objects.filter(pk__in=newest).update(state=target)
