"""How do made-up reports get in? By the same actions as real ones, at moments of the past."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from giaoban.actions.audit.actors import Actor
from giaoban.actions.reporting.decisions import accept_reports, return_report
from giaoban.actions.reporting.drafts import Cell, begin_version, explain_warning, save_cells
from giaoban.actions.reporting.list_rows import save_list_rows
from giaoban.actions.reporting.submitting import approve_report, submit_report
from giaoban.actions.reporting.taking import IncomingReport, take_reports
from giaoban.management.demo.calendar import next_morning
from giaoban.management.demo.content import content
from giaoban.management.demo.figures import Answer
from giaoban.management.demo.people import People
from giaoban.management.demo.sections import SITE
from giaoban.management.demo.stories import Course, Story, remark_on
from giaoban.models import Check, Period, Person, Unit, Version
from giaoban.queries.reporting.findings import findings_of
from giaoban.queries.reporting.forms import form_facts, form_for
from giaoban.rules.reporting.list_rows import RowCells
from giaoban.rules.reporting.states import Channel, ReportState
from giaoban.rules.units.tree import DatedTree

Lists = Mapping[str, Sequence[RowCells]]


@dataclass(frozen=True)
class Desk:
    """Who reports and decides in the demo, and until when: nothing happens after `now`."""

    people: People
    tree: DatedTree
    now: datetime
    lists: dict[tuple[str, int], Lists] = field(default_factory=dict)
    """The rows of lists by period key and unit id, for the regimes that ask for any."""

    def sender(self, story: Story) -> Person | None:
        """The unit's officer; what came by telephone or letter the secretariat wrote down."""
        if story.channel is Channel.PAGE:
            return self.people.officers.get(story.unit_id)
        return self.people.secretaries[3]


def play_past(*, desk: Desk, period: Period, due_at: datetime, stories: Sequence[Story]) -> None:
    """Let the stories of an ended period happen, as far as the present moment lets them."""
    sent = [story for story in stories if story.sent_at <= desk.now]
    on_time = [story for story in sent if story.sent_at <= due_at]
    late = [story for story in sent if story.sent_at > due_at]
    for group in (on_time, late):
        if group:
            decided_at = next_morning(max(story.sent_at for story in group))
            _play_group(desk, period, group, decided_at)


def play_by_hand(*, desk: Desk, period: Period, story: Story) -> None:
    """One report typed and sent on the page and accepted afterwards, as its history then says."""
    officer = desk.people.officers[story.unit_id]
    version = begin_version(
        unit=Unit.objects.get(pk=story.unit_id),
        period=period,
        by=officer,
        now=story.sent_at - timedelta(hours=1),
    )
    version = fill_and_submit(version=version, answer=story.answer, by=officer, now=story.sent_at)
    accepted_at = next_morning(story.sent_at)
    if accepted_at <= desk.now:
        accept_reports(versions=[version], by=desk.people.secretary, now=accepted_at)


def _play_group(desk: Desk, period: Period, stories: Sequence[Story], decided_at: datetime) -> None:
    is_decided = decided_at <= desk.now
    needs_approval = period.regime.needs_approval
    straight = is_decided and not needs_approval
    for story_group, state in (
        ([s for s in stories if s.course is not Course.MENDED], straight),
        ([s for s in stories if s.course is Course.MENDED], False),
    ):
        _take(desk, period, story_group, state, min(decided_at, desk.now))
    versions = _latest(period, stories)
    if needs_approval:
        for story in stories:
            approve_report(
                version=versions[story.unit_id],
                by=desk.people.approvers.get(story.unit_id),
                now=min(story.sent_at + timedelta(hours=2), desk.now),
            )
        if is_decided:
            plain = [versions[s.unit_id] for s in stories if s.course is not Course.MENDED]
            accept_reports(versions=plain, by=desk.people.secretary, now=decided_at)
    if is_decided:
        for story in stories:
            if story.course is Course.MENDED:
                _return_and_mend(desk, versions[story.unit_id], story, decided_at)
            elif story.course is Course.CORRECTED:
                _correct(desk, versions[story.unit_id], story, decided_at)


def _take(
    desk: Desk, period: Period, stories: Iterable[Story], is_accepted: bool, at: datetime
) -> None:
    by_channel: dict[Channel, list[Story]] = defaultdict(list)
    for story in stories:
        by_channel[story.channel].append(story)
    said = content("words")["said"]
    notes = {Channel.TELEPHONE: said["telephone"][0], Channel.LETTER: said["letter"]}
    explanations = explanations_for(period)
    for channel, group in by_channel.items():
        taken = take_reports(
            period=period,
            reports=[
                IncomingReport(
                    story.unit_id,
                    cells_of(story.first or story.answer),
                    origin="",
                    explanations=explanations,
                    sent_by=desk.sender(story),
                    sent_at=story.sent_at,
                    lists=desk.lists.get((period.key, story.unit_id)),
                )
                for story in group
            ],
            channel=channel,
            state=ReportState.ACCEPTED if is_accepted else ReportState.SUBMITTED,
            by=desk.people.secretary,
            now=at,
            channel_note=notes.get(channel, ""),
            tree=desk.tree,
        )
        if taken.refusals:
            refusal = taken.refusals[0]
            raise ValueError(f"{period.key} {refusal.report.unit_id}: {refusal.problem}")


def _return_and_mend(desk: Desk, version: Version, story: Story, returned_at: datetime) -> None:
    """Returned with a remark; mended by the next day, if that day has come."""
    mended_at = next_morning(returned_at) + timedelta(hours=2)
    return_report(
        version=version,
        remarks={story.wrong_code: remark_on(story.wrong_code)},
        overall=content("words")["remarks"]["overall"],
        mend_by=next_morning(next_morning(returned_at)).replace(hour=17, minute=0),
        by=desk.people.secretary,
        today=returned_at.date(),
        now=returned_at,
        site=SITE,
    )
    if mended_at <= desk.now:
        _send_again(desk, version, story, mended_at, reason="")


def _correct(desk: Desk, version: Version, story: Story, accepted_at: datetime) -> None:
    corrected_at = next_morning(accepted_at) + timedelta(days=1, hours=1)
    if corrected_at <= desk.now:
        reasons = content("words")["said"]["corrections"]
        reason = reasons[story.unit_id % len(reasons)]
        _send_again(desk, version, story, corrected_at, reason=reason)


def _send_again(desk: Desk, version: Version, story: Story, at: datetime, *, reason: str) -> None:
    submission = version.submission
    officer = desk.people.officers.get(story.unit_id)
    again = begin_version(
        unit=submission.unit, period=submission.period, by=officer, now=at, reason=reason
    )
    changed = {story.wrong_code: story.answer[story.wrong_code]}
    fill_and_submit(version=again, answer=changed, by=officer, now=at)
    if submission.period.regime.needs_approval:
        head = desk.people.approvers.get(story.unit_id)
        approve_report(version=again, by=head, now=min(at + timedelta(hours=1), desk.now))
    accepted_at = min(at + timedelta(hours=3), desk.now)
    accept_reports(versions=[again], by=desk.people.secretary, now=accepted_at)


def fill_and_submit(
    *,
    version: Version,
    answer: Answer,
    by: Actor,
    now: datetime,
    lists: Lists | None = None,
) -> Version:
    """Type the cells and the rows of lists, give the reason for every warning, and send."""
    version = save_cells(version=version, cells=cells_of(answer), by=by, now=now)
    for code, rows in (lists or {}).items():
        version = save_list_rows(version=version, list_code=code, rows=rows, by=by, now=now)
    reasons = content("words")["explanations"]
    check_ids = form_facts(version.form).check_ids
    for finding in findings_of(version):
        if finding.check is not None and not finding.is_error:
            version = explain_warning(
                version=version,
                check=Check.objects.get(pk=check_ids[finding.check]),
                text=reasons.get(finding.indicator, reasons["other"]),
                by=by,
                now=now,
            )
    return submit_report(version=version, by=by, now=now)


def begin_report(
    *, desk: Desk, unit: Unit, period: Period, answer: Answer, now: datetime
) -> Version:
    """The officer's draft with some cells in it."""
    officer = desk.people.officers[unit.pk]
    version = begin_version(unit=unit, period=period, by=officer, now=now)
    return save_cells(version=version, cells=cells_of(answer), by=officer, now=now)


def cells_of(answer: Mapping[str, float | str]) -> dict[str, Cell]:
    return {
        code: Cell(text=value) if isinstance(value, str) else Cell(float(value))
        for code, value in answer.items()
    }


def explanations_for(period: Period) -> dict[int, str]:
    """A reason for each check of the form, by its index; used where it finds something."""
    reasons = content("words")["explanations"]
    return {
        index: reasons.get(check.formula.references[0].code, reasons["other"])
        for index, check in enumerate(form_facts(form_for(period)).checks)
    }


def _latest(period: Period, stories: Iterable[Story]) -> dict[int, Version]:
    unit_ids = {story.unit_id for story in stories}
    held = period.submissions.select_related("latest", "unit", "period__regime")
    versions = {}
    for submission in held:
        if submission.unit_id in unit_ids and submission.latest is not None:
            version = submission.latest
            version.submission = submission
            versions[submission.unit_id] = version
    return versions
