"""The newest ended quarter is closed on time: three are missing, two estimate, one has an error.

One of the two was given more time, and the other one has its figures by now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from giaoban.actions.reporting.decisions import accept_over_errors, accept_reports
from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.periods import extend_deadline, lock_period
from giaoban.actions.reporting.reopening import close_reopening, reopen_for_unit
from giaoban.actions.reporting.submitting import approve_report
from giaoban.management.demo.calendar import at
from giaoban.management.demo.content import content, draw
from giaoban.management.demo.figures import Answer, Profile
from giaoban.management.demo.reports import Desk, cells_of, fill_and_submit, play_past
from giaoban.management.demo.sections import SITE
from giaoban.management.demo.stories import SHOWN, WITHOUT_ACCOUNT, Course, Story
from giaoban.models import Period, Unit
from giaoban.rules.reporting.states import Channel

MISSING, ESTIMATED = 3, 2
_BOOKED_LATER = ("kinh_phi_giai_ngan", "doanh_thu_san")
FEW = 20
"""Of more communes that sent nothing the rest stays missing, as it would be."""


def closes_at(period: Period) -> datetime:
    return at(period.ends_on + timedelta(days=20), 16)


def silent_units(period: Period, profiles: Mapping[int, Profile]) -> list[int]:
    """Those that let the deadline of the closed quarter pass: at first all six."""
    others = sorted(
        unit for unit, profile in profiles.items() if profile.code not in (*SHOWN, *WITHOUT_ACCOUNT)
    )
    return draw("closing", period.key).sample(others, MISSING + ESTIMATED + 1)


def close_quarter(
    *,
    desk: Desk,
    period: Period,
    due_at: datetime,
    silent: Sequence[int],
    answers: Mapping[int, Answer],
) -> None:
    """Take what there is, lock the rest out, and open the quarter again for one of the missing.

    Nothing happens while the day of closing has not come.
    """
    closed_at = closes_at(period)
    if closed_at > desk.now:
        return
    missing, others = silent[:MISSING], silent[MISSING:]
    received = period.submissions.exclude(counted=None).values_list("unit_id", flat=True)
    late = set(answers) - set(received) - set(silent)
    if len(late) <= FEW:
        sent_at = closed_at - timedelta(days=9)
        stories = [
            Story(unit, Course.PLAIN, Channel.LETTER, sent_at, answers[unit])
            for unit in sorted(late)
        ]
        play_past(desk=desk, period=period, due_at=due_at, stories=stories)
    written_at = closed_at - timedelta(days=2)
    units = Unit.objects.in_bulk(list(silent))
    for unit_id in others[:ESTIMATED]:
        if unit_id == others[1]:
            _extended(desk, period, units[unit_id], due_at, closed_at)
        _estimated(desk, period, units[unit_id], answers[unit_id], written_at)
    _over_error(desk, period, units[others[-1]], answers[others[-1]], written_at)
    lock_period(period=period, by=desk.people.secretary, now=closed_at)
    _replaced(desk, period, units[others[0]], answers[others[0]], closed_at)
    reopen_for_unit(
        period=period,
        unit=units[missing[0]],
        until=at(desk.now.date() + timedelta(days=4), 17),
        reason=content("words")["said"]["reopened"],
        by=desk.people.secretary,
        today=desk.now.date(),
        now=max(closed_at, desk.now - timedelta(days=1)),
        site=SITE,
    )


def _extended(
    desk: Desk, period: Period, unit: Unit, due_at: datetime, closed_at: datetime
) -> None:
    """Cut off for days, it is given until the day before the quarter is closed."""
    extend_deadline(
        period=period,
        unit=unit,
        due_at=closed_at - timedelta(days=1),
        reason=content("words")["said"]["extension"],
        by=desk.people.secretary,
        now=due_at - timedelta(hours=6),
    )


def _replaced(desk: Desk, period: Period, unit: Unit, answer: Answer, closed_at: datetime) -> None:
    """Days after the closing the books are closed too: opened for it alone, it sends the figures
    in place of its estimates."""
    opened_at = closed_at + timedelta(days=2)
    sent_at = opened_at + timedelta(hours=3)
    if sent_at + timedelta(days=1) > desk.now:
        return
    reopening = reopen_for_unit(
        period=period,
        unit=unit,
        until=opened_at + timedelta(days=3),
        reason=content("words")["said"]["booked"],
        by=desk.people.secretary,
        today=opened_at.date(),
        now=opened_at,
        site=SITE,
    )
    officer = desk.people.officers[unit.pk]
    version = begin_version(unit=unit, period=period, by=officer, now=sent_at)
    booked = {code: round(float(answer[code]) * 1.04, 1) for code in _BOOKED_LATER}
    booked["kinh_phi_giai_ngan"] = min(
        booked["kinh_phi_giai_ngan"], float(answer["kinh_phi_bo_tri"])
    )
    cells = {code: Cell(number, is_estimate=False) for code, number in booked.items()}
    version = save_cells(version=version, cells=cells, by=officer, now=sent_at)
    version = fill_and_submit(version=version, answer={}, by=officer, now=sent_at)
    if period.regime.needs_approval:
        approve_report(version=version, by=desk.people.approvers.get(unit.pk), now=sent_at)
    accepted_at = sent_at + timedelta(hours=18)
    accept_reports(versions=[version], by=desk.people.secretary, now=accepted_at)
    close_reopening(reopening=reopening, by=desk.people.secretary, now=accepted_at)


def _estimated(desk: Desk, period: Period, unit: Unit, answer: Answer, now: datetime) -> None:
    """The money and the sales are not booked yet: their figures are estimates."""
    officer = desk.people.officers[unit.pk]
    version = begin_version(unit=unit, period=period, by=officer, now=now - timedelta(hours=2))
    estimates = {code: answer[code] for code in _BOOKED_LATER}
    cells = {code: replace(cell, is_estimate=True) for code, cell in cells_of(estimates).items()}
    version = save_cells(version=version, cells=cells, by=officer, now=now)
    version = fill_and_submit(
        version=version,
        answer={code: value for code, value in answer.items() if code not in cells},
        by=officer,
        now=now,
        lists=desk.lists.get((period.key, unit.pk)),
    )
    if period.regime.needs_approval:
        approve_report(version=version, by=desk.people.approvers.get(unit.pk), now=now)
    accept_reports(versions=[version], by=desk.people.secretary, now=now + timedelta(hours=2))


def _over_error(desk: Desk, period: Period, unit: Unit, answer: Answer, now: datetime) -> None:
    """More was spent than was given, and nobody is there to say why before the report goes out."""
    said = content("words")["said"]
    clerk = desk.people.secretaries[3]
    version = begin_version(
        unit=unit,
        period=period,
        by=clerk,
        now=now,
        channel=Channel.LETTER,
        channel_note=said["letter"],
    )
    wrong = {**answer, "kinh_phi_giai_ngan": round(float(answer["kinh_phi_bo_tri"]) * 1.08, 1)}
    version = save_cells(version=version, cells=cells_of(wrong), by=clerk, now=now)
    version = accept_over_errors(
        version=version, reason=said["over_error"], by=desk.people.secretary, now=now
    )
    if period.regime.needs_approval:
        approve_report(version=version, by=desk.people.approvers.get(unit.pk), now=now)
        accept_reports(versions=[version], by=desk.people.secretary, now=now + timedelta(hours=2))
