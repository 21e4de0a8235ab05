"""On which days does a series of meetings fall? A recurrence rule of RFC 5545, within limits.

A committee meets at most once a day and never for ever in a second: parts of the rule that name
hours, minutes or seconds are refused, and a search is given up after a century.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from giaoban.rules.country.dates import EARLIEST, LATEST
from giaoban.rules.problems import Problem
from giaoban.rules.reporting.working_days import WorkingCalendar

LONGEST_RULE = 200
_KNOWN = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
)
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_CENTURY = 100 * 366
_WRITTEN = re.compile(r"[A-Z0-9=,;+-]+")


class OnDayOff(StrEnum):
    """Where a meeting goes whose day is not worked."""

    STAY = "stay"
    NEXT = "next"
    PREVIOUS = "previous"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`by_rule` names the meeting for ever; `on` is the day it is held."""

    by_rule: date
    on: date

    @property
    def is_moved(self) -> bool:
        return self.by_rule != self.on


def rule_problems(rule: str, first_on: date) -> list[Problem]:
    """What is wrong with the text of a rule, in the order of what to mend first.

    `rule_missing`, `rule_too_long` (longest), `rule_unreadable`, `rule_part_unknown` (part),
    `rule_frequency_unknown` (frequency), `rule_out_of_reach` (first, last), `rule_never_falls`.
    """
    text = _bare(rule)
    if not text:
        return [Problem("rule_missing")]
    if len(text) > LONGEST_RULE:
        return [Problem("rule_too_long", {"longest": LONGEST_RULE})]
    parts = dict(part.partition("=")[::2] for part in text.split(";"))
    if not _WRITTEN.fullmatch(text) or {"COUNT", "UNTIL"} <= set(parts):
        return [Problem("rule_unreadable")]
    if not all(_is_number(parts[key]) for key in ("INTERVAL", "COUNT") if key in parts):
        return [Problem("rule_unreadable")]
    unknown = sorted(set(parts) - _KNOWN)
    if unknown:
        return [Problem("rule_part_unknown", {"part": unknown[0]})]
    if parts.get("FREQ") not in _FREQUENCIES:
        return [Problem("rule_frequency_unknown", {"frequency": parts.get("FREQ", "")})]
    if not EARLIEST <= first_on <= LATEST:
        return [Problem("rule_out_of_reach", {"first": EARLIEST, "last": LATEST})]
    try:
        found = _read(text, first_on)
    except (ValueError, TypeError, KeyError, OverflowError):
        return [Problem("rule_unreadable")]
    return [] if next(_days(found, first_on), None) else [Problem("rule_never_falls")]


def occurrences(
    rule: str,
    first_on: date,
    since: date,
    until: date,
    *,
    calendar: WorkingCalendar,
    on_day_off: OnDayOff,
    except_on: Iterable[date] = (),
) -> list[Occurrence]:
    """Those whose day by the rule lies in [since, until], in the order of the rule.

    `except_on` are days by the rule that are left out. Two that are moved to one day stay two:
    which of them is called off is for people to say. Raises ValueError for a rule with problems.
    """
    if rule_problems(rule, first_on):
        raise ValueError("a rule with problems has no occurrences")
    left_out = frozenset(except_on)
    found = []
    for day in _days(_read(_bare(rule), first_on), max(since, first_on)):
        if day > until:
            break
        held_on = None if day in left_out else moved(day, calendar, on_day_off)
        if held_on is not None:
            found.append(Occurrence(day, held_on))
    return found


def next_occurrences(
    rule: str,
    first_on: date,
    since: date,
    count: int,
    *,
    calendar: WorkingCalendar,
    on_day_off: OnDayOff,
    except_on: Iterable[date] = (),
) -> list[Occurrence]:
    """The next `count` from `since` on by the rule; fewer where it ends."""
    if rule_problems(rule, first_on):
        raise ValueError("a rule with problems has no occurrences")
    left_out = frozenset(except_on)
    days = _days(_read(_bare(rule), first_on), max(since, first_on))
    held = ((day, moved(day, calendar, on_day_off)) for day in days if day not in left_out)
    return list(islice((Occurrence(day, on) for day, on in held if on is not None), count))


def moved(day: date, calendar: WorkingCalendar, on_day_off: OnDayOff) -> date | None:
    """The day on which it is held; None where it is skipped."""
    if on_day_off is OnDayOff.STAY or calendar.is_working_day(day):
        return day
    if on_day_off is OnDayOff.SKIP:
        return None
    if on_day_off is OnDayOff.NEXT:
        return calendar.roll_forward(day)
    return calendar.roll_backward(day)


def _bare(rule: str) -> str:
    return rule.strip().removeprefix("RRULE:").upper().replace(" ", "").strip(";")


def _read(text: str, first_on: date) -> rrule:
    """As whole days without a zone: an end that is written with one is taken by its day."""
    parts = [
        f"UNTIL={part.removeprefix('UNTIL=')[:8]}" if part.startswith("UNTIL=") else part
        for part in text.split(";")
    ]
    read = rrulestr(";".join(parts), dtstart=datetime.combine(first_on, time()))
    assert isinstance(read, rrule)
    return read


def _is_number(text: str) -> bool:
    """A step of nothing would never end."""
    return text.isdigit() and 1 <= int(text) <= 9999


def _days(rule: rrule, since: date) -> Iterator[date]:
    """The rule's days from one on, each once, for a century at most."""
    begin = datetime.combine(since, time())
    last_allowed = min(LATEST, since + timedelta(days=_CENTURY))
    before = None
    for moment in rule.xafter(begin, inc=True):
        day = moment.date()
        if day > last_allowed:
            return
        if day != before:
            yield day
        before = day
