"""Which term do the words in a directive or in its annex mean?

Read are the ways in which Vietnamese offices write a term: a day, a month or quarter (its last
day), so many working days, each month or quarter, none; and the English ones of english_terms.py.
What is not understood, even in part, is said so; a term is never guessed.
"""

import calendar as months
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from giaoban.rules.country.dates import DayForm, written_day
from giaoban.rules.register import english_terms, vietnamese_terms
from giaoban.rules.register.english_terms import days_in, last_month_of, says_no_term
from giaoban.rules.register.terms import LAST_DAY, Every, Term, TermKind
from giaoban.rules.units.naming import search_key

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
_DAY_IN_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})\s+thang\s+(\d{1,2})\s*(?:nam|[/.,-])?\s*(\d{4})(?!\d)"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?(?!\d)")
_HOUR = re.compile(
    r"\b\d{1,2}\s*(?:gio|h|g)(?![a-z])\s*(?:\d{1,2}(?!\d|\s*[/.-]\s*\d|\s+thang))?(?:\s*phut)?"
    r"|\b\d{1,2}(?::\d\d(?!:)|\s*[ap]\.?m\b)"
)
_BEHIND = re.compile(r"\b(?:sau|tu|after|from|since|starting)\s+(?:ngay\s+|the\s+|on\s+)*$")
_UNTIL = re.compile(r"[,;]?\s*\b(?:(?:cho\s+)?den|until)\s+")
_DAY_AHEAD = re.compile(r"(?:het\s+)?(?:ngay\s+)?$")
_MONTH = re.compile(r"thang\s+(\d{1,2})\s*(?:[/.-]|nam)\s*(\d{4})|^(\d{1,2})\s*/\s*(\d{4})$")
_QUARTER = re.compile(r"quy\s+(iv|iii|ii|i|[1-4])\s*(?:[/.-]|nam)?\s*(\d{4})")
_HALF = re.compile(r"6 thang (dau|cuoi) nam\s*(\d{4})")
_YEAR = re.compile(r"^(?:trong |het |cuoi )?(?:nam )(\d{4})$")
_SPAN_LEFT_OVER = re.compile(
    r"\d|\b(?:sau|dau(?! tu\b)|giua|tu)\b|\bquy (?:i|ii|iii|iv)\b|\btruoc\s*\|"
)
_WORKING_DAYS = re.compile(
    r"(?:\btruoc\s+)?(?<![\d.,])(\d{1,3}|\d[.,]?\d{3})"
    r"\s+(?:ngay\s+lam\s+viec|(?:working|business)\s+days?)"
)
_ALWAYS = re.compile(r"^thuong xuyen\b[\s,;:.]*")
_NONE = ("khong thoi han", "khong co thoi han", "lien tuc", "-", "")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

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
    if words in _NONE or says_no_term(words):
        return WordsRead(Term())
    if always := _ALWAYS.match(words):
        words = words[always.end() :]
        if not any(char.isdecimal() for char in words):
            return WordsRead(Term())
        if re.search(r"\b(?:tu|den|trong)\b", words):
            return WordsRead(None)
    for read in (_recurring, _working_days, _a_day, _end_of_a_span):
        known, term = read(words, year_starts)
        if known:
            return WordsRead(term)
    month = last_month_of(words, year_starts)
    return WordsRead(_end_of_month(*month) if month else None)


def term_words(term: Term, form: DayForm = DayForm.NUMBERS, language: str = "vi") -> str:
    """Words that read_term reads as this term again.

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
        words = span if term.day == LAST_DAY else f"{span}, {before} {term.day}"
        if term.until is None:
            return words
        last = written_day(term.until, form, language)
        return f"{words}, {'đến' if is_vietnamese else 'until'} {last}"
    return ""


Read = tuple[bool, Term | None]
_UNKNOWN: Read = (False, None)


def _recurring(words: str, year_starts: int) -> Read:
    until, rest = _until_in(words, year_starts)
    for language in (vietnamese_terms, english_terms):
        found = language.recurring_in(rest)
        if found is not None:
            every, day = found
            if day is None or not 1 <= day <= LAST_DAY:
                return True, None
            return True, Term(TermKind.RECURRING, every=every, day=day, until=until)
    return _UNKNOWN


def _until_in(words: str, year_starts: int) -> tuple[date | None, str]:
    """The last day of what recurs, and the words without it: `đến 31/12/2027`, `until …`."""
    for lead in _UNTIL.finditer(words):
        ahead = words[lead.end() :]
        for found, day in _days_in(ahead):
            term = _on(*day) if _DAY_AHEAD.match(ahead[: found.start()]) else None
            if term is not None:
                return term.on, f"{words[: lead.start()]} {ahead[found.end() :]}"
        span = re.split(r"[,;(]", ahead)[0]
        if span.startswith(("het ", "cuoi ", "the end of ")):
            term = _end_of_a_span(span, year_starts)[1]
            month = None if term else last_month_of(span, year_starts)
            term = _end_of_month(*month) if month else term
            if term is not None:
                return term.on, f"{words[: lead.start()]} {ahead[len(span) :]}"
    return None, words


def _working_days(words: str, _year_starts: int) -> Read:
    found = _WORKING_DAYS.search(words)
    if found is None:
        return _UNKNOWN
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    count = int(re.sub(r"[.,]", "", found[1]))
    is_understood = (
        not any(char.isdecimal() for char in rest)
        and vietnamese_terms.is_counted_from_document(rest)
        and english_terms.is_counted_from_document(rest)
    )
    if not count or not is_understood:
        return True, None
    return True, Term(TermKind.WORKING_DAYS, working_days=count)


def _a_day(words: str, _year_starts: int) -> Read:
    """The one day in the words, perhaps with an hour; from when to when is for a person to say."""
    found, rest = set(), words
    for match, day in _days_in(words):
        if _BEHIND.search(words[: match.start()]):
            return True, None
        found.add(day)
        rest = rest.replace(match[0], " ")
    if not found:
        return _UNKNOWN
    if len(found) > 1 or any(char.isdecimal() for char in _HOUR.sub(" ", rest)):
        return True, None
    return True, _on(*found.pop())


def _days_in(words: str) -> Iterator[tuple[re.Match[str], tuple[int, int, int]]]:
    """Each day that is written in full, as year, month and day."""
    for pattern in (_DAY, _DAY_IN_WORDS):
        for found in pattern.finditer(words):
            yield found, (int(found[3]), int(found[2]), int(found[1]))
    for found in _ISO.finditer(words):
        yield found, (int(found[1]), int(found[2]), int(found[3]))
    yield from days_in(words)


def _end_of_a_span(words: str, _year_starts: int) -> Read:
    for pattern in (_MONTH, _QUARTER, _HALF, _YEAR):
        found = pattern.search(words)
        if found is not None:
            before, behind = words[: found.start()], words[found.end() :]
            if _SPAN_LEFT_OVER.search(f"{before}|{behind}"):
                return True, None
            return True, _end_of_month(*_last_month(found))
    return _UNKNOWN


def _last_month(found: re.Match[str]) -> tuple[int, int]:
    """Year and month with which a span ends."""
    if found.re is _MONTH:
        return int(found[2] or found[4]), int(found[1] or found[3])
    if found.re is _QUARTER:
        return int(found[2]), (_ROMAN.get(found[1]) or int(found[1])) * 3
    if found.re is _HALF:
        return int(found[2]), 6 if found[1] == "dau" else 12
    return int(found[1]), 12


def _end_of_month(year: int, month: int) -> Term | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    return _on(year, month, months.monthrange(year, month)[1])


def _on(year: int, month: int, day: int) -> Term | None:
    try:
        return Term(TermKind.DATE, on=date(year, month, day))
    except ValueError:
        return None
