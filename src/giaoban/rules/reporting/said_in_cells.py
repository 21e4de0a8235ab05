"""How does a workbook's own cell say the unit and the period, and how is it filled in?

"Đơn vị báo cáo: ……" keeps what stands before the colon, "(Tháng … năm 2026)" its brackets.
"""

import re

from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.period_keys import ParsedKey, PeriodKind, format_key, parse_key
from giaoban.rules.units.naming import search_key

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:nam\s*)?(?P<year>20\d{2}|19\d{2})"
_SEPARATOR = r"[\s,/.-]*"
_MONTH = re.compile(r"\b(?:thang|month|t)\.?\s*(?P<number>\d{1,2})" + _SEPARATOR + _YEAR + r"\b")
_QUARTER = re.compile(
    r"\b(?:quy|quarter|q)\.?\s*(?P<number>iv|i{1,3}|[1-4])" + _SEPARATOR + _YEAR + r"\b"
)
_HALF = re.compile(r"\b6 thang (?P<half>dau|cuoi)" + _SEPARATOR + _YEAR + r"\b")
_NINE = re.compile(r"\b9 thang\b(?: dau)?" + _SEPARATOR + _YEAR + r"\b")
_WEEK = re.compile(r"\b(?:tuan|week)\s*(?P<number>\d{1,2})" + _SEPARATOR + _YEAR + r"\b")
_ONLY_YEAR = re.compile(r"^(?!.*\b(?:thang|quy|tuan|month|quarter|week)\b).*?\b" + _YEAR + r"\b")


def filled(template: str, value: str) -> str:
    """What stands in the cell once the value is put in: after the colon, else in its place."""
    before, colon, _after = template.partition(":")
    if colon:
        return f"{before}: {value}"
    begun = value[:1].upper() + value[1:]
    is_bracketed = template.strip().startswith("(") and template.strip().endswith(")")
    return f"({begun})" if is_bracketed else begun


def said(text: str) -> str:
    """The value of a cell that was filled in; empty where only dots stand."""
    _before, colon, after = text.partition(":")
    value = (after if colon else text).strip().strip("()").strip()
    return "" if re.fullmatch(r"[.…_\s]*", value) else value


def period_said(text: str, frequency: PeriodKind) -> str | None:
    """The key of the period that a cell names, such as 2026-10 for "Tháng 10 năm 2026"; or None.

    A key itself is taken too. What names a period of another frequency is none.
    """
    value = said(text)
    try:
        parsed = parse_key(value)
    except RuleError:
        parsed = None
    if parsed is not None and parsed.kind is frequency:
        return value
    key = search_key(value)
    patterns = {
        PeriodKind.MONTH: _MONTH,
        PeriodKind.QUARTER: _QUARTER,
        PeriodKind.HALF: _HALF,
        PeriodKind.NINE_MONTHS: _NINE,
        PeriodKind.WEEK: _WEEK,
        PeriodKind.YEAR: _ONLY_YEAR,
    }
    pattern = patterns.get(frequency)
    found = pattern.search(key) if pattern else None
    if found is None:
        return None
    groups = found.groupdict()
    number = 1
    if groups.get("half"):
        number = 1 if groups["half"] == "dau" else 2
    elif said_number := groups.get("number"):
        number = _ROMAN.get(said_number) or int(said_number)
    try:
        return format_key(ParsedKey(frequency, int(groups["year"]), number))
    except RuleError:
        return None
