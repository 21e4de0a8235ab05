"""What do people hear of a meeting, and on which days are they reminded of what they owe it?"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.rules.meetings.kinds import MeetingKind, notice_due_on, papers_due_on
from giaoban.rules.reporting.working_days import WorkingCalendar


class Occasion(StrEnum):
    """Why somebody gets a letter about a meeting."""

    INVITED = "invited"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    UNINVITED = "uninvited"  # asked by mistake, or has no seat any more
    SUBSTITUTE_PROPOSED = "substitute_proposed"  # to whoever presides
    SUBSTITUTE_AGREED = "substitute_agreed"  # to the invited, as the next one
    SUBSTITUTE_REFUSED = "substitute_refused"
    SITS = "sits"  # to the substitute, as the next one
    SITS_NO_MORE = "sits_no_more"


CALLED_BACK = frozenset({Occasion.CANCELLED, Occasion.UNINVITED, Occasion.SITS_NO_MORE})
"""What takes an entry out of a calendar."""


class Owed(StrEnum):
    """What somebody is reminded of; the notices and minutes are the secretary's."""

    ANSWER = "answer"
    PAPER = "paper"
    NOTICE = "notice"
    MINUTES = "minutes"
    CONCLUSIONS = "conclusions"


ANSWER_DAYS = (2, 1)
"""Working days before a meeting on which whoever has not answered is asked again."""
PAPER_DAYS = (2, 0, -1)
"""Working days before the last day for papers; the day after it they are late."""
CHASED_DAYS = (1, -1)
"""Working days before the day on which a notice, or minutes, are due; -1 is the one after it."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """`step` names it for ever: who was told at it is never told again."""

    owed: Owed
    step: str
    due_on: date
    is_late: bool


def reminder_on(
    owed: Owed, due_on: date | None, days: Sequence[int], today: date, calendar: WorkingCalendar
) -> Reminder | None:
    """The one step that is due today: the newest whose day has come, so that a worker that stood
    still tells once and not of everything it missed. None before the first, and where nothing is
    due.

    The step has the day in it: a meeting that is moved begins anew.
    """
    if due_on is None:
        return None
    left = calendar.working_days_between(today, due_on)
    if today > due_on:
        left = -max(1, calendar.working_days_between(due_on, today))
    reached = [day for day in days if left <= day]
    if not reached:
        return None
    return Reminder(owed, f"{owed}:{min(reached)}:{due_on}", due_on, today > due_on)


def prepared_reminders(
    kind: MeetingKind, starts_on: date, today: date, calendar: WorkingCalendar
) -> list[Reminder]:
    """What a meeting that is still prepared asks for: its papers, its notice."""
    wanted = [
        (Owed.PAPER, papers_due_on(kind, starts_on, calendar), PAPER_DAYS),
        (Owed.NOTICE, notice_due_on(kind, starts_on, calendar), CHASED_DAYS),
    ]
    return _found(wanted, today, calendar) if today < starts_on else []


def announced_reminders(
    kind: MeetingKind, starts_on: date, today: date, calendar: WorkingCalendar
) -> list[Reminder]:
    """What a meeting that was announced asks for: answers, and papers that are still to come."""
    wanted = [
        (Owed.ANSWER, starts_on, ANSWER_DAYS),
        (Owed.PAPER, papers_due_on(kind, starts_on, calendar), PAPER_DAYS),
    ]
    return _found(wanted, today, calendar) if today < starts_on else []


def is_named_in(words: str, name: str) -> bool:
    """Whether a line such as "Bà Hoàng Thị Mai, Phó Giám đốc Sở Y tế" names somebody, or an agency.

    By whole words in their order, whatever their case. A name of one word is the whole line: "An"
    is not named by "Công an tỉnh".
    """
    there, wanted = _name_words(words), _name_words(name)
    if len(wanted) < 2:
        return bool(wanted) and there == wanted
    ends = range(len(wanted), len(there) + 1)
    return any(there[end - len(wanted) : end] == wanted for end in ends)


def _name_words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def paper_reminder(
    owed: Owed, due_on: date | None, today: date, calendar: WorkingCalendar
) -> Reminder | None:
    """Of minutes and notices of conclusions that are not approved."""
    return reminder_on(owed, due_on, CHASED_DAYS, today, calendar)


def _found(
    wanted: Iterable[tuple[Owed, date | None, Sequence[int]]],
    today: date,
    calendar: WorkingCalendar,
) -> list[Reminder]:
    found = (reminder_on(owed, due_on, days, today, calendar) for owed, due_on, days in wanted)
    return [one for one in found if one is not None]
