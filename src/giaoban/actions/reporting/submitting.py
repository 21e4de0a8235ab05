"""The unit's own steps: submit a report, withdraw it, approve it as the unit's head."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from giaoban.actions.audit.actors import Actor, contact_words, person_of
from giaoban.actions.audit.events import record
from giaoban.actions.reporting.drafts import draft_held
from giaoban.actions.reporting.final_reports import incident_held, take_back_final
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.row_writing import update_row
from giaoban.models import Attachment, Person, ReportLink, SourceFile, Submission, Version
from giaoban.models import Finding as StoredFinding
from giaoban.queries.reporting.answers import Answers, answers_of
from giaoban.queries.reporting.deadlines import deadlines_of
from giaoban.queries.reporting.findings import findings_of
from giaoban.queries.reporting.forms import form_facts
from giaoban.queries.reporting.held_reports import held_version
from giaoban.queries.reporting.locks import require_unlocked
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.checks import Finding
from giaoban.rules.reporting.estimates import changed_beside_estimates
from giaoban.rules.reporting.states import COUNTED, Channel, ReportState, Step, next_state


@transaction.atomic
def submit_report(*, version: Version, by: Actor, now: datetime) -> Version:
    """Send the draft; it counts in totals from now on.

    Raises RuleError `has_errors` (findings) where a check that is an error fails, and
    `warnings_need_reasons` (findings) where a warning is not explained, `period_locked` (period),
    and `only_estimates_without_reason` (codes) where a correction without a reason changes more
    than estimates. Nothing is lost: the draft stays as it is.
    """
    version = draft_held(version)
    answers = answers_of(version)
    found = findings_of(version, answers=answers)
    errors = [finding for finding in found if finding.is_error]
    if errors:
        raise RuleError("has_errors", findings=errors)
    refuse_unexplained(version, found)
    return send(version, answers, found, by, now)


def send(
    version: Version, answers: Answers, found: Sequence[Finding], by: Actor, now: datetime
) -> Version:
    """Send a draft that is held and was judged; part of the actions that decide whether it may."""
    require_unlocked(version.submission.period, [version.submission.unit_id], now)
    _refuse_more_than_estimates(version, answers)
    version.has_estimates = bool(answers.estimates)
    version.state = moved(version, Step.SUBMIT)
    version.submitted_at = now
    version.submitted_by = person_of(by)
    _say_who_sends(version, by)
    update_row(
        version,
        "state",
        "submitted_at",
        "submitted_by",
        "channel",
        "channel_note",
        "has_estimates",
        "over_error",
    )
    store_findings(version, found)
    submission = version.submission
    if submission.first_submitted_at is None:
        due_at = deadlines_of(submission.period, [submission.unit_id])[submission.unit_id]
        submission.first_submitted_at = now
        submission.is_late = now > due_at
    submission.counted = version
    update_row(submission, "first_submitted_at", "is_late", "counted")
    append_marks_for(unit_ids=[submission.unit_id], period=submission.period)
    record(
        actor=by,
        action="submit_report",
        on=submission,
        at=now,
        after={
            "version": version.number,
            "channel": version.channel,
            "numbers": answers.numbers,
            "is_late": submission.is_late,
            **({"estimates": sorted(answers.estimates)} if answers.estimates else {}),
        },
    )
    return version


def _refuse_more_than_estimates(version: Version, answers: Answers) -> None:
    if version.number == 1 or version.reason:
        return
    before = version.submission.versions.filter(number=version.number - 1).first()
    if before is None or before.state != ReportState.ACCEPTED:
        return
    said = answers_of(before)
    changed = changed_beside_estimates(said.said, answers.said, said.estimates)
    if changed:
        raise RuleError("only_estimates_without_reason", codes=", ".join(changed))


@transaction.atomic
def withdraw_report(*, version: Version, by: Actor, now: datetime) -> Version:
    """Take a report back that nobody decided yet; it is a draft again and does not count.

    A signed copy goes from its side: what was signed may be changed now. The file itself is kept.
    Where it was the unit's final one of an incident, the unit is asked again.
    """
    incident = incident_held(version)
    version = submitted_held(version)
    state_before = version.state
    version.state = moved(version, Step.WITHDRAW)
    version.submitted_at = version.submitted_by = None
    version.approved_at = version.approved_by = None
    version.has_estimates, version.over_error = False, ""
    version.save(
        update_fields=[
            "state",
            "submitted_at",
            "submitted_by",
            "approved_at",
            "approved_by",
            "has_estimates",
            "over_error",
        ]
    )
    version.findings.all().delete()
    version.attachments.filter(purpose=Attachment.Purpose.SIGNED).delete()
    submission = version.submission
    count_newest(submission)
    if not submission.versions.filter(submitted_at__isnull=False).exists():
        submission.first_submitted_at = None
        submission.is_late = False
        submission.save(update_fields=["first_submitted_at", "is_late"])
    append_marks_for(unit_ids=[submission.unit_id], period=submission.period)
    record(
        actor=by,
        action="withdraw_report",
        on=submission,
        at=now,
        before={"version": version.number, "state": state_before},
        after={"version": version.number, "state": version.state},
    )
    take_back_final(incident=incident, submission=submission, by=by, now=now)
    return version


@transaction.atomic
def approve_report(
    *,
    version: Version,
    by: Person | None,
    now: datetime,
    signed_copy: SourceFile | None = None,
) -> Version:
    """Approve as the unit's head, where the regime asks for it; a signed copy may lie beside it."""
    version = submitted_held(version)
    version.state = moved(version, Step.APPROVE)
    version.approved_at = now
    version.approved_by = by
    version.save(update_fields=["state", "approved_at", "approved_by"])
    if signed_copy is not None:
        add_signed_copy(version=version, file=signed_copy, by=by, now=now)
    append_marks_for(unit_ids=[version.submission.unit_id], period=version.submission.period)
    record(
        actor=by,
        action="approve_report",
        on=version.submission,
        at=now,
        after={"version": version.number, "signed_copy": signed_copy is not None},
    )
    return version


@transaction.atomic
def add_signed_copy(*, version: Version, file: SourceFile, by: Actor, now: datetime) -> Attachment:
    """Put the signed copy beside a version that is on its way or accepted.

    Raises RuleError `signed_copy_too_early` for a draft or a returned version.
    """
    version = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state not in COUNTED:
        raise RuleError("signed_copy_too_early", state=version.state)
    copy = Attachment.objects.create(version=version, purpose=Attachment.Purpose.SIGNED, file=file)
    record(
        actor=by,
        action="add_signed_copy",
        on=version.submission,
        at=now,
        after={"version": version.number, "sha256": file.sha256},
    )
    return copy


def _say_who_sends(version: Version, by: Actor) -> None:
    """A draft may be begun by a link and sent by a person, or the other way round."""
    if isinstance(by, ReportLink):
        version.channel, version.channel_note = Channel.LINK, contact_words(by)
    elif version.channel == Channel.LINK:
        version.channel, version.channel_note = Channel.PAGE, ""


def submitted_held(version: Version) -> Version:
    """The version read again under a lock, with what it belongs to.

    Raises RuleError `period_locked`.
    """
    held = held_version(version.pk)
    require_unlocked(held.submission.period, [held.submission.unit_id])
    return held


def count_newest(submission: Submission) -> None:
    """Let the totals count the newest version that may count, or none (docs/contracts.md)."""
    submission.counted = (
        submission.versions.filter(state__in=list(COUNTED)).order_by("-number").first()
    )
    submission.save(update_fields=["counted"])


def refuse_unexplained(version: Version, found: Sequence[Finding]) -> None:
    """Raises RuleError `warnings_need_reasons` with the warnings that nobody explained."""
    if not found:
        return
    check_ids = form_facts(version.form).check_ids
    explained = set(version.explanations.values_list("check_rule_id", flat=True))
    unexplained = [
        finding
        for finding in found
        if not finding.is_error
        and finding.check is not None
        and check_ids[finding.check] not in explained
    ]
    if unexplained:
        raise RuleError("warnings_need_reasons", findings=unexplained)


def store_findings(version: Version, found: Sequence[Finding]) -> None:
    """Keep what the checks found, so that a reviewer can list the reports without findings."""
    if not found:
        return
    facts = form_facts(version.form)
    StoredFinding.objects.bulk_create(
        StoredFinding(
            version=version,
            level=finding.level,
            code=finding.code,
            indicator_id=facts.id_of.get(finding.indicator),
            check_rule_id=None if finding.check is None else facts.check_ids[finding.check],
            params=dict(finding.params),
        )
        for finding in found
    )


def moved(version: Version, step: Step) -> ReportState:
    """The state that the step leads to; raises RuleError `step_not_allowed` naming the unit."""
    needs_approval = version.submission.period.regime.needs_approval
    state = next_state(ReportState(version.state), step, needs_approval=needs_approval)
    if state is None:
        raise RuleError(
            "step_not_allowed",
            step=step,
            state=version.state,
            unit=version.submission.unit.name,
        )
    return state
