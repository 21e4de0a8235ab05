"""What kinds of meetings are there, how long may they last, and when is what due around them?

Limits are data with their source: an amended decree is an edit of a row. Breaking one is warned
about and blocks nothing; who calls a meeting within the hour for a storm has a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from giaoban.rules.problems import Problem, Severity
from giaoban.rules.reporting.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """Minutes and working days; None: no limit is known. `source` names who set them.

    `notice_days` and `paper_days` lie before the meeting, `conclusions_days` after it: by then the
    notice of conclusions has gone out. `is_review` looks back over a span.
    """

    code: str
    longest_minutes: int | None = None
    notice_days: int | None = None
    paper_days: int | None = None
    conclusions_days: int | None = None
    source: str = ""
    is_review: bool = False


HALF_A_DAY = 240
"""Minutes: a working day of eight hours has two halves."""
ONE_DAY = 480
TWO_DAYS = 960
PRACTICE = "practice"
"""The source of what is usual and nobody's decree: a word that pages say in their language."""
_DECISION_45 = "Quyết định 45/2018/QĐ-TTg"


def _kind(code: str, longest: int, *, is_review: bool = False) -> MeetingKind:
    return MeetingKind(code, longest, 3, 3, 5, _DECISION_45, is_review)


KINDS: Mapping[str, MeetingKind] = {
    kind.code: kind
    for kind in [
        _kind("briefing", HALF_A_DAY),  # họp giao ban
        _kind("work", HALF_A_DAY),  # họp giải quyết công việc
        _kind("advisory", HALF_A_DAY),  # họp tham mưu, tư vấn
        _kind("professional", ONE_DAY),  # họp chuyên môn
        _kind("preliminary_review", ONE_DAY, is_review=True),  # sơ kết
        _kind("final_review", ONE_DAY, is_review=True),  # tổng kết
        _kind("thematic", ONE_DAY),  # chuyên đề
        _kind("training", TWO_DAYS),  # tập huấn
        MeetingKind("exchange", source=PRACTICE),  # họp liên ban chỉ đạo
    ]
}
"""Quyết định 45/2018/QĐ-TTg, as public pages quote it; an installation can change each row."""

SUMMARY_FROM_PAGES = 10
"""A paper of more pages than this comes with one page of summary; a committee can say otherwise."""


def limit_warnings(
    kind: MeetingKind,
    *,
    minutes: int,
    starts_on: date,
    announced_on: date,
    papers_on: Sequence[date],
    calendar: WorkingCalendar,
) -> list[Problem]:
    """What a meeting would break: warnings with the figures and the source.

    `meeting_too_long` (minutes, longest), `notice_too_short` (days, asked), `papers_too_late`
    (count, days, asked). `announced_on` is the day its notice goes out, `papers_on` those on which
    its papers came.
    """
    found: list[Problem] = []

    def warn(code: str, **params: object) -> None:
        found.append(Problem(code, {**params, "source": kind.source}, Severity.WARNING))

    if kind.longest_minutes is not None and minutes > kind.longest_minutes:
        warn("meeting_too_long", minutes=minutes, longest=kind.longest_minutes)
    days = calendar.working_days_between(announced_on, starts_on)
    if kind.notice_days is not None and days < kind.notice_days:
        warn("notice_too_short", days=max(0, days), asked=kind.notice_days)
    late = [day for day in papers_on if is_paper_late(kind, day, starts_on, calendar)]
    if late:
        warn("papers_too_late", count=len(late), asked=kind.paper_days)
    return found


def is_paper_late(
    kind: MeetingKind, came_on: date, starts_on: date, calendar: WorkingCalendar
) -> bool:
    """Whether a paper came with fewer working days left than the kind asks for."""
    if kind.paper_days is None:
        return False
    return calendar.working_days_between(came_on, starts_on) < kind.paper_days


def papers_due_on(kind: MeetingKind, starts_on: date, calendar: WorkingCalendar) -> date | None:
    """The last day on which a paper is in time; None where the kind asks for none."""
    if kind.paper_days is None:
        return None
    return calendar.add_working_days(starts_on, -kind.paper_days)


def notice_due_on(kind: MeetingKind, starts_on: date, calendar: WorkingCalendar) -> date | None:
    """The last day on which the notice is in time; None where the kind asks for none."""
    if kind.notice_days is None:
        return None
    return calendar.add_working_days(starts_on, -kind.notice_days)


def conclusions_due_on(kind: MeetingKind, ended_on: date, calendar: WorkingCalendar) -> date | None:
    """The day by which minutes and notice of conclusions are owed; None: the kind says nothing."""
    if kind.conclusions_days is None:
        return None
    return calendar.add_working_days(ended_on, kind.conclusions_days)


def planned_minutes(begin: datetime, end: datetime) -> int:
    """Whole minutes from one to the other; a meeting that ends before it begins has none."""
    return max(0, int((end - begin).total_seconds() // 60))
