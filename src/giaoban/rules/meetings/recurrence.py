"""On which days does a series of meetings fall? A recurrence rule of RFC 5545, within limits.

A committee meets at most once a day and never for ever in a second: parts of the rule that name
hours, minutes or seconds are refused, and a search is given up after a century. What never falls
is found before dateutil is asked, which would look for it until the year 9999.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
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
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FORMS = {
    "INTERVAL": re.compile(r"0*[1-9]\d{0,3}"),  # a step of nothing would never end
    "COUNT": re.compile(r"0*[1-9]\d{0,3}"),
    "UNTIL": re.compile(r"\d{8}(T\d{6}Z?)?"),  # of a year alone dateutil makes today's day in it
    "BYDAY": re.compile(r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)"),
    "BYMONTHDAY": re.compile(r"[+-]?0?([1-9]|[12]\d|3[01])"),  # 0 would be every day
    "BYMONTH": re.compile(r"0?[1-9]|1[0-2]"),
    "BYSETPOS": re.compile(r"[+-]?[1-9]\d{0,2}"),
    "WKST": re.compile(r"MO|TU|WE|TH|FR|SA|SU"),
}
_LISTED = frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"})
_MOST_IN_A_SPAN = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_MOST_MOVED = timedelta(days=31)
"""The longest run of days off that a meeting is looked for behind."""


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
    parts = _parts(text)
    if not _WRITTEN.fullmatch(text) or {"COUNT", "UNTIL"} <= set(parts):
        return [Problem("rule_unreadable")]
    if len(parts) != text.count(";") + 1 or not all(map(_is_readable, parts, parts.values())):
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
    if not _may_fall(parts, first_on) or next(_days(found, first_on), None) is None:
        return [Problem("rule_never_falls")]
    return []


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
    """The next `count` that are held from `since` on; fewer where it ends.

    One whose day by the rule has passed is among them where a holiday moved it to `since` or later.
    """
    if rule_problems(rule, first_on):
        raise ValueError("a rule with problems has no occurrences")
    left_out = frozenset(except_on)
    days = _days(_read(_bare(rule), first_on), max(since - _MOST_MOVED, first_on))
    held = ((day, moved(day, calendar, on_day_off)) for day in days if day not in left_out)
    coming = (Occurrence(day, on) for day, on in held if on is not None and on >= since)
    return list(islice(coming, count))


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
    return rule.strip().upper().removeprefix("RRULE:").replace(" ", "").strip(";")


def _parts(text: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in text.split(";"))


def _read(text: str, first_on: date) -> rrule:
    """As whole days without a zone: an end that is written with one is taken by its day."""
    parts = [
        f"UNTIL={part.removeprefix('UNTIL=')[:8]}" if part.startswith("UNTIL=") else part
        for part in text.split(";")
    ]
    read = rrulestr(";".join(parts), dtstart=datetime.combine(first_on, time()))
    assert isinstance(read, rrule)
    return read


def _is_readable(name: str, text: str) -> bool:
    """A part that no series has is named as such, and not read here."""
    form = _FORMS.get(name)
    values = text.split(",") if name in _LISTED else [text]
    return form is None or all(map(form.fullmatch, values))


def _may_fall(parts: Mapping[str, str], first_on: date) -> bool:
    """Whether any day of a century has the month, number and weekday that are asked for.

    Which week of a month, and which of several days, is left to dateutil.
    """
    places = [abs(int(place)) for place in _values(parts, "BYSETPOS")]
    if places and min(places) > _MOST_IN_A_SPAN[parts["FREQ"]]:
        return False
    months = {int(month) for month in _values(parts, "BYMONTH")}
    numbers = {int(number) for number in _values(parts, "BYMONTHDAY")}
    weekdays = {_WEEKDAYS.index(day[-2:]) for day in _values(parts, "BYDAY")}
    step = int(parts.get("INTERVAL", "1")) if parts["FREQ"] == "DAILY" else 1
    last = min(LATEST, first_on + timedelta(days=_CENTURY))
    days = (first_on + timedelta(days=n) for n in range(0, (last - first_on).days + 1, step))
    return any(
        (not months or day.month in months)
        and (not weekdays or day.weekday() in weekdays)
        and (not numbers or day.day in numbers or day.day - _length(day) - 1 in numbers)
        for day in days
    )


def _values(parts: Mapping[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


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
