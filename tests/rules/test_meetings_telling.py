"""When is somebody reminded of what a meeting waits for, and when can one say that one is here?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from giaoban.rules.meetings.inviting import (
    Answer,
    invitee_link_expires_at,
    is_out_of_date,
    takes_check_in,
)
from giaoban.rules.meetings.kinds import KINDS
from giaoban.rules.meetings.states import MeetingForm, MeetingState
from giaoban.rules.meetings.telling import (
    Owed,
    announced_reminders,
    is_named_in,
    paper_reminder,
    prepared_reminders,
)
from giaoban.rules.reporting.working_days import WorkingCalendar

PLAIN = WorkingCalendar()
THURSDAY = date(2026, 12, 10)  # the meeting; notice and papers are due three working days before
BRIEFING = KINDS["briefing"]


def steps(today: date, *, is_announced: bool) -> list[tuple[str, bool]]:
    of = announced_reminders if is_announced else prepared_reminders
    return [(one.step, one.is_late) for one in of(BRIEFING, THURSDAY, today, PLAIN)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 1), []),
        (date(2026, 12, 3), [("paper:2:2026-12-07", False)]),
        (date(2026, 12, 4), [("paper:2:2026-12-07", False), ("notice:1:2026-12-07", False)]),
        (date(2026, 12, 7), [("paper:0:2026-12-07", False), ("notice:1:2026-12-07", False)]),
        (date(2026, 12, 8), [("paper:-1:2026-12-07", True), ("notice:-1:2026-12-07", True)]),
        (THURSDAY, []),
    ],
)
def test_papers_and_the_notice_are_asked_for_before_their_day_and_the_day_after(
    today: date, expected: list[tuple[str, bool]]
) -> None:
    assert steps(today, is_announced=False) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 7), [("paper:0:2026-12-07", False)]),
        (date(2026, 12, 8), [("answer:2:2026-12-10", False), ("paper:-1:2026-12-07", True)]),
        (date(2026, 12, 9), [("answer:1:2026-12-10", False), ("paper:-1:2026-12-07", True)]),
        (THURSDAY, []),
    ],
)
def test_answers_are_asked_for_two_days_and_one_day_before(
    today: date, expected: list[tuple[str, bool]]
) -> None:
    assert steps(today, is_announced=True) == expected


@pytest.mark.parametrize(
    ("due_on", "today", "expected"),
    [
        (date(2026, 12, 17), date(2026, 12, 15), None),
        (date(2026, 12, 17), date(2026, 12, 16), ("minutes:1:2026-12-17", False)),
        (date(2026, 12, 17), date(2026, 12, 17), ("minutes:1:2026-12-17", False)),
        (date(2026, 12, 17), date(2026, 12, 18), ("minutes:-1:2026-12-17", True)),
        # A Friday: the Saturday after it is late already, and the step stays the same.
        (date(2026, 12, 18), date(2026, 12, 19), ("minutes:-1:2026-12-18", True)),
        (date(2026, 12, 18), date(2027, 1, 20), ("minutes:-1:2026-12-18", True)),
        (None, date(2026, 12, 18), None),
    ],
)
def test_minutes_are_chased_a_working_day_before_and_after(
    due_on: date | None, today: date, expected: tuple[str, bool] | None
) -> None:
    found = paper_reminder(Owed.MINUTES, due_on, today, PLAIN)
    assert (found and (found.step, found.is_late)) == expected


BEGINS = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "minutes", "expected"),
    [
        (MeetingState.ANNOUNCED, -61, False),
        (MeetingState.ANNOUNCED, -60, True),
        (MeetingState.ANNOUNCED, 5, True),
        (MeetingState.RUNNING, -90, True),
        (MeetingState.DRAFT, 0, False),
        (MeetingState.CLOSED, 0, False),
        (MeetingState.CANCELLED, 0, False),
    ],
)
def test_one_is_here_from_an_hour_before_until_it_ends(
    state: MeetingState, minutes: int, expected: bool
) -> None:
    assert takes_check_in(state, BEGINS, BEGINS + timedelta(minutes=minutes)) is expected


def test_a_link_works_for_thirty_days_after_the_meeting() -> None:
    assert invitee_link_expires_at(BEGINS, BEGINS - timedelta(days=9)) == (
        datetime(2027, 1, 9, 8, 0, tzinfo=UTC)
    )
    later = BEGINS + timedelta(days=2)
    assert invitee_link_expires_at(BEGINS, later) == later + timedelta(days=30)


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ("bà Hoàng Thị Mai, Phó Giám đốc Sở Y tế", "Hoàng Thị Mai", True),
        ("bà Hoàng Thị Mai, Phó Giám đốc Sở Y tế", "Sở Y tế", True),
        ("HOÀNG THỊ MAI", "Hoàng Thị Mai", True),
        ("Hoàng Thị Mài", "Hoàng Thị Mai", False),
        ("Công an tỉnh", "An", False),
        ("An", "An", True),
        ("", "Hoàng Thị Mai", False),
        ("Sở Y tế", "", False),
    ],
)
def test_who_reports_is_known_by_whole_words(words: str, name: str, expected: bool) -> None:
    assert is_named_in(words, name) is expected


MOVED = BEGINS - timedelta(days=3)


@pytest.mark.parametrize(
    ("answer", "days_before", "form", "expected"),
    [
        (Answer.COMING, 5, MeetingForm.ON_SITE, True),
        (Answer.NOT_COMING, 5, MeetingForm.ON_SITE, True),
        (Answer.COMING, 2, MeetingForm.ON_SITE, False),
        (Answer.COMING, 2, MeetingForm.ONLINE, True),
        (Answer.COMING, 2, MeetingForm.BOTH, False),
        (Answer.SUBSTITUTE, 5, MeetingForm.ON_SITE, False),
        (Answer.NONE, 5, MeetingForm.ON_SITE, False),
    ],
)
def test_an_answer_is_about_the_day_and_the_form_of_its_time(
    answer: Answer, days_before: int, form: MeetingForm, expected: bool
) -> None:
    answered_at = BEGINS - timedelta(days=days_before)
    assert is_out_of_date(answer, answered_at, moved_at=MOVED, form=form) is expected
