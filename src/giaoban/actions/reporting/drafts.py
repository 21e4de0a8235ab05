"""Filling a report: begin a version, save its cells as they are typed, explain, attach.

A saved cell is not an audit event; submitting is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import make_naive

from giaoban.actions.audit.actors import Actor, contact_words, person_of
from giaoban.actions.audit.events import record
from giaoban.actions.reporting.cells import Cell as Cell
from giaoban.actions.reporting.cells import store_cells
from giaoban.actions.reporting.list_storing import keep_list_rows, store_rows
from giaoban.actions.reporting.row_writing import insert_row, insert_row_once, update_row
from giaoban.actions.reporting.taken_values import keep_taken_values
from giaoban.models import (
    Attachment,
    Check,
    Explanation,
    Indicator,
    Period,
    ReportLink,
    SourceFile,
    Submission,
    Unit,
    Value,
    Version,
)
from giaoban.queries.reporting.forms import form_facts, form_for
from giaoban.queries.reporting.held_reports import held_submission, held_version
from giaoban.queries.reporting.locks import require_unlocked
from giaoban.queries.reporting.periods import is_expected
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.period_years import told_period
from giaoban.rules.reporting.remarks import require_note, require_reason, require_remark
from giaoban.rules.reporting.states import (
    FOR_THE_UNIT,
    Channel,
    ReportState,
    may_begin_version,
)


@transaction.atomic
def begin_version(
    *,
    unit: Unit,
    period: Period,
    by: Actor,
    now: datetime,
    channel: Channel = Channel.PAGE,
    channel_note: str = "",
    reason: str = "",
) -> Version:
    """The draft of this unit and period: the one there is, the first, or one that follows.

    A draft after a returned report carries its cells on. After an accepted one it is a correction
    and needs a reason, unless there are estimates to replace. A draft that is filled by telephone
    or letter from now on says so. Raises RuleError `period_locked`, `period_is_derived`,
    `period_not_begun`, `unit_not_asked`, `withdraw_first`, `report_locked`,
    `correction_needs_reason`.
    """
    if isinstance(by, ReportLink) and channel is Channel.PAGE:
        channel, channel_note = Channel.LINK, contact_words(by)
    submission = _held(unit, period, now)
    latest = submission.latest
    if latest is not None and latest.state == ReportState.DRAFT:
        if channel in FOR_THE_UNIT and (latest.channel, latest.channel_note) != (
            channel,
            channel_note,
        ):
            latest.channel, latest.channel_note = channel, channel_note
            latest.save(update_fields=["channel", "channel_note"])
        return latest
    if latest is not None:
        _refuse_unless_it_may_follow(latest, reason)
    version = insert_row(
        Version(
            submission=submission,
            number=1 if latest is None else latest.number + 1,
            form=form_for(period),
            state=ReportState.DRAFT,
            channel=channel,
            channel_note=channel_note,
            reason=reason,
            begun_at=now,
            begun_by=person_of(by),
            saved_at=now,
            saved_by=person_of(by),
        )
    )
    if latest is not None:
        _carry_on(latest, version)
    submission.latest = version
    update_row(submission, "latest")
    return version


@transaction.atomic
def save_cells(*, version: Version, cells: Mapping[str, Cell], by: Actor, now: datetime) -> Version:
    """Store the cells by indicator code; those not named stay as they are.

    Returns the version with its revision counted up. Raises RuleError `not_a_draft`,
    `unknown_indicator` (code), `ratio_is_computed` (code), `computed_from_list` (code),
    `note_too_long` (most, length).
    """
    version = draft_held(version)
    for cell in cells.values():
        require_note(cell.note or "")
    store_cells(version, _by_indicator(version, cells))
    version.nothing_arose = False
    return touch(version, by, now)


@transaction.atomic
def say_nothing_arose(
    *, version: Version, cells: Mapping[str, Cell], by: Actor, now: datetime
) -> Version:
    """Answer the whole report with "nothing arose"; `cells` are those the rule gives for it."""
    version = draft_held(version)
    version.values.all().delete()
    version = save_cells(version=version, cells=cells, by=by, now=now)
    facts = form_facts(version.form)
    if facts.lists:
        store_rows({version.pk: {listed.code: () for listed in facts.lists}}, facts)
    version.nothing_arose = True
    version.save(update_fields=["nothing_arose"])
    return version


@transaction.atomic
def write_note(*, version: Version, note: str, by: Actor, now: datetime) -> Version:
    """The unit's remark on the whole report; raises RuleError `remark_too_long` (most, length)."""
    require_remark(note)
    version = draft_held(version)
    version.note = note
    return touch(version, by, now)


@transaction.atomic
def explain_warning(
    *, version: Version, check: Check, text: str, by: Actor, now: datetime
) -> Version:
    """Give the reason for a warning; an empty text takes it back.

    Raises RuleError `check_of_another_form` (check), `reason_too_long` (most, length).
    """
    require_reason(text.strip())
    version = draft_held(version)
    if check.form_id != version.form_id:
        raise RuleError("check_of_another_form", check=check.pk)
    if text.strip():
        Explanation.objects.update_or_create(
            version=version, check_rule=check, defaults={"text": text.strip()}
        )
    else:
        version.explanations.filter(check_rule=check).delete()
    return touch(version, by, now)


@transaction.atomic
def attach_file(
    *,
    version: Version,
    file: SourceFile,
    purpose: Attachment.Purpose,
    indicator: Indicator | None,
    by: Actor,
    now: datetime,
) -> Attachment:
    """Put a file beside the report; as the answer to a file indicator it replaces the last one."""
    version = draft_held(version)
    if purpose == Attachment.Purpose.ANSWER:
        if indicator is None:
            raise RuleError("answer_needs_indicator")
        version.attachments.filter(indicator=indicator, purpose=purpose).delete()
        save_cells(version=version, cells={indicator.code: Cell(text=file.name)}, by=by, now=now)
    attachment = Attachment.objects.create(
        version=version, indicator=indicator, purpose=purpose, file=file
    )
    touch(draft_held(version), by, now)
    return attachment


@transaction.atomic
def detach_file(*, attachment: Attachment, by: Actor, now: datetime) -> None:
    """Take a file away from a draft; the file itself stays, other versions may show it."""
    version = draft_held(attachment.version)
    if attachment.purpose == Attachment.Purpose.ANSWER:
        version.values.filter(indicator=attachment.indicator).delete()
    attachment.delete()
    touch(version, by, now)


@transaction.atomic
def discard_draft(*, version: Version, by: Actor, now: datetime) -> None:
    """Throw a draft away; the version before it is again the newest."""
    version = draft_held(version)
    submission = Submission.objects.select_for_update().get(pk=version.submission_id)
    before = submission.versions.exclude(pk=version.pk).order_by("-number").first()
    record(
        actor=by,
        action="discard_draft",
        on=submission,
        at=now,
        before={"version": version.number},
        after={"version": before.number if before else None},
    )
    version.delete()
    submission.latest = before
    submission.save(update_fields=["latest"])


def draft_held(version: Version) -> Version:
    """The version read again under a lock; raises RuleError `not_a_draft` where it is none."""
    held = held_version(version.pk)
    if held.state != ReportState.DRAFT:
        raise RuleError("not_a_draft", state=held.state)
    require_unlocked(held.submission.period, [held.submission.unit_id])
    return held


def touch(version: Version, by: Actor, now: datetime) -> Version:
    """Count the save, so that a page notices that somebody else was newer."""
    version.revision += 1
    version.saved_at = now
    version.saved_by = person_of(by)
    update_row(version, "revision", "saved_at", "saved_by", "note", "nothing_arose")
    return version


def _held(unit: Unit, period: Period, now: datetime) -> Submission:
    require_unlocked(period, [unit.pk], now)
    if not period.is_reported:
        raise RuleError("period_is_derived", **told_period(period))
    if period.starts_on > make_naive(now).date():
        raise RuleError("period_not_begun", **told_period(period), starts_on=period.starts_on)
    submission = held_submission(unit, period)
    if submission is not None:
        return submission
    if not is_expected(unit.pk, period):
        raise RuleError("unit_not_asked", **told_period(period))
    submission = Submission(unit=unit, period=period)
    if insert_row_once(submission):
        return submission
    # Somebody began the same report at this moment: whoever is second uses the first one's.
    submission = held_submission(unit, period)
    assert submission is not None
    return submission


def _refuse_unless_it_may_follow(latest: Version, reason: str) -> None:
    state = ReportState(latest.state)
    if state is ReportState.LOCKED:
        raise RuleError("report_locked")
    if not may_begin_version(state):
        raise RuleError("withdraw_first", state=state)
    if state is ReportState.ACCEPTED and not reason.strip() and not latest.has_estimates:
        raise RuleError("correction_needs_reason")


def _carry_on(earlier: Version, version: Version) -> None:
    """Copy the cells, reasons and files that the new version starts from."""
    asked = set(version.form.items.values_list("indicator_id", flat=True))
    copies: Sequence[Value] = [
        Value(
            version=version,
            indicator_id=value.indicator_id,
            number=value.number,
            text=value.text,
            note=value.note,
            cell=value.cell,
            is_estimate=value.is_estimate,
        )
        for value in earlier.values.filter(indicator__in=asked)
    ]
    Value.objects.bulk_create(copies)
    keep_list_rows(version, earlier)
    keep_taken_values(version, earlier)
    Attachment.objects.bulk_create(
        Attachment(
            version=version,
            indicator_id=attachment.indicator_id,
            purpose=attachment.purpose,
            file_id=attachment.file_id,
        )
        for attachment in earlier.attachments.exclude(purpose=Attachment.Purpose.SIGNED)
    )
    if earlier.form_id == version.form_id:
        Explanation.objects.bulk_create(
            Explanation(version=version, check_rule_id=reason.check_rule_id, text=reason.text)
            for reason in earlier.explanations.all()
        )
    version.source = earlier.source
    version.note = earlier.note
    version.nothing_arose = earlier.nothing_arose
    version.save(update_fields=["source", "note", "nothing_arose"])


def _by_indicator(version: Version, cells: Mapping[str, Cell]) -> dict[int, Cell]:
    """The cells by indicator id; refuses what the form does not ask or works out itself."""
    facts = form_facts(version.form)
    for code in cells:
        if code not in facts.kind_of:
            raise RuleError("unknown_indicator", code=code)
        if facts.kind_of[code] is IndicatorKind.RATIO:
            raise RuleError("ratio_is_computed", code=code)
        if code in facts.list_codes:
            raise RuleError("computed_from_list", code=code)
    return {facts.id_of[code]: cell for code, cell in cells.items()}
