"""Which words of a Vietnamese text say that something recurs, or from when working days count?

They come as search_key leaves them. What was understood is taken out; where a figure, or a word
that moves the day to another time (`sau`, `đầu`), is left over, nothing is understood.
"""

import re

from giaoban.rules.register.terms import LAST_DAY, Every

_SPAN = r"thang|quy|nam|(?:0?6|sau) thang|nua nam"  # `sau` being six
_EVERY = re.compile(
    rf"\b(?:hang|moi|dinh ky(?: hang)?)\s+({_SPAN})\b|\bdinh ky\s+((?:0?6|sau) thang)\b"
)
_EVERIES = {"thang": Every.MONTH, "quy": Every.QUARTER, "nam": Every.YEAR}
_ALSO = re.compile(rf"\s*(?:,|;|/|-|va|hoac)\s*(?:{_SPAN})\b(?! cuoi)")
_ONCE = re.compile(r"\b(?:0?1|mot) lan\b")
_LAST_MONTH = re.compile(
    r"\b(?:cua )?thang cuoi(?: cung)?(?: (?:cua )?(?:quy|ky|nam|(?:0?6|sau) thang|nua nam))?\b"
)
_DAY_AND_MONTH = re.compile(
    r"(?<![\d/])(?:\bngay\s+)?(\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(\d{1,2})(?!\s*[/.-]?\s*\d)"
)
_DAY = re.compile(r"\bngay\s+(\d{1,2})\b(?!\s*[/.-]\s*\d)")
_LEFT_OVER = re.compile(r"\d|\b(?:sau|dau(?! tu\b)|giua|tuan|ke tiep|tiep theo|lien ke)\b")
_LAST_MONTHS = {
    Every.MONTH: frozenset(range(1, 13)),
    Every.QUARTER: frozenset({3, 6, 9, 12}),
    Every.HALF: frozenset({6, 12}),
    Every.YEAR: frozenset({12}),
}

_FROM = re.compile(r"\b(?:sau|tu)\b(.*)")
_THE_DOCUMENT = re.compile(
    r"(?: (?:khi|ngay|luc|duoc))* (?:(?:ky|ban hanh|phat hanh)\b"
    r"|(?:nhan (?:duoc )?)?(?:van ban|cong van|cong dien|quyet dinh|ke hoach|chi thi|thong bao"
    r"|nghi quyet)(?: nay)?\s*(?:[,;.()]|$))"
)
_OTHER_TIME = re.compile(r"\b(?:dau|cuoi|truoc|moi)\b")


def recurring_in(words: str) -> tuple[Every, int | None] | None:
    """How often, and the day of the last month of each span; None where nothing recurs.

    The day is None where one is spoken of that no term can say: `ngày 05 tháng sau`.
    """
    found = _EVERY.search(words)
    if found is None:
        return None
    every = _EVERIES.get(found[1] or found[2], Every.HALF)
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    if _ALSO.match(words[found.end() :]) or _EVERY.search(rest):
        return every, None
    rest = _LAST_MONTH.sub(" ", _ONCE.sub(" ", rest))
    dated = {(int(day), int(month)) for day, month in _DAY_AND_MONTH.findall(rest)}
    rest = _DAY_AND_MONTH.sub(" ", rest)
    days = {day for day, _month in dated} | {int(day) for day in _DAY.findall(rest)}
    is_another_month = bool(dated) and {month for _day, month in dated} != _LAST_MONTHS[every]
    if len(days) > 1 or is_another_month or _LEFT_OVER.search(_DAY.sub(" ", rest)):
        return every, None
    return every, days.pop() if days else LAST_DAY


def is_counted_from_document(rest: str) -> bool:
    """Whether working days, taken out of these words, count from the day of the document: from its
    signing, its issue, its receipt, or from nothing that is said.
    """
    since = _FROM.search(rest)
    return not _OTHER_TIME.search(rest) and (
        since is None or _THE_DOCUMENT.match(since[1]) is not None
    )
