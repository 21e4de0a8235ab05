"""How are reports that were found sound stored, any number with a constant number of statements?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from giaoban.actions.reporting.cells import insert_cells
from giaoban.actions.reporting.incoming_reports import Incoming
from giaoban.actions.reporting.row_writing import insert_all, insert_rows
from giaoban.models import Explanation, Form, Period, Person, Submission, Version
from giaoban.models import Finding as StoredFinding
from giaoban.queries.reporting.forms import FormFacts
from giaoban.queries.reporting.held_reports import held_submissions
from giaoban.rules.reporting.states import Channel, ReportState

_LONGEST_REASON = 300


def store_submissions(
    period: Period, sound: list[Incoming], due: Mapping[int, datetime], now: datetime
) -> None:
    """A submission for each unit that has none; the first sending says whether it was late.

    Somebody may begin a report of the same unit at this moment: what is there then is used.
    """
    lacking = [one for one in sound if one.submission is None]
    unit_ids = [one.report.unit_id for one in lacking]
    rows = [(unit_id, period.pk, False) for unit_id in unit_ids]
    insert_rows(Submission, ("unit", "period", "is_late"), rows, "ON CONFLICT DO NOTHING")
    held = held_submissions(unit_ids, period)
    for one in lacking:
        one.submission = held[one.report.unit_id]
    first: dict[tuple[datetime, bool], list[int]] = defaultdict(list)
    for one in sound:
        if one.stored.first_submitted_at is None:
            sent_at = one.report.sent_at or now
            first[sent_at, sent_at > due[one.stored.unit_id]].append(one.stored.pk)
    for (sent_at, is_late), ids in first.items():
        Submission.objects.filter(pk__in=ids).update(first_submitted_at=sent_at, is_late=is_late)


def store_versions(
    form: Form,
    sound: list[Incoming],
    channel: Channel,
    channel_note: str,
    state: ReportState,
    by: Person | None,
    now: datetime,
    over_error: str,
) -> None:
    """A version for each report, in place of a draft where there is one; pointers moved.

    `over_error` is why those are taken that have an error.
    """
    drafts = _discard_drafts(sound)
    decided = state == ReportState.ACCEPTED
    for one in sound:
        submission = one.stored
        latest = submission.latest
        number = 1 if latest is None else latest.number + (latest.pk not in drafts)
        sender, sent_at = one.report.sent_by or by, one.report.sent_at or now
        one.version = Version(
            submission=submission,
            number=number,
            form=form,
            state=state,
            channel=channel,
            channel_note=channel_note,
            source=one.report.source,
            reason="" if number == 1 else f"import of {one.report.origin}"[:_LONGEST_REASON],
            note=one.report.note,
            nothing_arose=one.report.nothing_arose,
            has_estimates=bool(one.answers.estimates),
            over_error=over_error[:_LONGEST_REASON] if one.is_over_error else "",
            begun_at=sent_at,
            begun_by=sender,
            saved_at=sent_at,
            saved_by=sender,
            submitted_at=sent_at,
            submitted_by=sender,
            decided_at=now if decided else None,
            decided_by=by if decided else None,
        )
    versions = [one.version for one in sound if one.version]
    insert_all(versions)
    _point_at(versions)


def _point_at(versions: Sequence[Version]) -> None:
    """Each is from now on the newest of its submission, and the one that counts."""
    if not versions:
        return
    holes = ", ".join(["%s"] * len(versions))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE giaoban_submission SET latest_id = v.id, counted_id = v.id
            FROM giaoban_version v
            WHERE v.submission_id = giaoban_submission.id AND v.id IN ({holes})
            """,
            [version.pk for version in versions],
        )


def _discard_drafts(sound: list[Incoming]) -> set[int]:
    """Drafts are taken over by what the file says; returns the ids of those that were."""
    drafts = {
        one.stored.latest.pk
        for one in sound
        if one.stored.latest and one.stored.latest.state == ReportState.DRAFT
    }
    if drafts:
        Submission.objects.filter(latest__in=drafts).update(latest=None)
        Version.objects.filter(pk__in=drafts).delete()
    return drafts


def store_cells_and_findings(facts: FormFacts, sound: list[Incoming], reason: str) -> None:
    """What the versions say, what the checks found in it, and why that is as it is."""
    insert_cells(
        (one.version.pk, facts.id_of[code], cell)
        for one in sound
        if one.version
        for code, cell in one.report.cells.items()
    )
    found = [(one, finding) for one in sound for finding in one.found]
    if not found:
        return
    StoredFinding.objects.bulk_create(
        StoredFinding(
            version=one.version,
            level=finding.level,
            code=finding.code,
            indicator_id=facts.id_of.get(finding.indicator),
            check_rule_id=None if finding.check is None else facts.check_ids[finding.check],
            params=dict(finding.params),
        )
        for one, finding in found
    )
    Explanation.objects.bulk_create(
        Explanation(
            version=one.version,
            check_rule_id=facts.check_ids[finding.check],
            text=one.report.explanations.get(finding.check) or reason,
        )
        for one, finding in found
        if finding.check is not None and not finding.is_error
    )
