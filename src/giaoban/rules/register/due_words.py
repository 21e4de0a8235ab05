"""Which term do the words in a directive or in its annex mean?

Read are the ways in which Vietnamese offices write a term: a day, a month or quarter (its last
day), so many working days, each month or quarter, none; and the English ones of english_terms.py.
What is not understood is said so; a term is never guessed.
"""

import calendar as months
import re
from dataclasses import dataclass
from datetime import date

from giaoban.rules.country.dates import DayForm, written_day
from giaoban.rules.register.english_terms import (
    days_in,
    last_month_of,
    recurring_in,
    says_no_term,
)
from giaoban.rules.register.terms import LAST_DAY, Every, Term, TermKind
from giaoban.rules.units.naming import search_key

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
_DAY_IN_WORDS = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?$")
_MONTH = re.compile(r"thang\s+(\d{1,2})\s*(?:[/.-]|nam)\s*(\d{4})|^(\d{1,2})\s*/\s*(\d{4})$")
_QUARTER = re.compile(r"quy\s+(iv|iii|ii|i|[1-4])\s*(?:[/.-]|nam)?\s*(\d{4})")
_HALF = re.compile(r"6 thang (dau|cuoi) nam\s*(\d{4})")
_YEAR = re.compile(r"^(?:trong |het |cuoi )?(?:nam )(\d{4})$")
_WORKING_DAYS = re.compile(
    r"(?<![\d.,])(\d{1,3}|\d[.,]?\d{3})\s+(?:ngay\s+lam\s+viec|(?:working|business)\s+days?)"
)
_EVERY = re.compile(
    r"(?:hang|moi|dinh ky(?: hang)?)\s+(thang|quy|nam|6 thang|nua nam)|dinh ky (6) thang"
)
_ON_DAY = re.compile(r"(?:truoc )?ngay (\d{1,2})(?!\s*[/.-]?\s*\d)")
_NONE = ("thuong xuyen", "khong thoi han", "khong co thoi han", "lien tuc", "-", "")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SPANS = {
    "thang": Every.MONTH,
    "quy": Every.QUARTER,
    "6 thang": Every.HALF,
    "nua nam": Every.HALF,
    "6": Every.HALF,
    "nam": Every.YEAR,
}

_SPAN_WORDS = {
    Every.MONTH: ("tháng", "month"),
    Every.QUARTER: ("quý", "quarter"),
    Every.HALF: ("6 tháng", "half-year"),
    Every.YEAR: ("năm", "year"),
}


@dataclass(frozen=True, slots=True)
class WordsRead:
    """`term` is None where the words are not understood, or name a day that does not exist."""

    term: Term | None


def read_term(text: str, year_starts: int = 1) -> WordsRead:
    """The term that the words mean, such as `trước ngày 15/12/2026`, `Quý IV/2026`, `15 ngày làm
    việc`, `hằng quý, trước ngày 20`, `thường xuyên`; None in it where they say something else.

    English quarters are those of years that begin with the month `year_starts`.
    """
    words = search_key(text).strip(" .;,")
    if words in _NONE or words.startswith("thuong xuyen") or says_no_term(words):
        return WordsRead(Term())
    for read in (_recurring, _recurring_in_english, _working_days, _a_day, _end_of_a_span):
        known, term = read(words)
        if known:
            return WordsRead(term)
    month = last_month_of(words, year_starts)
    return WordsRead(_end_of_month(*month) if month else None)


def term_words(term: Term, form: DayForm = DayForm.NUMBERS, language: str = "vi") -> str:
    """Words that read_term reads as this term again; its last time, `until`, is in none.

    A day is in the form of the country, the words in Vietnamese or English.
    """
    is_vietnamese = language.lower().startswith("vi")
    if term.kind is TermKind.DATE and term.on:
        return written_day(term.on, form, language)
    if term.kind is TermKind.WORKING_DAYS:
        return f"{term.working_days} {'ngày làm việc' if is_vietnamese else 'working days'}"
    if term.kind is TermKind.RECURRING and term.every:
        vietnamese, english = _SPAN_WORDS[term.every]
        span = f"hằng {vietnamese}" if is_vietnamese else f"every {english}"
        before = "trước ngày" if is_vietnamese else "by day"
        return span if term.day == LAST_DAY else f"{span}, {before} {term.day}"
    return ""


Read = tuple[bool, Term | None]
_UNKNOWN: Read = (False, None)


def _recurring(words: str) -> Read:
    found = _EVERY.search(words)
    if found is None:
        return _UNKNOWN
    day = _ON_DAY.search(words)
    number = int(day[1]) if day else LAST_DAY
    if not 1 <= number <= LAST_DAY:
        return True, None
    return True, Term(TermKind.RECURRING, every=_SPANS[found[1] or found[2]], day=number)


def _recurring_in_english(words: str) -> Read:
    found = recurring_in(words)
    if found is None:
        return _UNKNOWN
    every, day = found
    if day is None or not 1 <= day <= LAST_DAY:
        return True, None
    return True, Term(TermKind.RECURRING, every=every, day=day)


def _working_days(words: str) -> Read:
    found = _WORKING_DAYS.search(words)
    if found is None:
        return _UNKNOWN
    count = int(re.sub(r"[.,]", "", found[1]))
    return True, Term(TermKind.WORKING_DAYS, working_days=count) if count else None


def _a_day(words: str) -> Read:
    iso = _ISO.match(words)
    if iso:
        return True, _on(int(iso[1]), int(iso[2]), int(iso[3]))
    numbered = _DAY.findall(words) + _DAY_IN_WORDS.findall(words)
    found = {(int(year), int(month), int(day)) for day, month, year in numbered} | days_in(words)
    if not found:
        return _UNKNOWN
    if len(found) > 1:  # from … to …: which one is meant is for a person to say
        return True, None
    return True, _on(*found.pop())


def _end_of_a_span(words: str) -> Read:
    month = _MONTH.search(words)
    if month:
        number, year = int(month[1] or month[3]), int(month[2] or month[4])
        return True, _end_of_month(year, number)
    quarter = _QUARTER.search(words)
    if quarter:
        number = _ROMAN.get(quarter[1]) or int(quarter[1])
        return True, _end_of_month(int(quarter[2]), number * 3)
    half = _HALF.search(words)
    if half:
        return True, _end_of_month(int(half[2]), 6 if half[1] == "dau" else 12)
    year_alone = _YEAR.match(words)
    return (True, _end_of_month(int(year_alone[1]), 12)) if year_alone else _UNKNOWN


def _end_of_month(year: int, month: int) -> Term | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    return _on(year, month, months.monthrange(year, month)[1])


def _on(year: int, month: int, day: int) -> Term | None:
    try:
        return Term(TermKind.DATE, on=date(year, month, day))
    except ValueError:
        return None
