"""Which words of an English text say by when: a day, the end of a span, again and again?

They come as search_key leaves them. What is not expected is not understood, never guessed.
"""

import re
from collections.abc import Iterator

from giaoban.rules.register.terms import LAST_DAY, Every

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_TH = r"(?:st|nd|rd|th)?"
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}}){_TH}(?: of)?[ -]{_MONTH}[ ,-]+(\d{{4}})(?!\d)")
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (\d{{1,2}}){_TH},? (\d{{4}})(?!\d)")

_BY_END = r"^(?:(?:by|in|within|during) )?(?:the )?(?:end of )?(?:the )?"
_YEAR = (
    r"(?P<financial>(?:fy|financial year|fiscal year) ?)?(?P<year>\d{4})(?P<second>/\d\d(?:\d\d)?)?"
)
_PARTS = (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"))
_PART = (
    r"(?:(?P<kind>[qh])(?P<number>[1-4])|(?P<word>first|second|third|fourth|1st|2nd|3rd|4th)"
    r" (?P<long>quarter|half))"
)
_SPANS = (
    re.compile(rf"{_BY_END}{_PART}(?:[ ,/]+| of (?:the )?){_YEAR}$"),
    re.compile(rf"{_BY_END}{_YEAR},? {_PART}$"),
)
_ONE_MONTH = re.compile(rf"{_BY_END}{_MONTH},? (\d{{4}})$")
_ONE_YEAR = re.compile(
    rf"^(?:by )?(?:the )?(?:end of|in|within|during) (?:the )?(?:year )?{_YEAR}$"
    r"|^(?:fy ?|financial year |fiscal year )(?P<alone>\d{4})(?P<alone_second>/\d\d(?:\d\d)?)?$"
)

_EVERY = re.compile(
    r"\b(?:every|each) (month|quarter|half(?:-| )year|(?:six|6) months|year)\b"
    r"|^(monthly|quarterly|half-yearly|yearly|annually)(?=$|[,;:]| by| before| no | not | until)"
)
_RECURRING = {
    "month": Every.MONTH,
    "monthly": Every.MONTH,
    "quarter": Every.QUARTER,
    "quarterly": Every.QUARTER,
    "half-year": Every.HALF,
    "half year": Every.HALF,
    "half-yearly": Every.HALF,
    "six months": Every.HALF,
    "6 months": Every.HALF,
    "year": Every.YEAR,
    "yearly": Every.YEAR,
    "annually": Every.YEAR,
}
_ON_DAY = re.compile(
    rf"\b(?:by|before|on|no later than|not later than) (?:the )?(?:day )?(\d{{1,2}}){_TH}\b"
    rf"(?! working| business)(?:(?: of)? {_MONTH})?"
)
_UNTIL = re.compile(r"\buntil [^\d]*$")
_NEXT = re.compile(r"\b(?:following|next|after|subsequent)\b")
_FROM = re.compile(r"\b(?:after|from|of|following)\b(.*)")
_THE_DOCUMENT = re.compile(
    r"(?: (?:the|its|date|day|of))* (?:issue|issuing|issuance|signing|signature"
    r"|(?:receipt of )?(?:this |the )?(?:document|directive|decision|plan|instruction|letter)"
    r"\s*(?:[,;.()]|$))"
)
_OTHER_TIME = re.compile(r"\b(?:before|each|every|per|first|last)\b")
_ENDLESS = ("ongoing", "continuous", "permanent")
_NO_TERM = frozenset({"no term", "no deadline", "none", "n/a"})


def says_no_term(words: str) -> bool:
    """Whether it is done all the time, or somebody wrote that there is no term."""
    is_endless = words.startswith(_ENDLESS) and not any(char.isdecimal() for char in words)
    return is_endless or words in _NO_TERM


def days_in(words: str) -> Iterator[tuple[re.Match[str], tuple[int, int, int]]]:
    """Each day that is written with the name of its month, as year, month and day."""
    for found in _DAY_FIRST.finditer(words):
        yield found, (int(found[3]), _month(found[2]), int(found[1]))
    for found in _MONTH_FIRST.finditer(words):
        yield found, (int(found[3]), _month(found[1]), int(found[2]))


def last_month_of(words: str, year_starts: int) -> tuple[int, int] | None:
    """Year and last month of `Q4 2026`, `the first half of 2027`, `the end of March 2027`.

    Quarters, halves and FY2026/27 are those of years that begin with the month `year_starts`, a
    year being called by the one in which it begins; a year that has no such words is that of the
    calendar, and one that has them where years are those of the calendar is nobody's.
    """
    month = _ONE_MONTH.match(words)
    if month:
        return int(month[2]), _month(month[1])
    for pattern in _SPANS:
        found = pattern.match(words)
        if found:
            if year_starts == 1 and (found["financial"] or found["second"]):
                return None
            return _end_of_part(found, year_starts)
    year = _ONE_YEAR.match(words)
    if year is None:
        return None
    written = int(year["alone"] or year["year"])
    if not (year["alone"] or year["financial"] or year["second"]):
        return written, 12
    return None if year_starts == 1 else _months_on(written, year_starts, 12)


def recurring_in(words: str) -> tuple[Every, int | None] | None:
    """How often, and the day of the last month of each span; None where nothing recurs.

    The day is None where one is spoken of and not understood: `by the 5th of the next month`.
    """
    found = _EVERY.search(words)
    if found is None:
        return None
    every = _RECURRING[found[1] or found[2]]
    rest = _UNTIL.sub("", words.replace(found[0], " "))
    day = _ON_DAY.search(rest)
    if day:
        rest = rest.replace(day[0], " ")
    is_in_month = day is not None and day[2] is not None
    is_december = is_in_month and every is Every.YEAR and _month(day[2] if day else "") == 12
    is_left_over = any(char.isdecimal() for char in rest) or bool(_NEXT.search(rest))
    if is_left_over or (is_in_month and not is_december):
        return every, None
    return every, int(day[1]) if day else LAST_DAY


def is_counted_from_document(rest: str) -> bool:
    """As that of vietnamese_terms, of English words."""
    since = _FROM.search(rest)
    return not _OTHER_TIME.search(rest) and (
        since is None or _THE_DOCUMENT.match(since[1]) is not None
    )


def _end_of_part(found: re.Match[str], year_starts: int) -> tuple[int, int] | None:
    named = next((place for place, words in enumerate(_PARTS, 1) if found["word"] in words), 0)
    number = named or int(found["number"])
    is_quarter = (found["kind"] or found["long"]).startswith("q")
    if not is_quarter and number > 2:
        return None
    return _months_on(int(found["year"]), year_starts, number * (3 if is_quarter else 6))


def _months_on(year: int, year_starts: int, months: int) -> tuple[int, int]:
    """Year and month of the last of so many months from the beginning of a year."""
    years, month = divmod(year_starts - 1 + months - 1, 12)
    return year + years, month + 1


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1
