"""What is a letter before it is queued, and what becomes of it when it leaves?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PASSWORD: Literal["password"] = "password"
REPORT: Literal["report"] = "report"
SECTION: Literal["section"] = "section"
TASK: Literal["task"] = "task"
INVITATION: Literal["invitation"] = "invitation"


def place(number: int = 1) -> str:
    """Stands in the text where the address goes that is made when the letter leaves."""
    return f"{{{{link {number}}}}}"


@dataclass(frozen=True)
class Item:
    """One thing that a letter tells, as it stands among others in a letter for several.

    `about` names the thing, such as "section:7"; the text has `place()` where `opens` is given.
    Whether it is late, and news or a reminder, says rules.messages.gathering what to do with it.
    """

    about: str
    text: str
    is_late: bool = False
    is_news: bool = False
    opens: tuple[str, int] | None = None


@dataclass(frozen=True)
class Calendar:
    """What a calendar program reads of a letter: iCalendar, and what it is asked to do with it."""

    text: str
    method: str  # REQUEST or CANCEL (RFC 5546)


@dataclass(frozen=True)
class Letter:
    """In the reader's language; `opens` is what the places of the text open, in order.

    A place gives only what is listed here, whatever a name in the text may look like. A letter with
    `items` leaves as one with others that wait for the same reader. One that `can_wait` does not
    leave on a day off, unless what it asks is to be done by `needed_by`, before the next day that
    is worked. One with a `calendar` stands by itself and has no items.
    """

    to: str
    language: str
    subject: str
    body: str
    opens: tuple[tuple[str, int], ...] = ()
    greeting: str = ""
    items: tuple[Item, ...] = ()
    can_wait: bool = False
    needed_by: datetime | None = None
    calendar: Calendar | None = None


def with_addresses(body: str, addresses: Sequence[str]) -> str:
    """The text as it leaves."""
    for number, address in enumerate(addresses, start=1):
        body = body.replace(place(number), address)
    return body


def report_thing(unit_id: int, period_id: int) -> str:
    """`Item.about` of everything that concerns one report."""
    return f"report:{unit_id}:{period_id}"


def task_thing(task_id: int) -> str:
    """`Item.about` of everything that concerns one task."""
    return f"task:{task_id}"


def meeting_thing(meeting_id: int, what: str) -> str:
    """`Item.about` of one thing that a meeting asks of its reader: an answer, a paper."""
    return f"meeting:{meeting_id}:{what}"


def term_thing(committee_id: int) -> str:
    """`Item.about` of the end of a committee's term, among what concerns its meetings."""
    return f"meeting:term:{committee_id}"


def is_about_meeting(about: str) -> bool:
    return about.startswith("meeting:")


def is_about_task(about: str) -> bool:
    """Of one, or of several that one list names."""
    return about.startswith("task")
