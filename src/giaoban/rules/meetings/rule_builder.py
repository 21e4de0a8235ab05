"""How is "every second quarter, on its last Friday" written as a recurrence rule, and read back?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LAST = -1
"""The last day of a month, or its last weekday of a name."""
LATEST_DAY = 28
"""Every month has so many days: a meeting on the 31st would be left out of five months a year."""
LARGEST_STEP = 99
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHS_IN_QUARTER = 3


class Span(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Plan:
    """Every so many weeks, months, quarters or years; Monday is weekday 0.

    Of weeks `weekday` alone counts. Else either `day` of the month (1 to LATEST_DAY, or LAST), or
    the `nth` (1 to 4, or LAST) `weekday` in it. Which month of a quarter or year it is says the day
    from which the rule holds.
    """

    every: int = 1
    span: Span = Span.QUARTER
    day: int | None = None
    nth: int = 1
    weekday: int = 3


def written_rule(plan: Plan, first_on: date) -> str:
    """As RFC 5545 writes it. Raises ValueError for a step, day or weekday that there is not."""
    if not 1 <= plan.every <= LARGEST_STEP:
        raise ValueError("no such step")
    weekday = _WEEKDAYS[plan.weekday]
    if plan.span is Span.WEEK:
        return f"FREQ=WEEKLY;INTERVAL={plan.every};BYDAY={weekday}"
    if plan.day is None:
        if plan.nth != LAST and not 1 <= plan.nth <= 4:
            raise ValueError("no such week of a month")
        on = f"BYDAY={plan.nth}{weekday}"
    else:
        if plan.day != LAST and not 1 <= plan.day <= LATEST_DAY:
            raise ValueError("no such day of every month")
        on = f"BYMONTHDAY={plan.day}"
    if plan.span is Span.YEAR:
        return f"FREQ=YEARLY;INTERVAL={plan.every};BYMONTH={first_on.month};{on}"
    months = plan.every * (_MONTHS_IN_QUARTER if plan.span is Span.QUARTER else 1)
    return f"FREQ=MONTHLY;INTERVAL={months};{on}"


def plan_of(rule: str, first_on: date) -> Plan | None:
    """The plan that is written so; None for a rule that says more than a plan can."""
    parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";"))
    every = parts.get("INTERVAL", "1")
    if not (every.isascii() and every.isdigit() and int(every)):
        return None
    for span in Span:
        for plan in _plans(span, int(every), parts):
            if _is_same(written_rule(plan, first_on), parts):
                return plan
    return None


def _plans(span: Span, every: int, parts: dict[str, str]) -> list[Plan]:
    """Those that could be meant, the ones that say it in fewer words first."""
    steps = every
    if span is Span.QUARTER:
        if every % _MONTHS_IN_QUARTER:
            return []
        steps = every // _MONTHS_IN_QUARTER
    if span is Span.MONTH and not every % _MONTHS_IN_QUARTER and parts.get("FREQ") == "MONTHLY":
        return []  # said in quarters
    if steps > LARGEST_STEP:
        return []
    day, weekday = parts.get("BYMONTHDAY", ""), parts.get("BYDAY", "")
    if day:
        known = {str(number): number for number in (*range(1, LATEST_DAY + 1), LAST)}
        return [Plan(steps, span, day=known[day])] if day in known else []
    name, nth = weekday[-2:], weekday[:-2].lstrip("+")
    known_nth = {str(number): number for number in (1, 2, 3, 4, LAST)} | {"": 1}
    if name not in _WEEKDAYS or nth not in known_nth:
        return []
    return [Plan(steps, span, nth=known_nth[nth], weekday=_WEEKDAYS.index(name))]


def _is_same(written: str, parts: dict[str, str]) -> bool:
    again = dict(part.partition("=")[::2] for part in written.split(";"))
    return again == {"INTERVAL": "1", **parts}
