"""Which period does a key such as 2026Q3 name, and which one comes before it?

The forms of docs/contracts.md: 2026-07, 2026Q3, 2026H1, 2026-9M, 2026, 2026W07, once:NAME,
incident:CODE/01 and the whole incident:CODE.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from giaoban.rules.problems import RuleError

FIRST_YEAR, LAST_YEAR = 1900, 2999
LONGEST_NAME = 35  # "once:" and the name fill the 40 characters that are stored


class PeriodKind(StrEnum):
    """The kind of a period, and so also the frequency of a regime."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    ONCE = "once"
    INCIDENT = "incident"  # one report of an incident
    WHOLE_INCIDENT = "incident_all"  # derived from its reports; never a frequency


FREQUENCIES = tuple(kind for kind in PeriodKind if kind is not PeriodKind.WHOLE_INCIDENT)
"""How often a regime can ask."""

IRREGULAR = frozenset({PeriodKind.ONCE, PeriodKind.INCIDENT, PeriodKind.WHOLE_INCIDENT})
"""Kinds whose days do not follow from the key."""


@dataclass(frozen=True, slots=True)
class ParsedKey:
    """What a key says. `number` counts within the year from 1, or within its incident.

    `name` is that of a `once` period or the code of an incident, which have year 0; what has no
    number has 0. The year of a week is its ISO year.
    """

    kind: PeriodKind
    year: int = 0
    number: int = 1
    name: str = ""


_FORMS: tuple[tuple[re.Pattern[str], PeriodKind], ...] = (
    (re.compile(r"(\d{4})-(\d{2})", re.ASCII), PeriodKind.MONTH),
    (re.compile(r"(\d{4})Q(\d)", re.ASCII), PeriodKind.QUARTER),
    (re.compile(r"(\d{4})H(\d)", re.ASCII), PeriodKind.HALF),
    (re.compile(r"(\d{4})-9M", re.ASCII), PeriodKind.NINE_MONTHS),
    (re.compile(r"(\d{4})", re.ASCII), PeriodKind.YEAR),
    (re.compile(r"(\d{4})W(\d{2})", re.ASCII), PeriodKind.WEEK),
)
_ONCE_NAME = re.compile(r"[\w.-]+(?: [\w.-]+)*")
_PREFIX = "once:"
_INCIDENT = re.compile(r"incident:([\w.-]{1,26})(?:/(\d\d))?")
LAST_REPORT = 99


@lru_cache(maxsize=4096)
def parse_key(key: str) -> ParsedKey:
    """Read a period key.

    Raises RuleError: `period_key_unknown_form` (key), `period_year_out_of_range` (key, first,
    last), `period_number_out_of_range` (key, kind, last), `period_name_malformed` (key, longest).
    """
    if key.startswith(_PREFIX):
        name = key.removeprefix(_PREFIX)
        if len(name) > LONGEST_NAME or not _ONCE_NAME.fullmatch(name):
            raise RuleError("period_name_malformed", key=key, longest=LONGEST_NAME)
        return ParsedKey(PeriodKind.ONCE, number=0, name=name)
    if incident := _INCIDENT.fullmatch(key):
        return _incident(key, incident[1], incident[2])
    for form, kind in _FORMS:
        if match := form.fullmatch(key):
            year, *numbers = (int(group) for group in match.groups())
            parsed = ParsedKey(kind, year, numbers[0] if numbers else 1)
            _require_range(parsed, key)
            return parsed
    raise RuleError("period_key_unknown_form", key=key)


def _incident(key: str, code: str, number: str | None) -> ParsedKey:
    if number is None:
        return ParsedKey(PeriodKind.WHOLE_INCIDENT, number=0, name=code)
    if number == "00":
        raise RuleError(
            "period_number_out_of_range", key=key, kind=PeriodKind.INCIDENT, last=LAST_REPORT
        )
    return ParsedKey(PeriodKind.INCIDENT, number=int(number), name=code)


def format_key(parsed: ParsedKey) -> str:
    """The one way to write a key: `format_key(parse_key(key)) == key`.

    Raises RuleError as parse_key does for a year or number out of range.
    """
    year, number = parsed.year, parsed.number
    match parsed.kind:
        case PeriodKind.MONTH:
            key = f"{year}-{number:02d}"
        case PeriodKind.QUARTER:
            key = f"{year}Q{number}"
        case PeriodKind.HALF:
            key = f"{year}H{number}"
        case PeriodKind.NINE_MONTHS:
            key = f"{year}-9M"
        case PeriodKind.YEAR:
            key = f"{year}"
        case PeriodKind.WEEK:
            key = f"{year}W{number:02d}"
        case PeriodKind.ONCE:
            return _PREFIX + parsed.name
        case PeriodKind.WHOLE_INCIDENT:
            return f"incident:{parsed.name}"
        case PeriodKind.INCIDENT:
            return f"incident:{parsed.name}/{number:02d}"
    _require_range(parsed, key)
    return key


def kind_of(key: str) -> PeriodKind:
    """Raises RuleError as parse_key does."""
    return parse_key(key).kind


def count_in_year(kind: PeriodKind, year: int) -> int:
    """How many periods of the kind a year has; nine months and a year are one.

    What comes when it comes (`once`, an incident) is none.
    """
    if kind in IRREGULAR:
        return 0
    if kind is PeriodKind.WEEK:
        # 28 December always lies in the last ISO week of its year.
        return date(year, 12, 28).isocalendar().week
    return {
        PeriodKind.MONTH: 12,
        PeriodKind.QUARTER: 4,
        PeriodKind.HALF: 2,
        PeriodKind.NINE_MONTHS: 1,
        PeriodKind.YEAR: 1,
    }[kind]


def next_key(key: str) -> str | None:
    """The period of the same kind that follows; None for `once`. Raises RuleError as parse_key."""
    return _neighbour(key, 1)


def previous_key(key: str) -> str | None:
    """The period of the same kind before this; None for `once`. Raises RuleError as parse_key."""
    return _neighbour(key, -1)


def same_period_last_year(key: str) -> str | None:
    """The period of the same number a year earlier.

    None for `once`, and for week 53 where the year before has only 52. Raises RuleError as
    parse_key does.
    """
    parsed = parse_key(key)
    if parsed.kind in IRREGULAR or parsed.number > count_in_year(parsed.kind, parsed.year - 1):
        return None
    return format_key(ParsedKey(parsed.kind, parsed.year - 1, parsed.number))


def _neighbour(key: str, step: int) -> str | None:
    parsed = parse_key(key)
    if parsed.kind is PeriodKind.INCIDENT:
        number = parsed.number + step
        if not 1 <= number <= LAST_REPORT:
            return None
        return format_key(ParsedKey(parsed.kind, number=number, name=parsed.name))
    if parsed.kind in IRREGULAR:
        return None
    year, number = parsed.year, parsed.number + step
    if number < 1:
        year -= 1
        number = count_in_year(parsed.kind, year)
    elif number > count_in_year(parsed.kind, year):
        year, number = year + 1, 1
    return format_key(ParsedKey(parsed.kind, year, number))


def _require_range(parsed: ParsedKey, key: str) -> None:
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise RuleError("period_year_out_of_range", key=key, first=FIRST_YEAR, last=LAST_YEAR)
    last = count_in_year(parsed.kind, parsed.year)
    if not 1 <= parsed.number <= last:
        raise RuleError("period_number_out_of_range", key=key, kind=parsed.kind, last=last)
