"""How does the newest period stand? Open: some sent, some begun, some returned, most missing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from giaoban.actions.reporting.decisions import accept_reports, return_report
from giaoban.actions.reporting.drafts import attach_file, begin_version
from giaoban.actions.reporting.submitting import approve_report
from giaoban.management.demo.bulk_import import FILES, import_in_bulk
from giaoban.management.demo.calendar import at, office_moment
from giaoban.management.demo.content import draw
from giaoban.management.demo.figures import Answer
from giaoban.management.demo.papers import evidence, signed_copy
from giaoban.management.demo.reports import Desk, begin_report, fill_and_submit
from giaoban.management.demo.sections import SITE
from giaoban.management.demo.stories import SHOWN, remark_on
from giaoban.models import Attachment, Period, Unit, Version
from giaoban.rules.reporting.periods import PeriodKind

SENT, RETURNED, ACCEPTED, DRAFTS = 20, 3, 5, 6
DOUBTFUL = ("so_tien_truc_tuyen", "doanh_thu_san", "luot_huong_dan")


def play_newest(
    *, desk: Desk, period: Period, units: Sequence[Unit], answers: Mapping[int, Answer]
) -> None:
    """A handful of communes is ahead; the first one whose sign-in is printed has begun."""
    chance = draw("newest", period.key)
    shown = {unit.code: unit for unit in units if unit.code in SHOWN}
    others = [unit for unit in units if unit.code not in SHOWN and unit.pk in desk.people.officers]
    chance.shuffle(others)
    # The last one sent is neither returned nor accepted: its evidence waits to be looked at.
    proving = others[SENT - 1] if period.regime.frequency == PeriodKind.MONTH else None
    sent = [
        (unit, _sent(desk, period, unit, answers[unit.pk], chance, has_evidence=unit == proving))
        for unit in others[:SENT]
    ]
    _decide(desk, [version for _unit, version in sent], answers, chance)
    for unit in others[SENT : SENT + DRAFTS]:
        some = dict(list(answers[unit.pk].items())[: chance.randint(3, 12)])
        moment = _recently(desk, period, chance)
        begin_report(desk=desk, unit=unit, period=period, answer=some, now=moment)
    if period.regime.frequency == PeriodKind.MONTH and period.starts_on < desk.now.date():
        sending = others[SENT + DRAFTS : SENT + DRAFTS + FILES]
        import_in_bulk(desk=desk, period=period, units=sending, answers=answers)
    if "ho_so_giai_quyet" in next(iter(answers.values())):
        _shown_communes(desk, period, shown, answers, chance)


def _sent(
    desk: Desk,
    period: Period,
    unit: Unit,
    answer: Answer,
    chance: Random,
    *,
    has_evidence: bool = False,
) -> Version:
    moment = _recently(desk, period, chance)
    officer = desk.people.officers[unit.pk]
    begun_at = max(_opened(period), moment - timedelta(hours=1))
    version = begin_version(unit=unit, period=period, by=officer, now=begun_at)
    if has_evidence:
        attach_file(
            version=version,
            file=evidence(unit=unit, period=period, by=officer, now=begun_at),
            purpose=Attachment.Purpose.EVIDENCE,
            indicator=None,
            by=officer,
            now=begun_at,
        )
        version.refresh_from_db()
    lists = desk.lists.get((period.key, unit.pk))
    return fill_and_submit(version=version, answer=answer, by=officer, now=moment, lists=lists)


def _decide(
    desk: Desk, versions: Sequence[Version], answers: Mapping[int, Answer], chance: Random
) -> None:
    """Some are approved where the regime asks for it; of those some accepted, a few returned."""
    ready = list(versions)
    if versions[0].submission.period.regime.needs_approval:
        ready = list(versions[: RETURNED + ACCEPTED + 4])
        for version in ready:
            _approve(desk, version, is_signed=version == ready[-1])
    accepted = ready[:ACCEPTED]
    if accepted:
        newest = max(_after(desk, version) for version in accepted)
        accept_reports(versions=accepted, by=desk.people.secretary, now=newest)
    for version in ready[ACCEPTED : ACCEPTED + RETURNED]:
        said = answers[version.submission.unit_id]
        _return(desk, version, chance.choice([code for code in DOUBTFUL if code in said]))


def _approve(desk: Desk, version: Version, *, is_signed: bool) -> None:
    """As the head of the unit, with the signed copy where there is one."""
    head = desk.people.approvers.get(version.submission.unit_id)
    now = _after(desk, version)
    unit, period = version.submission.unit, version.submission.period
    copy = signed_copy(unit=unit, period=period, by=head, now=now) if is_signed else None
    approve_report(version=version, by=head, now=now, signed_copy=copy)


def _shown_communes(
    desk: Desk,
    period: Period,
    shown: Mapping[str, Unit],
    answers: Mapping[int, Answer],
    chance: Random,
) -> None:
    """One half-filled draft with something to mend in it, and one report that came back."""
    begun, returned = (shown.get(code) for code in SHOWN)
    if begun is not None:
        some = dict(list(answers[begun.pk].items())[:12])
        some["ho_so_truc_tuyen"] = float(some["ho_so_giai_quyet"]) + 26
        some["thanh_vien_to"] = round(float(some["thanh_vien_to"]) * 1.8)
        moment = _recently(desk, period, chance)
        begin_report(desk=desk, unit=begun, period=period, answer=some, now=moment)
    if returned is not None:
        wrong = dict(answers[returned.pk])
        wrong["so_tien_truc_tuyen"] = round(float(wrong["so_tien_truc_tuyen"]) * 10, 1)
        _return(desk, _sent(desk, period, returned, wrong, chance), "so_tien_truc_tuyen")


def _return(desk: Desk, version: Version, code: str) -> None:
    returned_at = _after(desk, version)
    return_report(
        version=version,
        remarks={code: remark_on(code)},
        overall="",
        mend_by=at((returned_at + timedelta(days=4)).date(), 17),
        by=desk.people.secretary,
        today=returned_at.date(),
        now=returned_at,
        site=SITE,
    )


def _after(desk: Desk, version: Version) -> datetime:
    sent_at = version.submitted_at or desk.now
    return min(desk.now, sent_at + timedelta(hours=3))


def _recently(desk: Desk, period: Period, chance: Random) -> datetime:
    """In the last three days, but not before the period was opened."""
    first = max(_opened(period) + timedelta(hours=2), desk.now - timedelta(days=3))
    return min(desk.now, office_moment(first, max(first, desk.now), chance))


def _opened(period: Period) -> datetime:
    return at(period.starts_on, 0, 5)
